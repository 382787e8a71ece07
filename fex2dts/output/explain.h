/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why the tree is what it is: for every node and property that a rule wrote, the rule and the
 * vendor's lines behind it; how sure it is; what of the vendor's file became nothing, and why; and
 * what only the owner of the board knows, the weightiest question first.
 */
#ifndef FEX2DTS_EXPLAIN_H
#define FEX2DTS_EXPLAIN_H

#include "fex2dts/fex/fex-fate.h"
#include "fex2dts/map/map.h"

/* The whole explanation as text. */
struct bytes explain(struct arena *arena, const struct map *map, const struct fex *fex,
                     const struct fex_fates *fates);

#endif
