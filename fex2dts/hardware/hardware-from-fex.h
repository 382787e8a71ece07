/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a vendor's sections to devices, by the rows of hardware-table.c. */
#ifndef FEX2DTS_HARDWARE_FROM_FEX_H
#define FEX2DTS_HARDWARE_FROM_FEX_H

#include "fex2dts/hardware/hardware.h"

/* Never fails: a section of no known kind becomes HW_OTHER. Strings are borrowed from @fex. */
struct hardware hardware_from_fex(struct arena *arena, const struct fex *fex);

#endif
