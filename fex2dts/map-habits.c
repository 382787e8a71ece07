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

#define UNSURE 650 /* permille: below it, the owner is asked */

/* Questions about nodes that as many boards have off as on. */
static void ask_about(struct map *map, const struct map_enabled *enabled)
{
	if (enabled->permille == 0 || enabled->permille >= UNSURE ||
	    map_answered(map, enabled->label) >= 0)
		return;
	const struct dt_property *status = dt_property(enabled->node, "status");
	struct hw_fact because = { .from = { .at = nowhere() } };
	if (status && status->origin.source_count)
		because.from = status->origin.sources[0];
	map_ask(map, enabled->label,
	        arena_printf(map->arena, "Does the board use %s?", enabled->label), "yes",
	        enabled->permille, (unsigned)enabled->node->property_count, &because);
}

/* Buses that the vendor calls used and the rules leave off. */
static void ask_about_buses(struct map *map)
{
	static const struct {
		enum hw_kind kind;
		const char *label;
	} buses[] = { { HW_UART, "uart" }, { HW_TWI, "i2c" }, { HW_SPI, "spi" } };
	for (size_t i = 0; i < map->hw->device_count; i++)
		for (size_t k = 0; k < sizeof buses / sizeof *buses; k++) {
			const struct hw_device *device = &map->hw->devices[i];
			if (device->kind != buses[k].kind || !device->used || !device->flag)
				continue;
			char *label =
				arena_printf(map->arena, "%s%u", buses[k].label, device->index);
			if (!map_node(map, label) || map_is_on(map, label) ||
			    map_answered(map, label) >= 0)
				continue;
			map_ask(map, label,
			        arena_printf(map->arena, "Is %s led out to something?", label),
			        "no", 700, 3, device->flag);
		}
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
		ask_about(map, enabled);
	}
	ask_about_buses(map);
}
