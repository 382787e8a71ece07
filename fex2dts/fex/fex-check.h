/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Vendors' mistakes: what a file says that cannot be right on its SoC, whatever the board. Only what
 * can be shown from the file and the SoC's facts is said; doubt is kept quiet. Sections that are
 * switched off are not looked at.
 */
#ifndef FEX2DTS_FEX_CHECK_H
#define FEX2DTS_FEX_CHECK_H

#include "dt/soc/soc.h"
#include "fex2dts/fex/fex.h"
#include "lib/table.h"

/*
 * Looks for all of them; each is a DIAG_NO with its line.
 * @addresses  share/fex/addresses.tsv
 *   FX400  a pin that the SoC has not
 *   FX401  a pin that can do what is meant, but with another mux
 *   FX402  a pin set to another peripheral than its section's
 *   FX403  two used sections on the same pins
 *   FX404  a key said twice with different values
 *   FX405  a number that looks octal
 *   FX406  panel timings that cannot be
 *   FX407  an I2C address that the named chip has not, or no chip
 *   FX408  a chip on a bus that is off or does not exist
 */
void fex_check(struct arena *arena, const struct fex *fex, const struct soc *soc,
               const struct table *addresses, struct diags *diags);

#endif
