/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that only the start of the program needed: handed back before the long run begins. */
#ifndef SERIAL_TOOLS_FOOTPRINT_H
#define SERIAL_TOOLS_FOOTPRINT_H

/*
 * Lets go of free heap and of the pages of code and constants, ours and the libraries'; those that are
 * used again come back from the page cache. What can be written to is not touched.
 */
void footprint_shrink(void);

#endif
