/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A component replaced on the command line. */
#include "imager/board/board-set.h"

#include <string.h>
#include <unistd.h>

static bool is_booted(const struct board *board, const char *id)
{
	for (size_t i = 0; i < board->entry_count; i++) {
		const struct board_entry *entry = &board->entries[i];
		const char *const slots[] = { entry->hypervisor, entry->kernel, entry->ramdisk,
			                      entry->dtb };
		for (size_t k = 0; k < sizeof(slots) / sizeof(slots[0]); k++)
			if (slots[k] != NULL && strcmp(slots[k], id) == 0)
				return true;
	}
	return false;
}

/* The board without the component, its firmware slots empty. */
static void remove_component(struct arena *arena, const char *id, struct board *board)
{
	struct board_firmware *firmware =
		arena_memdup(arena, board->firmware, board->firmware_count * sizeof(*firmware));
	for (size_t i = 0; i < board->firmware_count; i++)
		if (firmware[i].component != NULL && strcmp(firmware[i].component, id) == 0) {
			firmware[i].component = NULL;
			firmware[i].spec.left_empty = true;
		}
	struct board_component *components =
		arena_array(arena, board->component_count, sizeof(*components));
	size_t count = 0;
	for (size_t i = 0; i < board->component_count; i++)
		if (strcmp(board->components[i].id, id) != 0)
			components[count++] = board->components[i];
	board->firmware = firmware;
	board->components = components;
	board->component_count = count;
}

/* A path on the command line is relative to the current directory, not the board's. */
static const char *local_origin(struct arena *arena, const char *path)
{
	char here[4096];
	if (path[0] == '/' || getcwd(here, sizeof(here)) == NULL)
		return arena_printf(arena, "path:%s", path);
	return arena_printf(arena, "path:%s/%s", here, path);
}

static void replace_component(struct arena *arena, const char *id, const char *path,
                              struct board *board)
{
	struct board_component *components = arena_memdup(
		arena, board->components, board->component_count * sizeof(*components));
	for (size_t i = 0; i < board->component_count; i++)
		if (strcmp(components[i].id, id) == 0)
			components[i].origin = local_origin(arena, path);
	board->components = components;
}

int board_set(struct arena *arena, const struct board *board, const char *setting,
              struct board *out, struct diags *diags)
{
	const char *equals = strchr(setting, '=');
	const char *id = equals == NULL ? setting
	                                : arena_strndup(arena, setting, (size_t)(equals - setting));
	*out = *board;
	if (equals == NULL || equals[1] == '\0')
		return diag_error(diags, "IM106", nowhere(), "write ID=PATH or ID=none",
		                  "--set %s: a component and its file are wanted", setting);
	if (board_component(board, id) == NULL)
		return diag_error(diags, "IM106", board->at,
		                  arena_printf(arena, "imager fetch %s lists them", board->name),
		                  "--set %s: the board has no component %s", setting, id);
	if (strcmp(equals + 1, "none") != 0) {
		replace_component(arena, id, equals + 1, out);
		return 0;
	}
	if (is_booted(board, id))
		return diag_error(diags, "IM106", board_component(board, id)->at,
		                  "only what fills a firmware slot can be left out",
		                  "--set %s: an entry boots from it", setting);
	remove_component(arena, id, out);
	return 0;
}
