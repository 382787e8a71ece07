/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Board and parts → boot plan. */
#ifndef IMAGER_PLAN_MAKE_H
#define IMAGER_PLAN_MAKE_H

#include "imager/fetch/part.h"
#include "imager/plan/plan.h"

/*
 * Makes and checks the plan. All problems are said in one run (IM4xx), each collision with both parties and a
 * free address. Returns 0 or -1; *@out then holds what could be planned. Its trees are judged by plan-lint.h.
 * @default_entry  id, or NULL for the board's own default
 */
int plan_make(struct arena *arena, const struct board *board, const struct parts *parts,
              const char *default_entry, struct plan *out, struct diags *diags);

#endif
