/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overlays: made from a tree, applied to a blob. */
#ifndef DT_FDT_OVERLAY_H
#define DT_FDT_OVERLAY_H

#include "dt/tree/tree.h"

/*
 * The difference as an overlay: everything in @tree that has a rule as origin, in a fragment per
 * topmost node that came with the tree that was read. A fragment names its target by label
 * (/__fixups__) when the node has one and @by_label is set, else by path. References to nodes
 * that the overlay brings along are listed in /__local_fixups__.
 */
struct dt_tree *fdt_overlay(struct arena *arena, struct dt_tree *tree, bool by_label);

/*
 * Applies an overlay blob to a base blob with libfdt.
 * Returns 0 and *@out; -1 and has said what does not fit (DT001, DT200).
 */
int fdt_apply_overlay(struct arena *arena, struct bytes base, struct bytes overlay,
                      struct bytes *out, struct diags *diags);

#endif
