/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-keys.h"

#include <fnmatch.h>
#include <string.h>

const struct table_row *owner_key_row(const struct map *map, const char *key)
{
	const struct table *table = &map->tables->questions;
	for (size_t i = 0; i < table->row_count; i++) {
		const char *pattern = table_cell(table, &table->rows[i], "key");
		if (!strchr(pattern, '.') == !strchr(key, '.') && fnmatch(pattern, key, 0) == 0)
			return &table->rows[i];
	}
	return NULL;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);
	return len >= tail && strcmp(text + len - tail, end) == 0;
}

enum map_kind owner_kind_of(const struct map *map, const char *key)
{
	const struct table_row *row = owner_key_row(map, key);
	static const char *const names[] = {
		[MAP_TEXT] = "text",   [MAP_YES_NO] = "yes-no",
		[MAP_PIN] = "pin",     [MAP_SUPPLY] = "supply",
		[MAP_RANGE] = "range", [MAP_WORD] = "word",
		[MAP_LIST] = "list",   [MAP_NUMBER] = "number",
		[MAP_LABEL] = "label", [MAP_COMPATIBLE] = "compatible"
	};
	for (size_t i = 0; row && i < sizeof names / sizeof *names; i++)
		if (names[i] &&
		    strcmp(table_cell(&map->tables->questions, row, "kind"), names[i]) == 0)
			return (enum map_kind)i;
	if (ends_with(key, "gpios") || ends_with(key, ".gpio"))
		return MAP_PIN;
	if (ends_with(key, "-supply"))
		return MAP_SUPPLY;
	if (!strchr(key, '.') && soc_peripheral(map->soc, key))
		return MAP_YES_NO;
	return MAP_TEXT;
}
