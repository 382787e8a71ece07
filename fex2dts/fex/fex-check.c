/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-check.h"

#include "fex2dts/fex/fex-check-pins.h"
#include "fex2dts/fex/fex-check-values.h"

void fex_check(struct arena *arena, const struct fex *fex, const struct soc *soc,
               const struct table *addresses, struct diags *diags)
{
	const struct fex_check check = { arena, fex, soc, addresses, diags };
	fex_check_pins(&check);
	fex_check_values(&check);
}
