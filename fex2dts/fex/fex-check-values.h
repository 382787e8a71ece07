/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that contradict each other or the hardware: duplicates, octal, panel timings, addresses. */
#ifndef FEX2DTS_FEX_CHECK_VALUES_H
#define FEX2DTS_FEX_CHECK_VALUES_H

#include "fex2dts/fex/fex-check-rule.h"

/* Says FX404 to FX408, as fex-check.h lists them. */
void fex_check_values(const struct fex_check *check);

#endif
