/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-bus.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"

static const char *const twi_wires[] = { "scl", "sda", NULL };
static const char *const spi_wires[] = { "mosi", "miso", "clk", "sclk", "cs0", NULL };
static const char *const spi_wires_2[] = { "mosi", "miso", "clk", "sclk", "cs0", "cs1", NULL };

static bool has_client(const struct map *map, unsigned bus)
{
	static const enum hw_kind kinds[] = { HW_TOUCH, HW_GSENSOR, HW_RTC };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct hw_device *device = hardware_any(map->hw, kinds[i]);
		if (device && hw_number(device, "bus", -1) == bus)
			return true;
	}
	return false;
}

/* Whether the bus leads somewhere: to a chip the file names, or to a header. */
static bool wants_twi(const struct map *map, const struct hw_device *twi)
{
	unsigned index = twi->index;
	if (map_soc_is(map, "sun6i"))
		return index > 0 && map->class != MAP_BOX && has_client(map, index);
	if (map->class == MAP_TABLET)
		return (index <= 1 && map_soc_is(map, "sun5i,sun8i")) ||
		       (map_soc_is(map, "sun4i,sun7i") && (index == 2 || has_client(map, index)));
	if (map->class == MAP_BOX && map_soc_is(map, "sun7i"))
		return index > 0 && index <= 2;
	if (map->class != MAP_BOARD || index > 2)
		return false;
	if (map_soc_is(map, "sun4i"))
		return index < 2;
	/* the third bus is a header's alone: a list of its pins would name the wires */
	return map_soc_is(map, "sun5i,sun7i") &&
	       !(index == 2 && map_is_missed(map, hw_gpio(twi, "scl")));
}

struct dt_node *map_twi_bus(struct map *map, unsigned index)
{
	const struct hw_device *twi = hardware_find(map->hw, HW_TWI, index);
	const char *label = arena_printf(map->arena, "i2c%u", index);
	if (map_is_on(map, label))
		return map_node(map, label);
	if (!twi || !map_pins_free(map, twi, twi_wires))
		return NULL;
	map_rule_device(map, "twi", twi);
	struct dt_node *node = map_enable(map, label);
	if (node)
		map_pins(map, node, twi, twi_wires);
	return node;
}

void map_twi(struct map *map)
{
	for (unsigned i = 0; i < 5; i++) {
		const struct hw_device *twi = hardware_used(map->hw, HW_TWI, i);
		const char *label = arena_printf(map->arena, "i2c%u", i);
		if (twi && (map_is_on(map, label) || map_pins_free(map, twi, twi_wires)) &&
		    map_wants(map, label, wants_twi(map, twi), twi))
			map_twi_bus(map, i);
	}
}

/* Only the first bus of a board is led out, unless the file names a chip on another. */
static bool wants_spi(const struct map *map, const struct hw_device *spi)
{
	return map->class == MAP_BOARD && (spi->index == 0 || hw_string(spi, "modalias"));
}

void map_spi(struct map *map)
{
	for (unsigned i = 0; i < 4; i++) {
		const struct hw_device *spi = hardware_used(map->hw, HW_SPI, i);
		const char *label = arena_printf(map->arena, "spi%u", i);
		if (!spi || !map_pins_free(map, spi, spi_wires) ||
		    !map_wants(map, label, wants_spi(map, spi) && !map_is_listed(map, spi, "mosi"),
		               spi))
			continue;
		map_rule_device(map, "spi", spi);
		struct dt_node *node = map_enable(map, label);
		if (node)
			map_pins(map, node, spi,
			         hw_number(spi, "cs_bitmap", 1) & 2 ? spi_wires_2 : spi_wires);
	}
}

static const char *const can_wires[] = { "tx", "rx", NULL };

/* The vendors' reference files have it off, so a file that switches it on means it. */
void map_can(struct map *map)
{
	const struct hw_device *can = hardware_find(map->hw, HW_CAN, 0);
	if (!can || (!can->used && map_answered(map, "can0") <= 0))
		return;
	if (!map_node(map, "can0")) {
		map_refuse(map, "can0", can->flag,
		           "mainline's dtsi of this SoC has no CAN controller");
		return;
	}
	if (!map_pins_free(map, can, can_wires)) {
		map_refuse(map, "can0", can->flag, "its pins are another device's, or no CAN pins");
		return;
	}
	map_rule_device(map, "can", can);
	struct dt_node *node = map_enable(map, "can0");
	if (node)
		map_pins(map, node, can, can_wires);
}
