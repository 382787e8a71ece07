/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pins against the SoC's table: do they exist, does the mux give what is meant, who else wants them. */
#ifndef FEX2DTS_FEX_CHECK_PINS_H
#define FEX2DTS_FEX_CHECK_PINS_H

#include "fex2dts/fex/fex-check-rule.h"

/* Says FX400 to FX403, as fex-check.h lists them. */
void fex_check_pins(const struct fex_check *check);

#endif
