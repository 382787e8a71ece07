/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager run BOARD|IMAGE: boots a card image in the emulator and reports how far it came. */
#include "imager/cmd/kit.h"

#include "imager/card/manifest.h"
#include "imager/run/emulate.h"
#include "imager/run/run-report.h"

#include "lib/output.h"
#include "lib/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct run_arguments {
	struct kit_arguments kit;
	const char *image, *log, *board, *entry;
	uint64_t timeout_ms;
	bool quiet;
};
static const struct option_row rows[] = {
	{ 'i', "image", OPTION_STRING, "FILE", "the card image (out/BOARD/sd.img)",
	  offsetof(struct run_arguments, image), NULL },
	{ 'b', "board", OPTION_STRING, "BOARD", "whose image it is, when an image is named",
	  offsetof(struct run_arguments, board), NULL },
	{ 'e', "entry", OPTION_STRING, "ENTRY", "what the image boots, for the report",
	  offsetof(struct run_arguments, entry), NULL },
	{ 't', "timeout", OPTION_TIME, "TIME", "no goal by then: code 11",
	  offsetof(struct run_arguments, timeout_ms), NULL },
	{ 'o', "log", OPTION_STRING, "FILE", "the console as received (boot.log beside the image)",
	  offsetof(struct run_arguments, log), NULL },
	{ 'q', "quiet", OPTION_FLAG, NULL, "the console is not shown",
	  offsetof(struct run_arguments, quiet), NULL },
	KIT_OPTIONS(struct run_arguments, kit),
};
static const struct option_spec spec = {
	.program = "imager run",
	.operands = "BOARD|IMAGE",
	.summary =
		"Boots a card image in the emulator, its console captured; codes 10 to 13 say how it failed.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager build h3-orangepi-pc && imager run h3-orangepi-pc",
};

static bool is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The operand is an image when there is such a file; its manifest then tells the board. */
static int name_board(const struct command_context *context, const char *operand,
                      struct run_arguments *arguments, const char **board)
{
	struct manifest manifest;
	*board = operand;
	if (!is_file(operand))
		return 0;
	arguments->image = operand;
	*board = arguments->board;
	if (*board == NULL && manifest_read(context->arena, operand, &manifest) == 0)
		*board = manifest.board;
	if (*board != NULL)
		return 0;
	return diag_error(context->diags, "IM613", at_file(operand), "name it: --board BOARD",
	                  "no %s.json says which board the image is for", operand);
}

static int check_emulated(const struct command_context *context, const struct board *board,
                          const struct run_arguments *arguments)
{
	const char *const *entries = board->emulator.entries;
	if (board->emulator.machine == NULL)
		return diag_error(context->diags, "IM614", board->at,
		                  "write the image to a card and watch it with serial-capture",
		                  "%s cannot be emulated", board->model);
	if (!is_file(arguments->image))
		return diag_error(
			context->diags, "IM610", at_file(arguments->image),
			arena_printf(context->arena, "make it: imager build %s", board->name),
			"there is no image");
	for (; entries != NULL && *entries != NULL; entries++)
		if (strcmp(*entries, arguments->entry) == 0)
			return 0;
	if (entries == NULL)
		return 0;
	return diag_error(context->diags, "IM615", board->at,
	                  "boot that entry on the board; the emulator boots the others",
	                  "the entry %s of %s does not boot in the emulator", arguments->entry,
	                  board->name);
}

/* The entry that the image boots: what the user says, the manifest, the board's default. */
static const char *find_entry(const struct command_context *context, const struct board *board,
                              const struct run_arguments *arguments)
{
	struct manifest manifest;
	if (arguments->entry != NULL)
		return arguments->entry;
	if (manifest_read(context->arena, arguments->image, &manifest) == 0)
		return manifest.entry;
	return board->default_entry;
}

/* What the user says of an image is believed unless the board or the image's record says otherwise. */
static int check_entry(const struct command_context *context, const struct board *board,
                       const struct run_arguments *arguments)
{
	struct manifest manifest;
	const char *wanted = arguments->entry;
	if (wanted == NULL)
		return 0;
	if (board_entry(board, wanted) == NULL)
		return board_no_entry(board, wanted, context->diags);
	if (manifest_read(context->arena, arguments->image, &manifest) != 0 ||
	    strcmp(manifest.entry, wanted) == 0)
		return 0;
	return diag_error(context->diags, "IM618", at_file(arguments->image),
	                  arena_printf(context->arena,
	                               "imager build %s --entry %s -o ANOTHER.img makes one, or "
	                               "leave --entry out",
	                               board->name, wanted),
	                  "the image boots \"%s\", not \"%s\"", manifest.entry, wanted);
}

/* Another file in the image's directory. */
static const char *beside(struct arena *arena, const char *image, const char *name)
{
	const char *slash = strrchr(image, '/');
	return slash == NULL ? name
	                     : arena_printf(arena, "%.*s%s", (int)(slash - image + 1), image, name);
}

/* The image with the lender's firmware, in the run's own directory. */
static int borrow_firmware(const struct command_context *context, const struct board *board,
                           const struct run_arguments *arguments, struct emulation *emulation)
{
	struct kit_arguments lent = arguments->kit;
	struct kit kit;
	lent.settings = (struct option_list){ 0 };
	lent.lock = beside(context->arena, arguments->image, "emulator.lock");
	if (kit_make(context, board->emulator.firmware_from, &lent, &kit) < 0)
		return -1;
	emulation->image = arena_printf(context->arena, "%s/card.img", emulation->directory);
	return emulate_card(context->arena, arguments->image, &kit.board, &kit.parts,
	                    emulation->image, context->diags);
}

static int boot(const struct command_context *context, const struct board *board,
                const struct run_arguments *arguments, struct emulation *emulation, int *code)
{
	if (board->emulator.note != NULL)
		fprintf(stderr, "note: %s\n", board->emulator.note);
	if (board->emulator.firmware_from != NULL &&
	    borrow_firmware(context, board, arguments, emulation) < 0)
		return -1;
	if (run_find(context->arena, board->emulator.program) == NULL)
		return diag_system(context->diags, "IM616", board->at, 0,
		                   "apt-get install qemu-system-arm", "%s is not installed",
		                   board->emulator.program);
	unlink(emulation->verdict);
	return emulate_run(emulate_argv(context->arena, board, emulation), code, context->diags);
}

/* A directory of our own with a short path: sockets' names are limited. */
static int make_own_directory(const struct command_context *context, const char **out)
{
	const char *parent = getenv("TMPDIR");
	if (parent == NULL || strlen(parent) > 60)
		parent = "/tmp";
	char *path = arena_printf(context->arena, "%s/imager-XXXXXX", parent);
	if (mkdtemp(path) == NULL)
		return diag_system(context->diags, "IM617", at_file(parent), errno,
		                   "set TMPDIR to a directory that can be written",
		                   "no temporary directory can be made");
	*out = path;
	return 0;
}

static void remove_own_directory(struct arena *arena, const char *path)
{
	unlink(arena_printf(arena, "%s/console", path));
	unlink(arena_printf(arena, "%s/card.img", path));
	rmdir(path);
}

static int run_image(const struct command_context *context, const struct board *board,
                     const struct run_arguments *arguments)
{
	struct arena *arena = context->arena;
	struct emulation emulation = {
		.image = arguments->image,
		.log = arguments->log,
		.verdict = beside(arena, arguments->log, "verdict.json"),
		.capture = run_find_beside(arena, "serial-capture"),
		.timeout_ms = arguments->timeout_ms != 0 ? arguments->timeout_ms
		                                         : board->emulator.timeout_ms,
		.quiet = arguments->quiet,
	};
	int code = 0;
	if (make_own_directory(context, &emulation.directory) < 0)
		return -1;
	int result = boot(context, board, arguments, &emulation, &code);
	remove_own_directory(arena, emulation.directory);
	if (result < 0)
		return -1;
	if (code > 3 || code == 0) {
		run_report(arena, board, arguments->image, arguments->entry, &emulation, code,
		           stdout);
		return code;
	}
	return diag_system(context->diags, "IM611", nowhere(), 0, "see its own words above",
	                   "serial-capture ended with code %d", code);
}

static int run_board(const struct command_context *context, int argc, char *const *argv)
{
	struct run_arguments arguments = { 0 };
	struct operands operands;
	struct board board;
	const char *name;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (name_board(context, operands.values[0], &arguments, &name) < 0 ||
	    kit_board(context, name, &arguments.kit, &board) < 0)
		return -1;
	if (arguments.image == NULL)
		arguments.image =
			arena_printf(context->arena, "out/%s/%s", board.name, board.layout.image);
	if (arguments.log == NULL)
		arguments.log = beside(context->arena, arguments.image, "boot.log");
	if (check_entry(context, &board, &arguments) < 0)
		return -1;
	arguments.entry = find_entry(context, &board, &arguments);
	if (check_emulated(context, &board, &arguments) < 0)
		return -1;
	return run_image(context, &board, &arguments);
}

const struct command command_run = { "run", &spec, run_board };
