/* imager plan BOARD: what will happen at boot, before anything is written. */
#include "imager/cmd/kit.h"
#include "imager/plan/plan-lint.h"
#include "imager/plan/plan-make.h"
#include "imager/plan/plan-print.h"
#include "imager/plan/plan.h"

#include "lib/text.h"

#include <stdio.h>

struct plan_arguments_given {
	struct kit_arguments kit;
	const char *entry;
	bool json;
};
static const struct option_row rows[] = {
	{ 'e', "entry", OPTION_STRING, "ENTRY", "what boots by default, e.g. xen, linux",
	  offsetof(struct plan_arguments_given, entry), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "for machines", offsetof(struct plan_arguments_given, json),
	  NULL },
	KIT_OPTIONS(struct plan_arguments_given, kit),
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
	struct kit kit;
	struct plan plan;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (kit_make(context, operands.values[0], &arguments.kit, &kit) < 0)
		return -1;
	int planned = plan_make(context->arena, &kit.board, &kit.parts, arguments.entry, &plan,
	                        context->diags);
	int judged = plan_lint(context->arena, &plan, &kit.parts, planned == 0, context->diags);
	if (planned < 0 || judged < 0)
		return -1;
	if (arguments.json)
		print_json(context->arena, &plan);
	else
		plan_print(context->arena, &plan, stdout);
	return 0;
}

const struct command command_plan = { "plan", &spec, plan_board };
