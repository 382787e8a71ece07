/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-apply.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"
#include "fex2dts/owner/owner-chips.h"
#include "fex2dts/owner/owner-keys.h"
#include "fex2dts/owner/owner-questions.h"
#include "fex2dts/owner/owner-rails.h"
#include "lib/nearest.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- nodes ------------------------------------------------------------------------------- */

static const struct hw_device *vendors(const struct map *map, const char *label)
{
	static const struct {
		const char *label;
		enum hw_kind kind;
	} kinds[] = { { "uart", HW_UART },
		      { "i2c", HW_TWI },
		      { "spi", HW_SPI },
		      { "mmc", HW_MMC },
		      { "ir", HW_IR } };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t len = strlen(kinds[i].label);
		if (strncmp(label, kinds[i].label, len) == 0 && strlen(label) <= len + 1)
			return hardware_find(map->hw, kinds[i].kind,
			                     (unsigned)strtoul(label + len, NULL, 10));
	}
	return NULL;
}

static bool add_vendors_pins(struct map *map, struct dt_node *node, const char *label)
{
	static const char *const wires[] = { "tx",   "rx",  "scl", "sda",  "mosi",
		                             "miso", "clk", "cs0", "sclk", "cmd",
		                             "d0",   "d1",  "d2",  "d3",   NULL };
	const struct hw_device *device = vendors(map, label);
	return device && map_pins_free(map, device, wires) && map_pins(map, node, device, wires);
}

/* Mainline's group of that function, where there is only one. */
static void add_only_group(struct map *map, struct dt_node *node, const char *label)
{
	const struct soc_group *only = NULL;
	for (size_t i = 0; i < map->soc->group_count; i++) {
		const struct soc_group *group = &map->soc->groups[i];
		if (strcmp(group->function, label) != 0)
			continue;
		if (only)
			return;
		only = group;
	}
	if (only && !dt_has(node, "pinctrl-0"))
		map_pin_group(map, node, only->label, false);
}

/* What all pins can be at once and the node's label begins with: uart5, lcd0. */
static const char *common_function(const struct map *map, const struct map_said *said)
{
	const struct fex_gpio *first = &said->wires[0].fact.gpio;
	for (int mux = 2; mux < SOC_MUXES; mux++) {
		const struct soc_signal *signal =
			soc_signal(map->soc, first->bank, first->pin, mux);
		const char *name = signal ? signal->function : NULL;
		if (!name || (strncmp(name, said->key, strlen(name)) != 0 &&
		              strncmp(name, said->key, strcspn(said->key, "0123456789")) != 0))
			continue;
		size_t i = 0;
		while (i < said->wire_count && soc_mux_of(map->soc, said->wires[i].fact.gpio.bank,
		                                          said->wires[i].fact.gpio.pin, name) > 0)
			i++;
		if (i == said->wire_count)
			return name;
	}
	return NULL;
}

/* "pins that uart3 can be on together: PG6 PG7 …" */
static const char *possible_pins(struct map *map, const char *label)
{
	struct text text = text_make(map->arena);
	text_printf(&text, "pins that %s can be on together:", label);
	for (size_t i = 0; i < map->soc->pin_count; i++) {
		const struct soc_pin *pin = &map->soc->pins[i];
		if (soc_mux_of(map->soc, pin->bank, pin->number, label) > 0)
			text_printf(&text, " P%c%u", (char)('A' + pin->bank - 1), pin->number);
	}
	return text.p;
}

static void move_pins(struct map *map, struct dt_node *node, struct map_said *said)
{
	const char *function = common_function(map, said);
	if (!function) {
		map_misread(map, said, possible_pins(map, said->key));
		return;
	}
	const char **names = arena_array(map->arena, said->wire_count + 1, sizeof *names);
	struct hw_device device = { .kind = HW_OTHER, .used = true };
	device.facts = arena_array(map->arena, said->wire_count, sizeof *device.facts);
	for (; device.fact_count < said->wire_count; device.fact_count++) {
		struct hw_fact *fact = &device.facts[device.fact_count];
		*fact = said->wires[device.fact_count].fact;
		fact->name = arena_printf(map->arena, "pin-%zu", device.fact_count);
		fact->gpio.mux = soc_mux_of(map->soc, fact->gpio.bank, fact->gpio.pin, function);
		names[device.fact_count] = fact->name;
	}
	said->user = node;
	map_pins(map, node, &device, names);
}

static void switch_node(struct map *map, struct map_said *said)
{
	struct dt_node *node = map_node(map, said->key);
	if (!node) {
		said->bad = true;
		diag_error(map->diags, "FX230", said->at, "the other keys are in --questions",
		           "the tree has no %s to switch", said->key);
		return;
	}
	bool want = strcmp(said->value, "no") != 0;
	if (want == map_is_on(map, said->key) && !said->wire_count)
		return;
	map_by_answer(map, said);
	if (!want) {
		map_string(map, node, "status", "disabled");
		return;
	}
	map_enable(map, said->key);
	map_by_answer(map, said);
	if (said->wire_count)
		move_pins(map, node, said);
	else if (!dt_has(node, "pinctrl-0") && !add_vendors_pins(map, node, said->key))
		add_only_group(map, node, said->key);
}

/* ---- properties -------------------------------------------------------------------------- */

static void set_pin(struct map *map, struct map_said *said, struct dt_node *node, const char *name)
{
	const struct table_row *row = owner_key_row(map, said->key);
	bool low = row && strcmp(table_cell(&map->tables->questions, row, "words"), "low") == 0;
	map_by_answer(map, said);
	if (strcmp(said->value, "none") == 0)
		dt_delete_property(node, name);
	else if (!dt_has(node, name))
		map_gpio(map, node, name, &said->wires[0].fact, low ? GPIO_LOW : GPIO_HIGH);
}

static void set_text(struct map *map, const struct map_said *said, struct dt_node *node,
                     const char *name)
{
	const struct dt_property *property = dt_property(node, name);
	uint32_t number;
	map_by_answer(map, said);
	if (strcmp(said->value, "none") == 0 || strcmp(said->value, "no") == 0)
		dt_delete_property(node, name);
	else if (strcmp(said->value, "yes") == 0)
		map_flag(map, node, name);
	else if (dt_cell_count(map->tree, node, name) == 1 &&
	         !dt_string(map->tree, node, name, 0) && map_read_micro(said->value, 1, &number))
		map_cell(map, node, name, number);
	else if (!property || dt_string(map->tree, node, name, 0))
		map_string(map, node, name, said->value);
}

static struct dt_node *called(struct map *map, const char *name)
{
	struct dt_node *node = map_node(map, name);
	size_t len = strlen(name);
	for (struct dt_node *next = map->tree->root; next && !node; next = dt_next(next))
		if (next->origin.rule && map_is_called(next, name, len))
			node = next;
	return node;
}

static void set_property(struct map *map, struct map_said *said, const char *dot)
{
	char *label = arena_strndup(map->arena, said->key, (size_t)(dot - said->key));
	struct dt_node *node = called(map, label);
	if (!node && (soc_peripheral(map->soc, label) || owner_key_row(map, said->key))) {
		map_warn_idle(map, said, arena_printf(map->arena, "the tree has no %s", label));
		return;
	}
	if (!node || (!dt_has(node, dot + 1) && !owner_key_row(map, said->key) && !said->used)) {
		said->used = false;
		return;
	}
	said->used = true;
	if (!dt_is_live(map->tree, node)) {
		map_warn_idle(map, said, arena_printf(map->arena, "%s is off", label));
		return;
	}
	if (said->kind == MAP_SUPPLY)
		owner_set_supply(map, said, node, dot + 1);
	else if (said->kind == MAP_PIN)
		set_pin(map, said, node, dot + 1);
	else
		set_text(map, said, node, dot + 1);
}

/* ---- what means nothing ------------------------------------------------------------------ */

/* A word of the tables, such as phy-mode; not one that only a pattern lets through. */
static bool is_known(const struct map *map, const char *key)
{
	const struct table_row *row = owner_key_row(map, key);
	return row && strcmp(table_cell(&map->tables->questions, row, "key"), key) == 0;
}

static void refuse_unknown(struct map *map, struct map_said *said)
{
	const struct table *table = &map->tables->questions;
	size_t count = 0, room = map->question_count + map->soc->peripheral_count +
	                         map->tables->regulators.row_count + table->row_count + 1;
	const char **words = arena_array(map->arena, room, sizeof *words);
	for (size_t i = 0; i < map->question_count; i++)
		words[count++] = map->questions[i].key;
	for (size_t i = 0; i < map->soc->peripheral_count; i++)
		words[count++] = map->soc->peripherals[i].label;
	for (size_t i = 0; i < map->tables->regulators.row_count; i++)
		words[count++] = table_cell(&map->tables->regulators,
		                            &map->tables->regulators.rows[i], "node");
	for (size_t i = 0; i < table->row_count; i++)
		if (!strchr(table_cell(table, &table->rows[i], "key"), '*'))
			words[count++] = table_cell(table, &table->rows[i], "key");
	said->bad = true;
	const char *near = nearest_word(map->arena, said->key, words);
	diag_error(
		map->diags, "FX230", said->at,
		near && strcmp(near, said->key) != 0
			? arena_printf(map->arena, "was %s meant? --questions lists the keys", near)
			: "--questions lists the keys that this board has",
		"nothing in this board's tree is called %s", said->key);
}

static bool takes_away(const struct map_said *said)
{
	return strcmp(said->value, "no") == 0 || strcmp(said->value, "none") == 0;
}

static void apply(struct map *map, struct map_said *said)
{
	const char *dot = strchr(said->key, '.');
	struct dt_node *regulator = map_pmic_regulator(map, said->key);
	if (strcmp(said->key, "chips") == 0)
		owner_set_chips(map, said);
	said->used = said->used || strcmp(said->key, "chips") == 0;
	if (dot)
		set_property(map, said, dot);
	else if (regulator)
		owner_set_regulator(map, said, regulator);
	else if (owner_is_regulator(map, said->key))
		map_warn_idle(map, said, "the tree describes no such regulator");
	else if (said->kind == MAP_YES_NO && soc_peripheral(map->soc, said->key))
		switch_node(map, said);
	if (!said->used && (dot || !(regulator || owner_is_regulator(map, said->key) ||
	                             soc_peripheral(map->soc, said->key)))) {
		if (!dot && (is_known(map, said->key) ||
		             (takes_away(said) && owner_key_row(map, said->key))))
			map_warn_idle(map, said, "nothing of this board asks for it");
		else
			said->unknown = true;
	}
}

/* The questions are the words that may have been meant. */
static void refuse_all_unknown(struct map *map)
{
	bool asked = false;
	for (size_t i = 0; i < map->said_count; i++) {
		if (!map->said[i].unknown)
			continue;
		if (!asked)
			owner_ask(map);
		asked = true;
		refuse_unknown(map, &map->said[i]);
	}
}

/* What takes away goes first, so that what is said of its pins finds them free; then what is switched on; then
 * its properties. */
void owner_apply(struct map *map)
{
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < map->said_count; i++) {
			struct map_said *said = &map->said[i];
			int when = takes_away(said) ? 0 : strchr(said->key, '.') ? 2 : 1;
			if (!said->bad && when == pass)
				apply(map, said);
		}
	refuse_all_unknown(map);
}
