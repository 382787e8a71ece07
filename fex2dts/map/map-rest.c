/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-rest.h"

#include "fex2dts/map/map-nodes.h"

#define RAM_BASE 0x40000000u /* of all SoCs here but the A80, whose RAM starts at 0x20000000 */

void map_memory(struct map *map)
{
	const struct hw_device *dram = hardware_find(map->hw, HW_DRAM, 0);
	int64_t megabytes = hw_number(dram, "size", 0);
	if (!map->options->memory || megabytes <= 0 || megabytes > 4096)
		return;
	uint32_t base = map_soc_is(map, "sun9i") ? 0x20000000u : RAM_BASE;
	map_rule(map, "memory", hw_fact(dram, "size"));
	struct dt_node *node =
		map_child(map, map->tree->root, arena_printf(map->arena, "memory@%x", base), NULL);
	map_string(map, node, "device_type", "memory");
	struct dt_property *reg = map_flag(map, node, "reg");
	uint64_t size = (uint64_t)megabytes << 20;
	if (dt_address_cells(map->tree, map->tree->root) == 2)
		dt_add_cell(map->tree, reg, 0, NULL);
	dt_add_cell(map->tree, reg, base, NULL);
	if (dt_size_cells(map->tree, map->tree->root) == 2)
		dt_add_cell(map->tree, reg, (uint32_t)(size >> 32), NULL);
	dt_add_cell(map->tree, reg, (uint32_t)size, NULL);
}

/* operating-points of cpu0 in kHz and microvolts, highest first, as the vendor's table has them. */
void map_opp(struct map *map)
{
	const struct hw_device *table = hardware_find(map->hw, HW_DVFS, 0);
	struct dt_node *cpu = map_node(map, "cpu0");
	if (!map->options->opp || !table || !cpu)
		return;
	map_rule_device(map, "opp", table);
	struct dt_property *points = NULL;
	for (unsigned i = 1; i <= 16; i++) {
		int64_t hz = hw_number(table, arena_printf(map->arena, "LV%u_freq", i), 0);
		int64_t mv = hw_number(table, arena_printf(map->arena, "LV%u_volt", i), 0);
		if (hz < 1000 || mv <= 0)
			continue;
		if (!points)
			points = map_flag(map, cpu, "operating-points");
		dt_add_cell(map->tree, points, (uint32_t)(hz / 1000), NULL);
		dt_add_cell(map->tree, points, (uint32_t)mv * 1000, NULL);
		if (points->piece_count > 2)
			points->pieces[points->piece_count - 2].joined = false;
	}
}

/* Used devices that nothing above writes, with the reason. */
static const struct rest_row {
	enum hw_kind kind;
	const char *reason;
} rest_rows[] = {
	{ HW_TV, "whether a composite connector exists is not in the file" },
	{ HW_I2S, "what hangs on I2S is not in the file" },
	{ HW_RESISTIVE_TOUCH, "mainline's boards leave the resistive controller off" },
	{ HW_MOTOR, "a vibrator's supply is not in the file" },
	{ HW_USB_WIFI, "found on USB; only its power rail is written" },
	{ HW_SENSOR_LIST, "the vendor tries a list of chips at run time" },
};

void map_rest(struct map *map)
{
	for (size_t i = 0; i < map->hw->device_count; i++) {
		const struct hw_device *device = &map->hw->devices[i];
		for (size_t k = 0; k < sizeof rest_rows / sizeof *rest_rows; k++)
			if (device->kind == rest_rows[k].kind && device->used && device->flag)
				map_note_fact(map, device->flag, rest_rows[k].reason);
	}
}
