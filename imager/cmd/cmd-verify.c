/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager verify: explains what is wrong with a finished file. */
#include "imager/board/board-read.h"
#include "imager/cmd/cmd.h"
#include "imager/verify/verify.h"

#include "lib/input.h"

#include <string.h>

struct command_options {
	const char *against, *board;
	uint64_t at;
	bool json;
};

#define NO_ADDRESS UINT64_MAX

static const struct option_row rows[] = {
	{ 0, "against", OPTION_STRING, "FILE", "the payload that a uImage should hold",
	  offsetof(struct command_options, against), NULL },
	{ 0, "at", OPTION_NUMBER, "ADDRESS", "where the uImage is loaded before bootm",
	  offsetof(struct command_options, at), NULL },
	{ 0, "board", OPTION_STRING, "NAME", "the board that a card image should be for",
	  offsetof(struct command_options, board), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "the report as JSON",
	  offsetof(struct command_options, json), NULL },
};
static const struct option_spec spec = {
	.program = "imager verify",
	.operands = "FILE…",
	.summary =
		"Explains what is wrong with a uImage, FIT, ramdisk, loader, device tree or card image.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.example = "  imager verify uImage --against zImage --at 0x42000000\n"
		   "  imager verify out/a20-cubie2/sd.img --board a20-cubie2\n"
		   "Without --against, a uImage is compared with the zImage beside it.\n"
		   "Exit code 0: good, 1: not.",
};

static void verify_one(const struct command_context *context, const struct verify_options *options,
                       const char *path, struct json *json)
{
	struct bytes file;
	struct verify_report report;
	struct diags found = diags_make(context->arena);
	if (input_map(context->arena, path, &file, context->diags) < 0)
		return;
	verify_file(context->arena, file, options, &report, &found);
	bool whole = inputs_whole(context->diags) == 0; /* or what was found is not in the file */
	for (size_t i = 0; whole && i < found.count; i++)
		diag_add(context->diags, &found.list[i]);
	if (whole && json != NULL)
		verify_json(&report, json);
	else if (whole)
		verify_print(context->arena, &report, stdout);
	input_unmap(file);
}

static int read_options(const struct command_context *context, const struct command_options *given,
                        struct board *board, struct verify_options *out)
{
	*out = (struct verify_options){ .has_at = given->at != NO_ADDRESS, .at = given->at };
	if (given->board != NULL) {
		if (board_read(context->arena, context->places.boards, given->board, board,
		               context->diags) < 0)
			return -1;
		out->board = board;
	}
	if (given->against != NULL)
		return input_map(context->arena, given->against, &out->against, context->diags);
	return 0;
}

static int run_verify(const struct command_context *context, int argc, char *const *argv)
{
	struct command_options given = { .at = NO_ADDRESS };
	struct verify_options options;
	struct operands operands;
	struct board board;
	struct text text = text_make(context->arena);
	struct json json = json_make(&text);
	int parsed =
		options_parse(context->arena, &spec, argc, argv, &given, &operands, context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (read_options(context, &given, &board, &options) < 0)
		return -1;
	if (given.json)
		json_array(&json);
	for (size_t i = 0; i < operands.count; i++)
		verify_one(context, &options, operands.values[i], given.json ? &json : NULL);
	if (given.json) {
		json_end(&json);
		fwrite(text.p, 1, text.len, stdout);
	}
	input_unmap(options.against);
	return diags_failed(context->diags) ? -1 : 0;
}

const struct command command_verify = { "verify", &spec, run_verify };
