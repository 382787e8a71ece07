/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager plan BOARD: what will happen at boot, before anything is written. */
#include "imager/boot/boot-files.h"
#include "imager/card/layout-print.h"
#include "imager/cmd/kit.h"
#include "imager/plan/plan-lint.h"
#include "imager/plan/plan-make.h"
#include "imager/plan/plan-print.h"

#include "lib/text.h"

#include <stdio.h>

struct plan_arguments_given {
	struct kit_arguments kit;
	const char *entry;
	uint64_t size;
	bool layout, json;
};
static const struct option_row rows[] = {
	{ 'e', "entry", OPTION_STRING, "ENTRY", "what boots by default, e.g. xen, linux",
	  offsetof(struct plan_arguments_given, entry), NULL },
	{ 'l', "layout", OPTION_FLAG, NULL, "which bytes of the card will hold what, instead",
	  offsetof(struct plan_arguments_given, layout), NULL },
	{ 's', "size", OPTION_SIZE, "SIZE", "of the image that --layout is about, e.g. 4G",
	  offsetof(struct plan_arguments_given, size), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "for machines", offsetof(struct plan_arguments_given, json),
	  NULL },
	KIT_OPTIONS(struct plan_arguments_given, kit),
};
static const struct option_spec spec = {
	.program = "imager plan",
	.operands = "BOARD",
	.summary =
		"Prints who loads what at boot, where to, with which arguments; or the card's layout.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager plan h3-orangepi-pc\n"
		   "  imager plan a20-cubie2 --entry linux --json\n"
		   "  imager plan a20-cubie2 --layout --size 4G",
};

/* The layout, where there is one, else the plan. */
static void print_json(struct arena *arena, const struct plan *plan, const struct layout *layout)
{
	struct text text = text_make(arena);
	struct json json = json_make(&text);
	if (layout != NULL)
		layout_json(layout, &json);
	else
		plan_json(plan, &json);
	fwrite(text.p, 1, text.len, stdout);
}

/* The layout that build would write, its files made: their sizes count. */
static int plan_layout(const struct command_context *context, const struct kit *kit,
                       const struct bytes *firmware, const struct plan *plan,
                       const struct plan_arguments_given *arguments)
{
	const struct fs_file *files;
	struct layout layout;
	uint32_t timestamp;
	if (kit_timestamp(context, &timestamp) < 0 ||
	    boot_files(context->arena, plan, &kit->parts, timestamp, &files, context->diags) < 0 ||
	    layout_make(context->arena, &kit->board, firmware, files, plan->file_count,
	                arguments->size, timestamp, &layout, context->diags) < 0)
		return -1;
	if (arguments->json)
		print_json(context->arena, plan, &layout);
	else
		layout_print(context->arena, &layout, stdout);
	return 0;
}

static int plan_kit(const struct command_context *context, const struct kit *kit,
                    const struct plan_arguments_given *arguments)
{
	struct plan plan;
	const struct bytes *firmware;
	int checked = arguments->layout ? kit_firmware(context, kit, &firmware) : 0;
	int planned = plan_make(context->arena, &kit->board, &kit->parts, arguments->entry, &plan,
	                        context->diags);
	int judged = plan_lint(context->arena, &plan, &kit->parts, planned == 0, context->diags);
	if (checked < 0 || planned < 0 || judged < 0)
		return -1;
	if (arguments->layout)
		return plan_layout(context, kit, firmware, &plan, arguments);
	if (arguments->json)
		print_json(context->arena, &plan, NULL);
	else
		plan_print(context->arena, &plan, stdout);
	return 0;
}

static int plan_board(const struct command_context *context, int argc, char *const *argv)
{
	struct plan_arguments_given arguments = { 0 };
	struct operands operands;
	struct kit kit;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (arguments.size > 0 && !arguments.layout)
		return diag_error(context->diags, "IM605", nowhere(),
		                  "add --layout, or leave --size out",
		                  "--size is the image's: without --layout nothing depends on it");
	if (kit_make(context, operands.values[0], &arguments.kit, &kit) < 0)
		return -1;
	return plan_kit(context, &kit, &arguments);
}

const struct command command_plan = { "plan", &spec, plan_board };
