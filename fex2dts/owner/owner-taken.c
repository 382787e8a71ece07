/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-taken.h"

#include "lib/text.h"

#include <string.h>

/* 1400000 as "1.4V". */
static const char *volts(struct map *map, uint32_t microvolts)
{
	char *text =
		arena_printf(map->arena, "%u.%06u", microvolts / 1000000, microvolts % 1000000);
	size_t len = strlen(text);
	while (text[len - 1] == '0' && text[len - 2] != '.')
		text[--len] = '\0';
	return arena_printf(map->arena, "%sV", text);
}

/* "PH5", "PH5:low", "power1"; the first GPIO of a property. */
static const char *pin_text(struct map *map, const struct dt_node *node, const char *name)
{
	const struct dt_property *property = dt_property(node, name);
	if (!property || property->piece_count < 2 || property->pieces[0].kind != DT_PHANDLE)
		return "none";
	const char *controller = map_key(map, property->pieces[0].node);
	uint32_t first = property->pieces[1].cell;
	if (strcmp(controller, "axp_gpio") == 0)
		return arena_printf(map->arena, "power%u", first);
	if (property->piece_count < 4)
		return "none";
	unsigned bank = first + (strcmp(controller, "r_pio") == 0 ? SOC_R_BANK : 1);
	return arena_printf(map->arena, "P%c%u%s", (char)('A' + bank - 1), property->pieces[2].cell,
	                    property->pieces[3].cell & GPIO_LOW ? ":low" : "");
}

static const char *supply_text(struct map *map, const struct dt_node *node, const char *name)
{
	const struct dt_property *property = dt_property(node, name);
	if (!property || !property->piece_count || property->pieces[0].kind != DT_PHANDLE)
		return "none";
	const struct dt_node *to = property->pieces[0].node;
	if (!dt_is_compatible(map->tree, to, "regulator-fixed"))
		return strcmp(map_key(map, to), "usb_power_supply") == 0 ? "pmic" : to->name;
	const char *voltage = volts(map, dt_cell(map->tree, to, "regulator-max-microvolt", 0, 0));
	return dt_has(to, "gpio")
	               ? arena_printf(map->arena, "%s@%s", voltage, pin_text(map, to, "gpio"))
	               : voltage;
}

const char *owner_taken(struct map *map, struct dt_node *node, const char *property,
                        enum map_kind kind)
{
	if (kind == MAP_PIN)
		return pin_text(map, node, property);
	if (kind == MAP_SUPPLY)
		return supply_text(map, node, property);
	if (!dt_has(node, property))
		return "none";
	const char *text = dt_string(map->tree, node, property, 0);
	if (text)
		return text;
	return dt_cell_count(map->tree, node, property) == 1
	               ? arena_printf(map->arena, "%u", dt_cell(map->tree, node, property, 0, 0))
	               : "yes";
}

const char *owner_taken_range(struct map *map, const struct dt_node *regulator)
{
	struct text text = text_make(map->arena);
	const char *name = dt_string(map->tree, regulator, "regulator-name", 0);
	uint32_t low = dt_cell(map->tree, regulator, "regulator-min-microvolt", 0, 0);
	uint32_t high = dt_cell(map->tree, regulator, "regulator-max-microvolt", 0, 0);
	if (high == 0)
		text_add(&text, "unused");
	else
		text_add(&text, volts(map, low));
	if (high > low)
		text_printf(&text, "-%s", volts(map, high));
	if (dt_has(regulator, "regulator-always-on"))
		text_add(&text, ",always-on");
	if (name && strcmp(name, regulator->name) != 0)
		text_printf(&text, ",%s", name);
	return text.p;
}

const char *owner_taken_leds(struct map *map, unsigned *count)
{
	struct text text = text_make(map->arena);
	const struct dt_node *list = dt_child(map->tree->root, "leds");
	*count = list ? (unsigned)list->child_count : 0;
	for (size_t i = 0; i < *count; i++) {
		const struct dt_node *led = list->children[i];
		text_printf(&text, "%s%s@%s%s", i > 0 ? " " : "",
		            dt_string(map->tree, led, "label", 0), pin_text(map, led, "gpios"),
		            dt_has(led, "default-state") ? ":on" : "");
	}
	return text.p;
}

#define MICRO_OF_MILLI 1000

const char *owner_taken_keys(struct map *map, unsigned *count)
{
	struct text text = text_make(map->arena);
	*count = 0;
	for (struct dt_node *node = map->tree->root; node; node = dt_next(node)) {
		uint32_t code = dt_cell(map->tree, node, "linux,code", 0, 0);
		uint32_t microvolts = dt_cell(map->tree, node, "voltage", 0, 0);
		if (code == 0 || !dt_is_live(map->tree, node))
			continue;
		text_printf(&text, "%s%u@", (*count)++ ? "," : "", code);
		if (dt_has(node, "gpios"))
			text_add(&text, owner_taken(map, node, "gpios", MAP_PIN));
		else if (microvolts % MICRO_OF_MILLI)
			text_printf(&text, "%u.%03u", microvolts / MICRO_OF_MILLI,
			            microvolts % MICRO_OF_MILLI);
		else
			text_printf(&text, "%u", microvolts / MICRO_OF_MILLI);
	}
	return text.p;
}
