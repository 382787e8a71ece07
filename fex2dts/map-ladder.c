/* Buttons of a development board on the low resolution ADC, by [tabletkeys_para]. */
#include "fex2dts/map.h"

#include <string.h>

#define BUTTONS_MAX     12     /* keyN_code, N from 0 */
#define STEP_MICROVOLTS 200000 /* of the reference design's ladder, from one button to the next */

static const struct hw_device *keys_device(const struct map *map)
{
	for (size_t i = 0; i < map->hw->device_count; i++) {
		const struct hw_device *device = &map->hw->devices[i];
		if (strcmp(device->section, "tabletkeys_para") == 0 && device->used &&
		    device->has_flag)
			return device;
	}
	return NULL;
}

static void write_button(struct map *map, struct dt_node *ladder, unsigned index,
                         const struct hw_fact *code)
{
	uint32_t microvolts = (index + 1) * STEP_MICROVOLTS;
	map_rule(map, "keys.ladder", code);
	struct dt_node *node = map_child(
		map, ladder, arena_printf(map->arena, "button-%u", microvolts / 1000), NULL);
	map_string(map, node, "label", arena_printf(map->arena, "key %u", index));
	map_cell(map, node, "linux,code", (uint32_t)code->number);
	map_cell(map, node, "channel", 0);
	map_cell(map, node, "voltage", microvolts);
}

/* A tablet has its buttons whatever the file says of them (map_keys); a board where it says so. Codes of
 * buttons that are not there in a row belong to another ladder. */
void map_ladder(struct map *map)
{
	const struct hw_device *keys = keys_device(map);
	if (!keys || map->class != MAP_BOARD)
		return;
	map_rule_device(map, "keys.ladder", keys);
	struct dt_node *node = map_enable(map, "lradc");
	if (!node)
		return;
	map_reference(map, node, "vref-supply", map_rail(map, "vcc3v0"));
	for (unsigned i = 0; i < BUTTONS_MAX; i++) {
		const struct hw_fact *code =
			hw_fact(keys, arena_printf(map->arena, "key%u_code", i));
		if (!code || code->kind != FEX_WORD || code->number <= 0 || code->number > 0x2ff)
			return;
		write_button(map, node, i, code);
	}
}
