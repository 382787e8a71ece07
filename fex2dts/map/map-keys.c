/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-keys.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-regulators.h"

#include <stdlib.h>
#include <string.h>

/* A button on the low resolution ADC. */
struct button {
	const char *label, *macro; /* of its code in linux/input-event-codes.h; or NULL */
	uint32_t code, microvolts;
};

static void add_button(struct map *map, struct dt_node *ladder, const struct button *button)
{
	struct dt_node *node =
		map_child(map, ladder,
	                  arena_printf(map->arena, "button-%u", button->microvolts / 1000), NULL);
	map_string(map, node, "label", button->label);
	dt_add_cell(map->tree, map_flag(map, node, "linux,code"), button->code, button->macro);
	map_cell(map, node, "channel", 0);
	map_cell(map, node, "voltage", button->microvolts);
}

/* The reference design's buttons; other ladders differ from board to board. */
static void write_known_buttons(struct map *map, struct dt_node *ladder)
{
	const struct table *table = &map->tables->keys;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		struct button button = {
			table_cell(table, row, "label"), table_cell(table, row, "macro"),
			(uint32_t)strtoul(table_cell(table, row, "code"), NULL, 10),
			(uint32_t)strtoul(table_cell(table, row, "microvolts"), NULL, 10)
		};
		if (!map_soc_is(map, table_cell(table, row, "socs")) ||
		    !map_in_list(table_cell(table, row, "classes"), map_class_name(map->class)))
			continue;
		add_button(map, ladder, &button);
	}
}

static struct dt_node *ladder_supply(struct map *map)
{
	struct dt_node *node = NULL;
	if (map_soc_is(map, "sun6i"))
		node = map_pmic_regulator(map, "aldo3");
	if (!node)
		node = map_pmic_regulator(map, "ldo2");
	return node ? node : map_rail(map, "vcc3v0");
}

static struct dt_node *pin_buttons(struct map *map)
{
	struct dt_node *list = map_child(map, map->tree->root, "gpio-keys", NULL);
	map_string(map, list, "compatible", "gpio-keys");
	return list;
}

/* A button on a pin of its own; the A23's successors without a PMIC have the power button there. */
static void add_power_key(struct map *map)
{
	const struct hw_device *key = hardware_used(map->hw, HW_POWER_KEY, 0);
	const struct hw_fact *pin = hw_gpio(key, "io");
	if (!hw_is_soc_pin(pin))
		return;
	map_rule(map, "keys.power", pin);
	struct dt_node *list = pin_buttons(map);
	struct dt_node *node = map_child(map, list, "key-power", NULL);
	map_string(map, node, "label", "power");
	dt_add_cell(map->tree, map_flag(map, node, "linux,code"), 116, "KEY_POWER");
	if (map_gpio(map, node, "gpios", pin, GPIO_LOW))
		map_flag(map, node, "wakeup-source");
	else
		dt_delete_node(list);
}

/* ---- the owner's -------------------------------------------------------------------------- */

#define CODE_MAX         0x2ff   /* KEY_MAX of linux/input-event-codes.h */
#define LADDER_MICRO_MAX 3300000 /* the converter's supply is no higher */
#define MICRO_OF_MILLI   1000

static bool add_pin_button(struct map *map, struct map_said *said, unsigned long code,
                           const char *text)
{
	struct map_wire wire;
	if (!map_read_pin(map, said, text, &wire))
		return false;
	struct dt_node *list = pin_buttons(map);
	struct dt_node *node =
		map_child(map, list, arena_printf(map->arena, "key-%lu", code), NULL);
	map_string(map, node, "label", arena_printf(map->arena, "key %lu", code));
	map_cell(map, node, "linux,code", (uint32_t)code);
	if (!map_gpio(map, node, "gpios", arena_memdup(map->arena, &wire.fact, sizeof wire.fact),
	              wire.level == GPIO_HIGH ? GPIO_HIGH : GPIO_LOW))
		dt_delete_node(node);
	return true;
}

static bool add_answered_button(struct map *map, struct map_said *said, char *text,
                                struct dt_node *ladder)
{
	char *end, *at = strchr(text, '@');
	unsigned long code = strtoul(text, &end, 10);
	struct button button = { arena_printf(map->arena, "key %lu", code), NULL, (uint32_t)code,
		                 0 };
	if (!at || end != at || code == 0 || code > CODE_MAX)
		return false;
	if (!map_read_micro(at + 1, MICRO_OF_MILLI, &button.microvolts))
		return add_pin_button(map, said, code, at + 1);
	if (button.microvolts == 0 || button.microvolts > LADDER_MICRO_MAX)
		return false;
	if (ladder)
		add_button(map, ladder, &button);
	return true;
}

/* "115@200,114@400.5,158@PH2": codes of linux/input-event-codes.h at millivolts or on pins. */
static void write_answered_buttons(struct map *map, struct map_said *said, struct dt_node *ladder)
{
	char *rest = arena_strdup(map->arena, said->value);
	map_by_answer(map, said);
	if (strcmp(said->value, "none") == 0)
		return;
	for (char *one; (one = strsep(&rest, ","));)
		if (!add_answered_button(map, said, one, ladder))
			map_misread(map, said,
			            "buttons as CODE@MILLIVOLTS up to 3300, or CODE@PIN, such as "
			            "115@200,116@PL3");
}

void map_keys(struct map *map)
{
	struct map_said *said = map_said(map, "keys");
	struct dt_node *node = NULL;
	if (!said)
		add_power_key(map);
	map_rule(map, "keys", NULL);
	map->origin.why = "tablets of this design have two buttons on the ADC";
	const struct hw_device *ladder = hardware_used(map->hw, HW_KEY_DETECT, 0);
	if (ladder && map->class != MAP_TABLET) {
		map_rule_device(map, "keys", ladder);
		map->origin.why = "the boot loader asks the ADC for buttons";
	}
	if (map_wants(map, "lradc", map->class == MAP_TABLET || ladder, ladder))
		node = map_enable(map, "lradc");
	if (node)
		map_reference(map, node, "vref-supply", ladder_supply(map));
	if (said)
		write_answered_buttons(map, said, node);
	else if (node)
		write_known_buttons(map, node);
}

/* ---- [tabletkeys_para] ------------------------------------------------------------------- */

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
		add_button(map, node,
		           &(struct button){
				   .label = arena_printf(map->arena, "key %u", i),
				   .code = (uint32_t)code->number,
				   .microvolts = (i + 1) * STEP_MICROVOLTS,
			   });
	}
}
