/* imager plan BOARD: what will happen at boot, before anything is written. */
#include "imager/parts.h"

#include "lib/text.h"

#include <stdio.h>

struct plan_arguments_given {
	struct parts_arguments parts;
	const char *entry;
	bool json;
};
static const struct option_row rows[] = {
	{ 'e', "entry", OPTION_STRING, "ENTRY", "what boots by default, e.g. xen, linux",
	  offsetof(struct plan_arguments_given, entry), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "for machines", offsetof(struct plan_arguments_given, json),
	  NULL },
	PARTS_OPTIONS(struct plan_arguments_given, parts),
};
static const struct option_spec spec = {
	.program = "imager plan",
	.operands = "BOARD",
	.summary = "Prints who loads what at boot, to which address, with which arguments.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager plan h3-orangepi-pc\n"
		   "  imager plan a20-cubie2 --entry linux --json",
};

static void print_json(struct arena *arena, const struct plan *plan)
{
	struct text text = text_make(arena);
	struct json json = json_make(&text);
	plan_json(plan, &json);
	fwrite(text.p, 1, text.len, stdout);
}

static int plan_board(const struct command_context *context, int argc, char *const *argv)
{
	struct plan_arguments_given arguments = { 0 };
	struct operands operands;
	struct parts parts;
	struct plan plan;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (parts_bring(context, operands.values[0], &arguments.parts, &parts) < 0 ||
	    plan_make(context->arena, &parts.board, parts.list, parts.count, arguments.entry, &plan,
	              context->diags) < 0)
		return -1;
	if (arguments.json)
		print_json(context->arena, &plan);
	else
		plan_print(context->arena, &plan, stdout);
	return 0;
}

const struct command command_plan = { "plan", &spec, plan_board };
