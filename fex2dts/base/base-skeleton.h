/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A base without a kernel's tree: enough for Xen and an early console. */
#ifndef FEX2DTS_BASE_SKELETON_H
#define FEX2DTS_BASE_SKELETON_H

#include "dt/soc/soc.h"
#include "dt/tree/tree.h"
#include "lib/places.h"

/*
 * A minimal tree from share/fex/skeleton.tsv and the SoC's rows: CPUs, PSCI, timer, GIC with its
 * four regions, clocks, pin controllers, UARTs, MMC and the buses of PMICs.
 * Returns 0 and *@out; -1 for a SoC without rows there (FX311: name a --base).
 */
int base_skeleton(struct arena *arena, const struct places *places, const struct soc *soc,
                  struct dt_tree **out, struct diags *diags);

#endif
