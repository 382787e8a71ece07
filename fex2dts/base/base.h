/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a board's tree stands on: the SoC without any board's decisions. Either a blob of the
 * kernel that will boot (made from its dtsi alone, or any board's of that SoC, stripped here), or
 * a built-in skeleton that is enough for Xen and an early console (base-skeleton.h).
 */
#ifndef FEX2DTS_BASE_H
#define FEX2DTS_BASE_H

#include "dt/soc/soc.h"
#include "dt/tree/tree.h"

/*
 * Takes a board's decisions out of @tree: status back to what the SoC's dtsi says, wiring,
 * supplies, chips on buses, nodes below the root that no SoC has. Labels of peripherals are put
 * in by address. A tree made of the dtsi alone only gains labels.
 * Returns 0; -1 when the tree is of another SoC (FX310, both are named).
 */
int base_strip(struct dt_tree *tree, const struct soc *soc, struct diags *diags);

#endif
