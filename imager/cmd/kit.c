#include "imager/cmd/kit.h"

#include "imager/board/board-read.h"
#include "imager/board/board-set.h"
#include "imager/fetch/component-fetch.h"
#include "imager/format/firmware.h"

int kit_board(const struct command_context *context, const char *name,
              const struct kit_arguments *arguments, struct board *out)
{
	int result = board_read(context->arena, context->places.boards, name, out, context->diags);
	for (size_t i = 0; result == 0 && i < arguments->settings.count; i++) {
		struct board before = *out;
		result = board_set(context->arena, &before, arguments->settings.values[i], out,
		                   context->diags);
	}
	return result;
}

int kit_fetch(const struct command_context *context, const struct board *board,
              const struct kit_arguments *arguments, struct components *out)
{
	struct fetch_options options = { .cache = arguments->cache,
		                         .lock = arguments->lock,
		                         .share = context->places.share,
		                         .offline = arguments->offline,
		                         .update = arguments->update };
	if (options.lock == NULL)
		options.lock = arena_printf(context->arena, "out/%s/components.lock", board->name);
	return components_fetch(context->arena, board, &options, out, context->diags);
}

int kit_make(const struct command_context *context, const char *name,
             const struct kit_arguments *arguments, struct kit *out)
{
	struct components components;
	*out = (struct kit){ 0 };
	if (kit_board(context, name, arguments, &out->board) < 0 ||
	    kit_fetch(context, &out->board, arguments, &components) < 0)
		return -1;
	return parts_open(context->arena, &out->board, &components, &out->parts, context->diags);
}

int kit_firmware(const struct command_context *context, const struct kit *kit,
                 const struct bytes **out)
{
	const struct board *board = &kit->board;
	struct bytes *list = arena_array(context->arena, board->firmware_count, sizeof(*list));
	int result = 0;
	for (size_t i = 0; i < board->firmware_count; i++) {
		const struct part *part = parts_find(&kit->parts, board->firmware[i].component);
		if (part != NULL)
			list[i] = part->data;
		result |= firmware_check(context->arena, &board->firmware[i].spec, list[i],
		                         context->diags);
	}
	*out = list;
	return result;
}
