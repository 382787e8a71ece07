/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every rule of fex-check-*.c is given. */
#ifndef FEX2DTS_FEX_CHECK_RULE_H
#define FEX2DTS_FEX_CHECK_RULE_H

#include "dt/soc/soc.h"
#include "fex2dts/fex/fex.h"
#include "lib/table.h"

struct fex_check {
	struct arena *arena;
	const struct fex *fex;
	const struct soc *soc;
	const struct table *addresses; /* share/fex/addresses.tsv */
	struct diags *diags;
};

#endif
