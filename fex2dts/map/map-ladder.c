/* Buttons of a development board on the low resolution ADC, by [tabletkeys_para]. */
#include "fex2dts/map/map.h"

#define BUTTONS_MAX     12     /* keyN_code, N from 0 */
#define STEP_MICROVOLTS 200000 /* of the reference design's ladder, from one button to the next */

/* A tablet has its buttons whatever the file says of them (map_keys); a board where it says so. Codes of
 * buttons that are not there in a row belong to another ladder. */
void map_ladder(struct map *map)
{
	const struct hw_device *keys = hardware_section(map->hw, "tabletkeys_para");
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
		map_rule(map, "keys.ladder", code);
		map_add_button(map, node,
		               &(struct map_button){
				       .label = arena_printf(map->arena, "key %u", i),
				       .code = (uint32_t)code->number,
				       .microvolts = (i + 1) * STEP_MICROVOLTS,
			       });
	}
}
