/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/cmd/kit.h"

#include "imager/board/board-read.h"
#include "imager/board/board-set.h"
#include "imager/fetch/component-fetch.h"
#include "imager/format/firmware.h"

#include "lib/number.h"

#include <stdlib.h>

/* 1 Jan 2023 00:00 UTC, Debian 12's year: what files and headers say, unless SOURCE_DATE_EPOCH does.
 * The clock is no input, or two builds would differ. */
#define TIMESTAMP 1672531200

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

int kit_timestamp(const struct command_context *context, uint32_t *out)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t value = TIMESTAMP;
	if (epoch != NULL && (number_parse(epoch, &value) < 0 || value > UINT32_MAX))
		return diag_error(
			context->diags, "IM601", nowhere(), "unset it, or give seconds since 1970",
			"SOURCE_DATE_EPOCH: expected a number of seconds, found \"%s\"", epoch);
	*out = (uint32_t)value;
	return 0;
}
