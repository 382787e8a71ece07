/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-table.h"

#include "dt/lint/lint-arguments.h"
#include "dt/lint/lint-board.h"
#include "dt/lint/lint-console.h"
#include "dt/lint/lint-cores.h"
#include "dt/lint/lint-domain.h"
#include "dt/lint/lint-xen.h"

const struct lint_table *const lint_tables[] = {
	&lint_board_rules,
	&lint_cores_rules,
	&lint_console_rules,
	&lint_xen_rules,
	&lint_domain_rules,
	&lint_arguments_rules,
	NULL,
};

int lint_tree(struct dt_tree *tree, const struct lint_context *context, struct diags *diags)
{
	return lint_run(lint_tables, tree, context, diags);
}
