/* How often mainline has a peripheral on, on boards alike. */
#include "fex2dts/map.h"

#include <stdlib.h>
#include <string.h>

/* The most telling row: family and class, then class, then all boards. */
static const struct table_row *habit_row(const struct map *map, const char *label)
{
	const struct table *table = &map->tables->habits;
	const struct table_row *best = NULL;
	int best_rank = -1;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		const char *family = table_cell(table, row, "family");
		const char *class = table_cell(table, row, "class");
		if (strcmp(table_cell(table, row, "label"), label) != 0 ||
		    (strcmp(family, "*") != 0 && strcmp(family, map->soc->family) != 0) ||
		    !map_in_list(class, map_class_name(map->class)))
			continue;
		int rank = 2 * (*family != '*') + (*class != '*');
		if (rank > best_rank)
			best = row;
		if (rank > best_rank)
			best_rank = rank;
	}
	return best;
}

void map_confidence(struct map *map)
{
	const struct table *table = &map->tables->habits;
	for (size_t i = 0; i < map->enabled_count; i++) {
		struct map_enabled *enabled = &map->enabled[i];
		const struct table_row *row = habit_row(map, enabled->label);
		if (!row)
			continue;
		enabled->on = (unsigned)strtoul(table_cell(table, row, "on"), NULL, 10);
		enabled->off = (unsigned)strtoul(table_cell(table, row, "off"), NULL, 10);
		unsigned all = enabled->on + enabled->off;
		/* rule of succession: small samples say less */
		enabled->permille = all ? (1000 * (enabled->on + 1)) / (all + 2) : 0;
	}
}
