/* Touch screens and sensors. */
#include "fex2dts/map/map.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TRIGGER_FALLING 2  /* IRQ_TYPE_EDGE_FALLING */
#define CANDIDATES      10 /* touch chips that a file lists beside the named one */

/* ---- chips by name and address ----------------------------------------------------------- */

static bool name_begins(const char *name, const char *start)
{
	for (; *start; name++, start++)
		if (tolower((unsigned char)*name) != *start)
			return false;
	return true;
}

static const struct table_row *chip_row(const struct map *map, const char *kind, const char *name,
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

static struct dt_node *add_chip(struct map *map, const struct hw_device *device,
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

/* ---- touch ------------------------------------------------------------------------------- */

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

void map_touch_wires(struct map *map, struct dt_node *node, const char *bus)
{
	const struct hw_device *touch = hardware_any(map->hw, HW_TOUCH);
	const struct table_row *row = touch_row(map, dt_string(map->tree, node, "compatible", 0));
	if (!touch || !row ||
	    strcmp(bus, arena_printf(map->arena, "i2c%u", (unsigned)hw_number(touch, "bus", 0))) !=
	            0)
		return;
	map_rule(map, "touch.interrupt", hw_gpio(touch, "interrupt"));
	map_interrupt(map, node, hw_gpio(touch, "interrupt"), TRIGGER_FALLING,
	              "IRQ_TYPE_EDGE_FALLING");
	write_pins(map, node, touch, table_cell(&map->tables->chips, row, "gpio"));
	if (strcmp(table_cell(&map->tables->chips, row, "extra"), "size") == 0)
		write_size(map, node, touch);
}

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
	map_touch_wires(map, node, label);
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
	const struct table_row *row = chip_row(map, "touch", name, hw_number(touch, "address", 0));
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
	struct dt_node *node = add_chip(map, touch, row, "touchscreen");
	if (!node)
		return;
	const struct table *table = &map->tables->chips;
	map_rule(map, "touch.interrupt", hw_gpio(touch, "interrupt"));
	map_interrupt(map, node, hw_gpio(touch, "interrupt"), TRIGGER_FALLING,
	              "IRQ_TYPE_EDGE_FALLING");
	write_pins(map, node, touch, table_cell(table, row, "gpio"));
	if (strcmp(table_cell(table, row, "extra"), "size") == 0)
		write_size(map, node, touch);
	if (list && !exact)
		map_string(map, node, "status", "disabled"); /* one candidate of several */
}

/* ---- sensors ----------------------------------------------------------------------------- */

static void map_rtc(struct map *map)
{
	const struct hw_device *rtc = hardware_used(map->hw, HW_RTC, 0);
	const struct table_row *row =
		chip_row(map, "rtc", hw_string(rtc, "name"), hw_number(rtc, "address", 0));
	if (!row)
		return;
	map_rule_device(map, "rtc", rtc);
	add_chip(map, rtc, row, "rtc");
}

void map_sensors(struct map *map)
{
	map_rtc(map);
	const struct hw_device *sensor = hardware_used(map->hw, HW_GSENSOR, 0);
	if (!sensor || map->class != MAP_TABLET)
		return;
	const struct table_row *row = chip_row(map, "accelerometer", hw_string(sensor, "name"),
	                                       hw_number(sensor, "address", 0));
	if (!row) {
		map_note_fact(map, hw_fact(sensor, "name"),
		              "no binding for a sensor of this name and address");
		return;
	}
	map_rule_device(map, "gsensor", sensor);
	struct dt_node *node = add_chip(map, sensor, row, "accelerometer");
	if (!node)
		return;
	map_rule(map, "gsensor.interrupt", hw_gpio(sensor, "interrupt"));
	map_interrupt(map, node, hw_gpio(sensor, "interrupt"), 4, "IRQ_TYPE_LEVEL_HIGH");
}
