/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-ac100.h"

#include "fex2dts/map/map-nodes.h"

#include <string.h>

#define AC100_ADDRESS 0xe89 /* on the RSB; Linux Documentation/devicetree/bindings/mfd/ac100.txt */

static void write_interrupt(struct map *map, struct dt_node *node, const char *parent,
                            uint32_t line)
{
	struct dt_node *controller = map_node(map, parent);
	if (!controller)
		return;
	map_reference(map, node, "interrupt-parent", controller);
	struct dt_property *interrupts = map_flag(map, node, "interrupts");
	dt_add_cell(map->tree, interrupts, 0, NULL);
	dt_add_cell(map->tree, interrupts, line, NULL);
	if (strcmp(parent, "nmi_intc") != 0) /* it has two cells, the others three */
		dt_add_cell(map->tree, interrupts, 8, "IRQ_TYPE_LEVEL_LOW");
}

static struct dt_node *write_codec(struct map *map, struct dt_node *chip)
{
	struct dt_node *codec = map_child(map, chip, "codec", "ac100_codec");
	map_string(map, codec, "compatible", "x-powers,ac100-codec");
	write_interrupt(map, codec, "r_pio", map_soc_is(map, "sun9i") ? 9 : 11);
	map_cell(map, codec, "#clock-cells", 0);
	map_string(map, codec, "clock-output-names", "4M_adda");
	return codec;
}

static struct dt_node *write_rtc(struct map *map, struct dt_node *chip, struct dt_node *codec)
{
	struct dt_node *rtc = map_child(map, chip, "rtc", "ac100_rtc");
	map_string(map, rtc, "compatible", "x-powers,ac100-rtc");
	if (map_soc_is(map, "sun9i"))
		write_interrupt(map, rtc, "nmi_intc", 8);
	else
		write_interrupt(map, rtc, "r_intc", 32);
	map_reference(map, rtc, "clocks", codec);
	map_cell(map, rtc, "#clock-cells", 1);
	struct dt_property *names = map_string(map, rtc, "clock-output-names", "cko1_rtc");
	dt_add_string(map->tree, names, "cko2_rtc");
	dt_add_string(map->tree, names, "cko3_rtc");
	return rtc;
}

void map_ac100(struct map *map)
{
	struct dt_node *bus = map_node(map, "r_rsb");
	if (!map_soc_is(map, "sun9i,sun8i-a83t") || !map->pmic || !bus)
		return;
	map_rule(map, "pmic.ac100", NULL);
	map->origin.why = "every board with this SoC's PMIC has it; no vendor file mentions it";
	struct dt_node *chip =
		map_child(map, bus, arena_printf(map->arena, "codec@%x", AC100_ADDRESS), "ac100");
	map_string(map, chip, "compatible", "x-powers,ac100");
	map_cell(map, chip, "reg", AC100_ADDRESS);
	struct dt_node *rtc = write_rtc(map, chip, write_codec(map, chip));
	struct dt_node *slow = dt_find_label(map->tree, "osc32k");
	if (!slow)
		slow = dt_find(map->tree, "/clocks/clk-32k");
	if (slow)
		dt_add_cell(map->tree, map_reference(map, slow, "clocks", rtc), 0, NULL);
}
