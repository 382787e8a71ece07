/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-input.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-chips.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"

#include <string.h>

#define CANDIDATES 10 /* touch chips that a file lists beside the named one */

/* ---- touch ------------------------------------------------------------------------------- */

/* A chip that the owner named, at the vendor's address. */
static void add_answered_touch(struct map *map, const struct hw_device *touch, const char *chip)
{
	char *label = arena_printf(map->arena, "i2c%u", (unsigned)hw_number(touch, "bus", 0));
	unsigned address = (unsigned)hw_number(touch, "address", 0) & 0x7f;
	if (!map_is_on(map, label) || address == 0)
		return;
	map_rule(map, "touch", hw_fact(touch, "address"));
	map->origin.why = "the owner's answer";
	struct dt_node *node = map_child(map, map_node(map, label),
	                                 arena_printf(map->arena, "touchscreen@%x", address), NULL);
	map_string(map, node, "compatible", chip);
	map_cell(map, node, "reg", address);
	map_touch_wires_on(map, node, label);
}

/* ctp1_used, ctp2_used …: further chips that the vendor's driver looks for at run time. On the A10's
 * tablets the one named first is the reference design's, and mainline's. */
static bool has_candidates(const struct map *map, const struct hw_device *touch)
{
	if (map_soc_is(map, "sun4i"))
		return false;
	for (unsigned i = 1; i <= CANDIDATES; i++)
		if (hw_number(touch, arena_printf(map->arena, "ctp%u_used", i), 0) != 0)
			return true;
	return false;
}

void map_touch(struct map *map)
{
	const struct hw_device *touch = hardware_any(map->hw, HW_TOUCH);
	const struct hw_device *list = hardware_used(map->hw, HW_TOUCH_LIST, 0);
	if (!touch || map->class == MAP_BOX)
		return;
	const char *name = hw_string(touch, "name");
	const struct table_row *row =
		map_chip_row(map, "touch", name, hw_number(touch, "address", 0));
	bool exact = row && strcmp(table_cell(&map->tables->chips, row, "name"), name) == 0;
	/* a development board's panel is sold apart */
	bool unsure = row && (map->class == MAP_BOARD || has_candidates(map, touch) ||
	                      strcmp(table_cell(&map->tables->chips, row, "sure"), "no") == 0);
	const char *sure =
		unsure ? map_ask(map, "touch-sure", "Is the touch controller the one named?", "no",
	                         650, 3, hw_fact(touch, "name"))
		       : "yes";
	if (!sure || strcmp(sure, "no") == 0)
		return;
	if (!row) {
		const char *answer =
			map_ask(map, "touch", "Which touch controller is it, by its compatible?",
		                "none", 700, 3, hw_fact(touch, "name"));
		if (answer && strcmp(answer, "none") != 0) {
			add_answered_touch(map, touch, answer);
			return;
		}
		map_note_fact(map, hw_fact(touch, "name"),
		              list ? "the vendor tries a list of chips at run time"
		                   : "no binding for a chip of this name and address");
		return;
	}
	map_rule_device(map, "touch", touch);
	struct dt_node *node = map_add_chip(map, touch, row, "touchscreen");
	if (!node)
		return;
	map_touch_wires(map, node, touch, row);
	if (list && !exact)
		map_string(map, node, "status", "disabled"); /* one candidate of several */
}

/* ---- sensors ----------------------------------------------------------------------------- */

static void map_rtc(struct map *map)
{
	const struct hw_device *rtc = hardware_used(map->hw, HW_RTC, 0);
	const struct table_row *row =
		map_chip_row(map, "rtc", hw_string(rtc, "name"), hw_number(rtc, "address", 0));
	if (!row)
		return;
	map_rule_device(map, "rtc", rtc);
	map_add_chip(map, rtc, row, "rtc");
}

void map_sensors(struct map *map)
{
	map_rtc(map);
	const struct hw_device *sensor = hardware_used(map->hw, HW_GSENSOR, 0);
	if (!sensor || map->class != MAP_TABLET)
		return;
	const struct table_row *row = map_chip_row(map, "accelerometer", hw_string(sensor, "name"),
	                                           hw_number(sensor, "address", 0));
	if (!row) {
		map_note_fact(map, hw_fact(sensor, "name"),
		              "no binding for a sensor of this name and address");
		return;
	}
	map_rule_device(map, "gsensor", sensor);
	struct dt_node *node = map_add_chip(map, sensor, row, "accelerometer");
	if (!node)
		return;
	map_rule(map, "gsensor.interrupt", hw_gpio(sensor, "interrupt"));
	map_interrupt(map, node, hw_gpio(sensor, "interrupt"), 4, "IRQ_TYPE_LEVEL_HIGH");
}
