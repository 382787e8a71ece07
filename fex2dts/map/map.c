#include "fex2dts/map/map-answers.h"

#include <string.h>

/* Mappers in the order in which they own pins: what a board cannot boot without comes first. */
static const struct map_row {
	const char *name;
	map_fn *map;
} rows[] = {
	{ "root", map_root },       { "pmic", map_pmic },     { "ac100", map_ac100 },
	{ "console", map_console }, { "nand", map_nand },     { "mmc", map_mmc },
	{ "usb", map_usb },         { "net", map_net },       { "sata", map_sata },
	{ "wifi", map_wifi },       { "twi", map_twi },       { "touch", map_touch },
	{ "sensors", map_sensors }, { "ir", map_ir },         { "display", map_display },
	{ "audio", map_audio },     { "spdif", map_spdif },   { "camera", map_camera },
	{ "keys", map_keys },       { "ladder", map_ladder }, { "uart", map_uart },
	{ "spi", map_spi },         { "can", map_can },       { "leds", map_leds },
	{ "feeds", map_feeds },     { "memory", map_memory }, { "opp", map_opp },
	{ "rest", map_rest },
};

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

/* Pins that groups of the base already give to enabled nodes of the SoC are not claimed twice. */
struct map *map_board(struct arena *arena, const struct hardware *hw, const struct soc *soc,
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
	map_take_answers(map);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		rows[i].map(map);
	map_owner(map);
	map_refuse_unknown(map);
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
