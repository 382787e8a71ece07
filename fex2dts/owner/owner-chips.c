/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-chips.h"

#include "fex2dts/map/map-chips.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_chip(struct map *map, const struct dt_node *node)
{
	const char *compatible = dt_string(map->tree, node, "compatible", 0);
	return node->parent && strncmp(node->parent->name, "i2c@", 4) == 0 && compatible &&
	       strchr(node->name, '@') && strncmp(compatible, "x-powers,", 9) != 0 &&
	       dt_is_live(map->tree, node);
}

/* "vendor,part@i2c1/38" */
static const char *chip_text(struct map *map, const struct dt_node *node)
{
	return arena_printf(map->arena, "%s@%s/%s", dt_string(map->tree, node, "compatible", 0),
	                    map_key(map, node->parent), strchr(node->name, '@') + 1);
}

const char *owner_taken_chips(struct map *map, unsigned *count)
{
	struct text text = text_make(map->arena);
	*count = 0;
	for (const struct dt_node *node = map->tree->root; node; node = dt_next(node))
		if (is_chip(map, node))
			text_printf(&text, "%s%s", (*count)++ ? " " : "", chip_text(map, node));
	return text.p;
}

#define I2C_FIRST 0x03 /* 7-bit addresses; those beyond are reserved (I2C specification, 3.1.12) */
#define I2C_LAST  0x77

static void add_chip(struct map *map, struct map_said *said, char *text)
{
	char *bus = text, *compatible = strsep(&bus, "@"), *address = bus, *end = text;
	const char *label = bus ? strsep(&address, "/") : "";
	unsigned long at = address ? strtoul(address, &end, 16) : 0;
	if (!bus || !strchr(compatible, ',') || strncmp(label, "i2c", 3) != 0 || *end ||
	    at < I2C_FIRST || at > I2C_LAST || !map_node(map, label)) {
		map_misread(map, said, "none or chips such as atmel,24c16@i2c1/50, with blanks");
		return;
	}
	if (!map_is_on(map, label)) {
		diag_warning(map->diags, "FX234", said->at,
		             "leave the chip out, or switch the bus on as well",
		             "%s@%s changes nothing: %s is off", compatible, bus, label);
		return;
	}
	const char *kind = strstr(compatible, "24c") ? "eeprom" : "chip";
	struct dt_node *node = map_child(map, map_node(map, label),
	                                 arena_printf(map->arena, "%s@%lx", kind, at), NULL);
	map_string(map, node, "compatible", compatible);
	map_cell(map, node, "reg", (uint32_t)at);
	map_touch_wires_on(map, node, label);
	map_by_answer(map, said);
}

void owner_set_chips(struct map *map, struct map_said *said)
{
	char *rest = arena_strdup(map->arena, said->value);
	struct text kept = text_make(map->arena);
	for (struct dt_node *node = map->tree->root, *next; node; node = next) {
		next = dt_next(node);
		if (!is_chip(map, node))
			continue;
		const char *text = chip_text(map, node), *found = strstr(said->value, text);
		size_t len = strlen(text);
		bool listed = found && (found == said->value || found[-1] == ' ') &&
		              (found[len] == ' ' || !found[len]);
		if (listed) {
			text_printf(&kept, " %s ", text);
			continue;
		}
		map_free_pins(map, node);
		if (next && next->parent == node)
			next = dt_next(node->children[node->child_count - 1]);
		dt_delete_node(node);
	}
	map_by_answer(map, said);
	for (char *one; (one = strsep(&rest, " "));)
		if (*one && strcmp(one, "none") != 0 &&
		    !strstr(kept.p, arena_printf(map->arena, " %s ", one)))
			add_chip(map, said, one);
}
