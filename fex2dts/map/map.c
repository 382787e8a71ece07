/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map.h"

#include <string.h>

static unsigned count_used(const struct hardware *hw, enum hw_kind kind)
{
	unsigned count = 0;
	for (size_t i = 0; i < hw->device_count; i++)
		count += hw->devices[i].kind == kind && hw->devices[i].used &&
		         hw->devices[i].has_flag;
	return count;
}

/*
 * A tablet has a panel and something to touch or tilt and no wired network; a development board
 * leads several UARTs, SPI, SATA or only a panel's pins out; what is left is a box or stick.
 */
static enum map_class classify(const struct hardware *hw)
{
	bool net = hardware_used(hw, HW_EMAC, 0) || hardware_used(hw, HW_GMAC, 0);
	bool panel = hardware_used(hw, HW_LCD, 0);
	bool touch = hardware_any(hw, HW_TOUCH) || hardware_used(hw, HW_GSENSOR, 0);
	unsigned uarts = count_used(hw, HW_UART), spis = count_used(hw, HW_SPI);
	if (panel && touch && !net && uarts < 4)
		return MAP_TABLET;
	bool headers = uarts > 2 || spis > 0 || hardware_used(hw, HW_SATA, 0);
	return headers || (panel && !net) ? MAP_BOARD : MAP_BOX;
}

struct map *map_make(struct arena *arena, const struct hardware *hw, const struct soc *soc,
                     struct dt_tree *tree, const struct map_tables *tables,
                     const struct map_options *options, struct diags *diags)
{
	struct map *map = arena_new(arena, struct map);
	*map = (struct map){ .arena = arena,
		             .hw = hw,
		             .soc = soc,
		             .tree = tree,
		             .tables = tables,
		             .options = options,
		             .diags = diags,
		             .class = classify(hw) };
	return map;
}

int map_tables_read(struct arena *arena, const struct places *places, struct map_tables *out,
                    struct diags *diags)
{
	const struct {
		const char *name;
		struct table *table;
	} files[] = {
		{ "fex/pmics.tsv", &out->pmics },
		{ "fex/regulators.tsv", &out->regulators },
		{ "fex/chips.tsv", &out->chips },
		{ "fex/wifi.tsv", &out->wifi },
		{ "fex/habits.tsv", &out->habits },
		{ "fex/vendors.tsv", &out->vendors },
		{ "fex/keys.tsv", &out->keys },
		{ "fex/feeds.tsv", &out->feeds },
		{ "fex/csi.tsv", &out->csi },
		{ "fex/cameras.tsv", &out->cameras },
		{ "fex/questions.tsv", &out->questions },
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct bytes file;
		if (places_read(arena, places, files[i].name, &file, diags) < 0 ||
		    table_parse(arena, file, files[i].table, diags) < 0)
			return -1;
	}
	return 0;
}

bool map_is_wired_box(const struct map *map)
{
	return map->class == MAP_BOX &&
	       (hardware_used(map->hw, HW_EMAC, 0) || hardware_used(map->hw, HW_GMAC, 0));
}

bool map_is_reference_kit(const struct map *map)
{
	return map->class == MAP_BOARD && hardware_used(map->hw, HW_LCD, 0) &&
	       hardware_any(map->hw, HW_TOUCH);
}

const char *map_class_name(enum map_class class)
{
	static const char *const names[] = { "tablet", "box", "board" };
	return names[class];
}

bool map_in_list(const char *list, const char *word)
{
	size_t len = strlen(word);
	for (; *list; list += strcspn(list, ","), list += *list == ',') {
		size_t part = strcspn(list, ",");
		if ((part == 1 && *list == '*') || (part == len && strncmp(list, word, len) == 0))
			return true;
	}
	return false;
}

bool map_soc_is(const struct map *map, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, ",");
		if ((len == 1 && *list == '*') || strncmp(map->soc->name, list, len) == 0)
			return true;
		list += len + (list[len] == ',');
	}
	return false;
}

void map_note_fact(struct map *map, const struct hw_fact *fact, const char *reason)
{
	if (!fact)
		return;
	map->notes = arena_push(map->arena, map->notes, map->note_count, sizeof *map->notes);
	map->notes[map->note_count++] =
		(struct map_note){ fact->from.at, fact->from.entry, reason };
}
