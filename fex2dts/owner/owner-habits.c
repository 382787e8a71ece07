/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-habits.h"

#include <stdlib.h>
#include <string.h>

/* How many boards a guess counts for, and the wider group's figure in the narrower one's: by the least Brier score
 * over boards left out one by one (docs/fex-score.md). */
#define GUESS 8
#define WIDER 16

struct counts {
	unsigned on, off;
};

static struct counts counts_of(const struct map *map, const char *key, const char *family,
                               const char *class)
{
	const struct table *table = &map->tables->habits;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		if (strcmp(table_cell(table, row, "label"), key) == 0 &&
		    strcmp(table_cell(table, row, "family"), family) == 0 &&
		    strcmp(table_cell(table, row, "class"), class) == 0)
			return (struct counts){
				(unsigned)strtoul(table_cell(table, row, "on"), NULL, 10),
				(unsigned)strtoul(table_cell(table, row, "off"), NULL, 10)
			};
	}
	return (struct counts){ 0, 0 };
}

static unsigned narrowed(unsigned permille, unsigned boards, struct counts counts)
{
	return (1000 * counts.on + boards * permille) / (counts.on + counts.off + boards);
}

/*
 * From a guess to all boards, to those of the class, to those of the SoC's family as well: each group's figure is the
 * wider one's, moved by its own boards, so that few boards move it little.
 */
struct owner_figure owner_figure(const struct map *map, const char *key, bool none,
                                 unsigned otherwise)
{
	const char *class = map_class_name(map->class);
	const char *name = none ? arena_printf(map->arena, "%s=none", key) : key;
	struct counts all = counts_of(map, name, "*", "*");
	struct counts alike = counts_of(map, name, "*", class);
	struct counts near = counts_of(map, name, map->soc->family, class);
	struct counts told = near.on + near.off != 0     ? near
	                     : alike.on + alike.off != 0 ? alike
	                                                 : all;
	if (all.on + all.off == 0)
		return (struct owner_figure){ otherwise, 0, 0 };
	unsigned permille = narrowed(otherwise, GUESS, all);
	permille = narrowed(narrowed(permille, WIDER, alike), WIDER, near);
	return (struct owner_figure){ permille, told.on, told.off };
}
