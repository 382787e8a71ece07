/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-chips.h"

#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TRIGGER_FALLING 2 /* IRQ_TYPE_EDGE_FALLING */

static bool name_begins(const char *name, const char *start)
{
	for (; *start; name++, start++)
		if (tolower((unsigned char)*name) != *start)
			return false;
	return true;
}

const struct table_row *map_chip_row(const struct map *map, const char *kind, const char *name,
                                     int64_t address)
{
	const struct table *table = &map->tables->chips;
	for (size_t i = 0; name && i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		if (strcmp(table_cell(table, row, "kind"), kind) == 0 &&
		    name_begins(name, table_cell(table, row, "name")) &&
		    strtol(table_cell(table, row, "address"), NULL, 16) == address)
			return row;
	}
	return NULL;
}

struct dt_node *map_add_chip(struct map *map, const struct hw_device *device,
                             const struct table_row *row, const char *node_name)
{
	char *label = arena_printf(map->arena, "i2c%u", (unsigned)hw_number(device, "bus", 0));
	if (!map_is_on(map, label))
		return NULL;
	const char *address = table_cell(&map->tables->chips, row, "address");
	struct dt_node *node =
		map_child(map, map_node(map, label),
	                  arena_printf(map->arena, "%s@%s", node_name, address), NULL);
	map_because(map, hw_fact(device, "name"));
	map_because(map, hw_fact(device, "address"));
	map_string(map, node, "compatible", table_cell(&map->tables->chips, row, "compatible"));
	map_cell(map, node, "reg", (uint32_t)strtoul(address, NULL, 16));
	return node;
}

static void write_size(struct map *map, struct dt_node *node, const struct hw_device *touch)
{
	static const struct {
		const char *fact, *property;
	} sizes[] = { { "size-x", "touchscreen-size-x" }, { "size-y", "touchscreen-size-y" } };
	static const struct {
		const char *fact, *property;
	} flags[] = { { "inverted-x", "touchscreen-inverted-x" },
		      { "inverted-y", "touchscreen-inverted-y" },
		      { "swapped-x-y", "touchscreen-swapped-x-y" } };
	for (size_t i = 0; i < 2; i++) {
		map_rule(map, "touch.size", hw_fact(touch, sizes[i].fact));
		if (hw_number(touch, sizes[i].fact, 0) > 0)
			map_cell(map, node, sizes[i].property,
			         (uint32_t)hw_number(touch, sizes[i].fact, 0));
	}
	for (size_t i = 0; i < 3; i++) {
		map_rule(map, "touch.orientation", hw_fact(touch, flags[i].fact));
		if (hw_number(touch, flags[i].fact, 0) > 0)
			map_flag(map, node, flags[i].property);
	}
}

/* The pin that a binding's property stands for; the vendors' names for the supply's switch differ. */
static const struct hw_fact *touch_pin(const struct hw_device *touch, const char *name)
{
	static const char *const power[] = { "pwr_en", "power_en", "power_port", "en", NULL };
	const struct hw_fact *pin = hw_gpio(touch, name);
	for (size_t i = 0; !pin && strcmp(name, "power") == 0 && power[i]; i++)
		pin = hw_gpio(touch, power[i]);
	return hw_is_soc_pin(pin) ? pin : NULL;
}

/* "wakeup=reset-gpios:low": a pin of the vendor's, its property and active level; "file": the level that
 * the vendor sets. */
static void write_pin(struct map *map, struct dt_node *node, const struct hw_device *touch,
                      char *spec)
{
	char *level = spec, *name = strsep(&level, "="), *property = strsep(&level, ":");
	const struct hw_fact *pin = property && level ? touch_pin(touch, name) : NULL;
	if (!pin)
		return;
	bool low = strcmp(level, "low") == 0 || (strcmp(level, "file") == 0 && pin->gpio.data == 0);
	map_rule(map, "touch.pins", pin);
	map_gpio(map, node, property, pin, low ? GPIO_LOW : GPIO_HIGH);
}

static void write_pins(struct map *map, struct dt_node *node, const struct hw_device *touch,
                       const char *list)
{
	char *rest = arena_strdup(map->arena, list);
	for (char *one; (one = strsep(&rest, ","));)
		write_pin(map, node, touch, one);
}

static const struct table_row *touch_row(const struct map *map, const char *compatible)
{
	const struct table *table = &map->tables->chips;
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table_cell(table, &table->rows[i], "kind"), "touch") == 0 &&
		    strcmp(table_cell(table, &table->rows[i], "compatible"), compatible) == 0)
			return &table->rows[i];
	return NULL;
}

void map_touch_wires(struct map *map, struct dt_node *node, const struct hw_device *touch,
                     const struct table_row *row)
{
	const struct table *table = &map->tables->chips;
	map_rule(map, "touch.interrupt", hw_gpio(touch, "interrupt"));
	map_interrupt(map, node, hw_gpio(touch, "interrupt"), TRIGGER_FALLING,
	              "IRQ_TYPE_EDGE_FALLING");
	write_pins(map, node, touch, table_cell(table, row, "gpio"));
	if (strcmp(table_cell(table, row, "extra"), "size") == 0)
		write_size(map, node, touch);
}

void map_touch_wires_on(struct map *map, struct dt_node *node, const char *bus)
{
	const struct hw_device *touch = hardware_any(map->hw, HW_TOUCH);
	const struct table_row *row = touch_row(map, dt_string(map->tree, node, "compatible", 0));
	if (!touch || !row ||
	    strcmp(bus, arena_printf(map->arena, "i2c%u", (unsigned)hw_number(touch, "bus", 0))) !=
	            0)
		return;
	map_touch_wires(map, node, touch, row);
}
