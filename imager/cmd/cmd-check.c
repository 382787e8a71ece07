/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager check TREE: will Xen and Linux boot on this device tree? */
#include "imager/board/board-read.h"
#include "imager/cmd/cmd.h"

#include "imager/board/board.h"

#include "dt/lint/lint-table.h"
#include "dt/tree/fdt.h"
#include "lib/explain.h"
#include "lib/input.h"
#include "lib/json.h"
#include "lib/text.h"

#include <stdio.h>
#include <string.h>

struct check_arguments {
	const char *board, *what_for;
	struct option_list allowed;
	bool notes, json;
};
static const struct option_row rows[] = {
	{ 'b', "board", OPTION_STRING, "BOARD", "what is known of this board counts too",
	  offsetof(struct check_arguments, board), NULL },
	{ 0, "for", OPTION_STRING, "KIND", "xen, linux (alone), or board: what both need",
	  offsetof(struct check_arguments, what_for), "xen|linux|board" },
	{ 0, "allow", OPTION_LIST, "ID", "a rule that this tree may break, e.g. DT044",
	  offsetof(struct check_arguments, allowed), NULL },
	{ 0, "notes", OPTION_FLAG, NULL, "also what is no mistake",
	  offsetof(struct check_arguments, notes), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "findings as JSON on stdout",
	  offsetof(struct check_arguments, json), NULL },
};
static const struct option_spec spec = {
	.program = "imager check",
	.operands = "TREE.dtb…",
	.summary = "Tells whether Xen and Linux will boot on a device tree, and why not.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.example = "  imager check --for xen sun7i-a20-cubieboard2.dtb\n"
		   "  imager check --board a31-mele-m9 --for xen my.dtb\n"
		   "  imager check --explain DT024",
};

static enum lint_promise promise(bool value)
{
	return value ? LINT_YES : LINT_NO;
}

/* What the board's description tells. */
static void take_board(const struct board *board, struct lint_context *context)
{
	context->soc = board->soc;
	context->compatible = board->compatible;
	context->ram_base = board->ram.base;
	context->ram_size = board->ram.size;
	context->ram_smallest = board->ram.smallest;
	context->console = board->console.device;
	context->tty = board->console.tty;
	context->console_rate = board->console.rate;
	context->loader_adds_memory = promise(board->loader.memory);
	context->loader_adds_psci = promise(board->loader.psci);
}

static enum lint_for kind(const char *what_for)
{
	if (!what_for)
		return LINT_ANY;
	return strcmp(what_for, "xen") == 0     ? LINT_XEN
	       : strcmp(what_for, "linux") == 0 ? LINT_LINUX
	                                        : LINT_BOARD;
}

static int check_file(const struct command_context *context, const char *path,
                      struct lint_context *known)
{
	struct bytes file;
	struct dt_tree *tree;
	unsigned before = context->diags->counts[DIAG_NO];

	if (input_read(context->arena, path, FDT_SIZE_LIMIT, &file, context->diags) < 0 ||
	    fdt_read(context->arena, file, &tree, context->diags) < 0)
		return -1;
	known->blob_size = file.len;
	if (lint_tree(tree, known, context->diags) == 0)
		return 0;
	return context->diags->counts[DIAG_NO] > before ? -1 : 0;
}

static void print_json(const struct command_context *context)
{
	struct text text = text_make(context->arena);
	struct json json = json_make(&text);

	diags_json(context->diags, &json);
	fwrite(text.p, 1, text.len, stdout);
}

static int check_all(const struct command_context *context, const struct operands *operands,
                     const struct check_arguments *arguments, struct lint_context *known)
{
	int result = 0;

	for (size_t i = 0; i < operands->count; i++) {
		int one = check_file(context, operands->values[i], known);
		if (one == 0 && !arguments->json)
			printf("%s: nothing in the way\n", operands->values[i]);
		result |= one;
	}
	if (arguments->json)
		print_json(context);
	return result;
}

static int check(const struct command_context *context, int argc, char *const *argv)
{
	struct check_arguments arguments = { 0 };
	struct operands operands;
	struct board board;
	int parsed = options_parse(context->arena, &spec, argc, argv, &arguments, &operands,
	                           context->diags);

	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	struct lint_context known = { .what_for = kind(arguments.what_for),
		                      .nodes_come_later = true,
		                      .least = arguments.notes ? DIAG_NOTE : DIAG_WARNING };
	if (arguments.board) {
		if (board_read(context->arena, context->places.boards, arguments.board, &board,
		               context->diags) < 0)
			return -1;
		take_board(&board, &known);
	}
	for (size_t i = 0; i < arguments.allowed.count; i++)
		if (!explain_knows(context->arena, arguments.allowed.values[i]))
			diag_error(context->diags, "LB061", nowhere(),
			           "ids stand in front of each message: two letters, three digits",
			           "--allow: no diagnostic is called \"%s\"",
			           arguments.allowed.values[i]);
	if (diags_failed(context->diags))
		return -1;
	if (arguments.allowed.count > 0) {
		const char **allowed =
			arena_array(context->arena, arguments.allowed.count + 1, sizeof(*allowed));
		memcpy(allowed, arguments.allowed.values,
		       arguments.allowed.count * sizeof(*allowed));
		context->diags->allowed = allowed;
	}
	return check_all(context, &operands, &arguments, &known);
}

const struct command command_check = { "check", &spec, check };
