/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager fetch BOARD: the board's parts into the cache, and their lock file. */
#include "imager/cmd/kit.h"

#include <stdio.h>

struct fetch_arguments {
	struct kit_arguments kit;
};
static const struct option_row rows[] = {
	KIT_OPTIONS(struct fetch_arguments, kit),
};
static const struct option_spec spec = {
	.program = "imager fetch",
	.operands = "BOARD",
	.summary = "Brings a board's parts into the cache and records them in a lock file.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager fetch h3-orangepi-pc\n"
		   "  imager fetch arndale --set bl1=none",
};

static void print_components(const struct components *components)
{
	for (size_t i = 0; i < components->count; i++) {
		const struct component *each = &components->list[i];
		printf("%-12s %-20s %10llu B  %.16s  %s\n", each->id, each->version,
		       (unsigned long long)each->size, each->sha256, each->path);
	}
}

static int fetch(const struct command_context *context, int argc, char *const *argv)
{
	struct fetch_arguments arguments = { 0 };
	struct operands operands;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	struct board board;
	struct components components;
	if (kit_board(context, operands.values[0], &arguments.kit, &board) < 0 ||
	    kit_fetch(context, &board, &arguments.kit, &components) < 0)
		return -1;
	print_components(&components);
	return 0;
}

const struct command command_fetch = { "fetch", &spec, fetch };
