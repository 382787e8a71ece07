/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of an explanation that lists what of a vendor's file is not in the tree. For explain.h. */
#ifndef FEX2DTS_EXPLAIN_REST_H
#define FEX2DTS_EXPLAIN_REST_H

#include "dt/tree/tree.h"
#include "fex2dts/fex/fex-fate.h"
#include "lib/text.h"

/* Every entry of @fex that no origin in @tree names, by section and reason. */
void explain_rest(struct arena *arena, const struct dt_tree *tree, const struct fex *fex,
                  const struct fex_fates *fates, struct text *out);

#endif
