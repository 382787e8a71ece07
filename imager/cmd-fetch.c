/* imager fetch BOARD: the board's parts into the cache, and their lock file. */
#include "imager/cmd.h"

#include "imager/board.h"
#include "imager/component.h"

#include <stdio.h>

struct fetch_arguments {
	const char *cache, *lock;
	bool offline, update;
};
static const struct option_row rows[] = {
	{ 0, "cache", OPTION_STRING, "DIR", "where parts are kept, shared by all boards",
	  offsetof(struct fetch_arguments, cache), NULL },
	{ 0, "lock", OPTION_STRING, "FILE", "the lock file (out/BOARD/components.lock)",
	  offsetof(struct fetch_arguments, lock), NULL },
	{ 0, "offline", OPTION_FLAG, NULL, "use only what is in the cache",
	  offsetof(struct fetch_arguments, offline), NULL },
	{ 0, "update", OPTION_FLAG, NULL, "take newer versions and rewrite the lock",
	  offsetof(struct fetch_arguments, update), NULL },
};
static const struct option_spec spec = {
	.program = "imager fetch",
	.operands = "BOARD",
	.summary = "Brings a board's parts into the cache and records them in a lock file.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager fetch h3-orangepi-pc",
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
	if (board_read(context->arena, context->places.boards, operands.values[0], &board,
	               context->diags) < 0)
		return -1;
	if (arguments.lock == NULL)
		arguments.lock = arena_printf(context->arena, "out/%s/components.lock", board.name);
	struct fetch_options options = { .cache = arguments.cache,
		                         .lock = arguments.lock,
		                         .share = context->places.share,
		                         .offline = arguments.offline,
		                         .update = arguments.update };
	struct components components;
	if (components_fetch(context->arena, &board, &options, &components, context->diags) < 0)
		return -1;
	print_components(&components);
	return 0;
}

const struct command command_fetch = { "fetch", &spec, fetch };
