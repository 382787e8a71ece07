/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Will the plan's kernels and hypervisors boot on its device trees? */
#ifndef IMAGER_PLAN_LINT_H
#define IMAGER_PLAN_LINT_H

#include "imager/fetch/part.h"
#include "imager/plan/plan.h"

/*
 * Judges every entry's tree with what the plan knows (dt/lint/lint-table.h).
 * @sound  whether the addresses passed the plan's own checks; else rules about them are not run
 * Returns 0, or -1 when a rule says that it will not boot.
 */
int plan_lint(struct arena *arena, const struct plan *plan, const struct parts *parts, bool sound,
              struct diags *diags);

#endif
