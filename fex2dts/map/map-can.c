/* CAN. The vendors' reference files have it off, so a file that switches it on means it. */
#include "fex2dts/map/map.h"

static const char *const wires[] = { "tx", "rx", NULL };

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
	if (!map_pins_free(map, can, wires)) {
		map_refuse(map, "can0", can->flag, "its pins are another device's, or no CAN pins");
		return;
	}
	map_rule_device(map, "can", can);
	struct dt_node *node = map_enable(map, "can0");
	if (node)
		map_pins(map, node, can, wires);
}
