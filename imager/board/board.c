/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/board.h"

#include <string.h>

const struct board_component *board_component(const struct board *board, const char *id)
{
	for (size_t i = 0; i < board->component_count; i++)
		if (strcmp(board->components[i].id, id) == 0)
			return &board->components[i];
	return NULL;
}

const struct board_entry *board_entry(const struct board *board, const char *id)
{
	for (size_t i = 0; i < board->entry_count; i++)
		if (strcmp(board->entries[i].id, id) == 0)
			return &board->entries[i];
	return NULL;
}

int board_no_entry(const struct board *board, const char *id, struct diags *diags)
{
	const char *names = "one of";
	for (size_t i = 0; i < board->entry_count; i++)
		names = arena_printf(diags->arena, "%s%s %s", names, i == 0 ? "" : ",",
		                     board->entries[i].id);
	return diag_error(diags, "IM411", board->at, names, "the board has no entry \"%s\"", id);
}

uint64_t board_smallest_ram(const struct board *board)
{
	uint64_t size = board->ram.smallest ? board->ram.smallest : board->ram.size;
	if (board->emulator.machine && board->emulator.memory && board->emulator.memory < size)
		size = board->emulator.memory;
	return size;
}
