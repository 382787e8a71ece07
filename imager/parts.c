#include "imager/parts.h"

#include "imager/board-read.h"
#include "imager/board-set.h"
#include "imager/component-fetch.h"
#include "imager/payload-table.h"

#include "lib/input.h"

#include <string.h>

int parts_board(const struct command_context *context, const char *name,
                const struct parts_arguments *arguments, struct board *out)
{
	int result = board_read(context->arena, context->places.boards, name, out, context->diags);
	for (size_t i = 0; result == 0 && i < arguments->settings.count; i++) {
		struct board before = *out;
		result = board_set(context->arena, &before, arguments->settings.values[i], out,
		                   context->diags);
	}
	return result;
}

int parts_fetch(const struct command_context *context, const struct board *board,
                const struct parts_arguments *arguments, struct components *out)
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

static int recognise(const struct command_context *context, const struct parts *parts,
                     const struct component *component, struct plan_part *out)
{
	const struct board_component *wanted = board_component(&parts->board, component->id);
	out->component = component->id;
	/* mapped to the end of the run: the image is written straight out of the cache's pages */
	if (input_map(context->arena, component->path, &out->data, context->diags) < 0)
		return -1;
	out->payload = payload_recognise(context->arena, out->data, context->diags);
	if (wanted->kind == NULL)
		return 0;
	return payload_check(&out->payload, wanted->kind, "arm", component->id, component->at,
	                     context->diags);
}

int parts_bring(const struct command_context *context, const char *name,
                const struct parts_arguments *arguments, struct parts *out)
{
	*out = (struct parts){ 0 };
	if (parts_board(context, name, arguments, &out->board) < 0 ||
	    parts_fetch(context, &out->board, arguments, &out->components) < 0)
		return -1;
	struct plan_part *list = arena_array(context->arena, out->components.count, sizeof(*list));
	int result = 0;
	for (size_t i = 0; i < out->components.count; i++)
		result |= recognise(context, out, &out->components.list[i], &list[i]);
	out->list = list;
	out->count = out->components.count;
	return diags_failed(context->diags) ? -1 : result;
}
