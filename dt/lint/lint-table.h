/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Judges a finished device tree: will Xen and Linux boot on it? Rules are rows of tables
 * (lint-board.c, lint-cores.c …); a rule whose prerequisite fired is not run, so that one mistake
 * is told once.
 *
 * Effects told in share/diagnostics/dt.tsv were seen in real runs of Xen 4.17 and Linux 6.1.
 */
#ifndef DT_LINT_TABLE_H
#define DT_LINT_TABLE_H

#include "dt/lint/lint-context.h"
#include "dt/tree/tree.h"

/*
 * Runs all rules that apply. Rules say DTxxx: DIAG_NO for what will not boot, warnings for what
 * boots with loss or by luck, notes for the rest. Returns 0; -1 when a rule said DIAG_NO.
 * Gives phandles to nodes that are referred to; changes nothing else.
 */
int lint_tree(struct dt_tree *tree, const struct lint_context *context, struct diags *diags);

/* Every table of rules, in the order they run, up to a NULL. */
extern const struct lint_table *const lint_tables[];

#endif
