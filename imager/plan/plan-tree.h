/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device trees that a plan's entries boot with. */
#ifndef IMAGER_PLAN_TREE_H
#define IMAGER_PLAN_TREE_H

#include "imager/plan/plan.h"

#include "dt/tree/tree.h"

/*
 * The tree that an entry boots with: its component's tree with /chosen as the plan says, modules
 * and arguments included. Each entry has a tree of its own, so that a bare kernel's tree holds
 * nothing of Xen's and nobody's arguments depend on U-Boot's environment.
 * Returns 0 and *@out, or -1 (DT001: no tree).
 */
int plan_tree(struct arena *arena, const struct plan_entry *entry, struct bytes dtb,
              struct dt_tree **out, struct diags *diags);

#endif
