/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager build BOARD: from the description to the card image. */
#include "imager/boot/boot-files.h"
#include "imager/card/image.h"
#include "imager/card/layout.h"
#include "imager/card/manifest.h"
#include "imager/cmd/kit.h"
#include "imager/plan/plan-lint.h"
#include "imager/plan/plan-make.h"

#include "lib/output.h"

#include <string.h>

struct build_arguments {
	struct kit_arguments kit;
	const char *entry, *output;
	uint64_t size;
	bool force;
};
static const struct option_row rows[] = {
	{ 'o', "output", OPTION_STRING, "FILE", "the image (out/BOARD/sd.img)",
	  offsetof(struct build_arguments, output), NULL },
	{ 'e', "entry", OPTION_STRING, "ENTRY", "what boots by default, e.g. xen, linux",
	  offsetof(struct build_arguments, entry), NULL },
	{ 's', "size", OPTION_SIZE, "SIZE", "of the image, e.g. the card's 4G",
	  offsetof(struct build_arguments, size), NULL },
	{ 'f', "force", OPTION_FLAG, NULL, "make it, also when it is up to date",
	  offsetof(struct build_arguments, force), NULL },
	KIT_OPTIONS(struct build_arguments, kit),
};
static const struct option_spec spec = {
	.program = "imager build",
	.operands = "BOARD",
	.summary =
		"Makes a board's card image: fetches its parts, plans the boot, lays out the card.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager build a20-cubie2 -o sd.img\n"
		   "  imager build arndale --set bl1=none -o sd.img",
};

static int make_image(const struct command_context *context, const struct kit *kit,
                      const struct bytes *firmware, const struct build_arguments *arguments,
                      uint32_t timestamp)
{
	struct arena *arena = context->arena;
	struct diags *diags = context->diags;
	struct plan plan;
	const struct fs_file *files;
	struct layout layout;
	int planned = plan_make(arena, &kit->board, &kit->parts, arguments->entry, &plan, diags);
	int judged = plan_lint(arena, &plan, &kit->parts, planned == 0, diags);
	if (planned < 0 || judged < 0 || diags_failed(diags) || /* the firmware's faults too */
	    boot_files(arena, &plan, &kit->parts, timestamp, &files, diags) < 0 ||
	    layout_make(arena, &kit->board, firmware, files, plan.file_count, arguments->size,
	                timestamp, &layout, diags) < 0)
		return -1;
	return image_write(arena, &layout, arguments->output, NULL, diags);
}

static int make_directory(const struct command_context *context, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL || slash == path)
		return 0;
	return output_make_directory(context->arena,
	                             arena_strndup(context->arena, path, (size_t)(slash - path)),
	                             context->diags);
}

static int build_board(const struct command_context *context, const struct kit *kit,
                       struct build_arguments *arguments)
{
	uint32_t timestamp = 0;
	struct manifest manifest;
	const struct bytes *firmware;
	const char *entry = arguments->entry != NULL ? arguments->entry : kit->board.default_entry;
	if (arguments->output == NULL)
		arguments->output = arena_printf(context->arena, "out/%s/%s", kit->board.name,
		                                 kit->board.layout.image);
	if (kit_timestamp(context, &timestamp) < 0 ||
	    manifest_make(context->arena, &kit->board, &kit->parts, entry, arguments->size,
	                  timestamp, &manifest, context->diags) < 0)
		return -1;
	int checked = kit_firmware(context, kit, &firmware);
	if (checked == 0 && !arguments->force &&
	    manifest_is_current(context->arena, &manifest, arguments->output)) {
		printf("%s: up to date\n", arguments->output);
		return 0;
	}
	if (make_directory(context, arguments->output) < 0 ||
	    make_image(context, kit, firmware, arguments, timestamp) < 0 ||
	    manifest_write(context->arena, &manifest, &kit->board, &kit->parts, arguments->output,
	                   context->diags) < 0)
		return -1;
	printf("%s: made for %s, boots \"%s\"\n", arguments->output, kit->board.model,
	       board_entry(&kit->board, entry)->title);
	return 0;
}

static int build(const struct command_context *context, int argc, char *const *argv)
{
	struct build_arguments arguments = { 0 };
	struct operands operands;
	struct kit kit;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (kit_make(context, operands.values[0], &arguments.kit, &kit) < 0)
		return -1;
	return build_board(context, &kit, &arguments);
}

const struct command command_build = { "build", &spec, build };
