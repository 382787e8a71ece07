/* Writing into the tree: origins, peripherals, GPIOs, interrupts. */
#include "fex2dts/map/map-answers.h"

#include <stdlib.h>
#include <string.h>

/* ---- origins ----------------------------------------------------------------------------- */

void map_because(struct map *map, const struct hw_fact *fact)
{
	if (!fact)
		return;
	struct dt_origin *origin = &map->origin;
	for (size_t i = 0; i < origin->source_count; i++)
		if (origin->sources[i].entry && fact->from.entry &&
		    strcmp(origin->sources[i].entry, fact->from.entry) == 0)
			return;
	struct dt_source *sources =
		arena_array(map->arena, origin->source_count + 1, sizeof *sources);
	if (origin->source_count)
		memcpy(sources, origin->sources, origin->source_count * sizeof *sources);
	sources[origin->source_count++] = fact->from;
	origin->sources = sources;
}

void map_rule(struct map *map, const char *rule, const struct hw_fact *fact)
{
	map->origin = (struct dt_origin){ .rule = rule };
	map_because(map, fact);
}

void map_rule_device(struct map *map, const char *rule, const struct hw_device *device)
{
	map_rule(map, rule, device ? device->flag : NULL);
	if (device && !device->flag) {
		struct dt_source *source = arena_new(map->arena, struct dt_source);
		*source = (struct dt_source){ device->at,
			                      arena_printf(map->arena, "[%s]", device->section) };
		map->origin.sources = source;
		map->origin.source_count = 1;
	}
}

static struct dt_property *with_origin(struct map *map, struct dt_property *property)
{
	property->origin = map->origin;
	return property;
}

struct dt_property *map_flag(struct map *map, struct dt_node *node, const char *name)
{
	return with_origin(map, dt_set_flag(map->tree, node, name));
}

struct dt_property *map_cell(struct map *map, struct dt_node *node, const char *name,
                             uint32_t value)
{
	return with_origin(map, dt_set_cell(map->tree, node, name, value));
}

struct dt_property *map_string(struct map *map, struct dt_node *node, const char *name,
                               const char *value)
{
	return with_origin(map, dt_set_string(map->tree, node, name, value));
}

struct dt_property *map_reference(struct map *map, struct dt_node *node, const char *name,
                                  struct dt_node *to)
{
	return with_origin(map, dt_set_reference(map->tree, node, name, to));
}

struct dt_node *map_child(struct map *map, struct dt_node *parent, const char *name,
                          const char *label)
{
	size_t before = parent->child_count;
	struct dt_node *node = dt_add_node(map->tree, parent, name);
	if (parent->child_count > before)
		node->origin = map->origin;
	if (label && !dt_find_label(map->tree, label))
		dt_add_label(map->tree, node, label);
	return node;
}

/* ---- peripherals ------------------------------------------------------------------------- */

static struct dt_node *node_at(struct dt_tree *tree, const char *name, uint64_t address)
{
	uint64_t found;
	for (struct dt_node *node = tree->root; node; node = dt_next(node)) {
		size_t len = strlen(name);
		if (node->parent && strncmp(node->name, name, len) == 0 && node->name[len] == '@' &&
		    dt_unit_address(node, &found) && found == address)
			return node;
	}
	return NULL;
}

struct dt_node *map_node(struct map *map, const char *label)
{
	struct dt_node *node = dt_find_label(map->tree, label);
	if (node)
		return node;
	const struct soc_peripheral *peripheral = soc_peripheral(map->soc, label);
	if (!peripheral || !peripheral->address)
		return NULL;
	node = node_at(map->tree, peripheral->node, peripheral->address);
	if (node)
		dt_add_label(map->tree, node, label);
	return node;
}

bool map_is_on(struct map *map, const char *label)
{
	struct dt_node *node = map_node(map, label);
	return node && dt_has(node, "status") && dt_is_live(map->tree, node);
}

struct dt_node *map_enable(struct map *map, const char *label)
{
	struct dt_node *node = map_node(map, label);
	if (node && map_answered(map, label) == 0)
		return NULL;
	if (!node || map_is_on(map, label))
		return node;
	map_string(map, node, "status", "okay");
	map->enabled =
		arena_push(map->arena, map->enabled, map->enabled_count, sizeof *map->enabled);
	map->enabled[map->enabled_count++] =
		(struct map_enabled){ .node = node, .label = arena_strdup(map->arena, label) };
	return node;
}

/* ---- pins as GPIOs and interrupts -------------------------------------------------------- */

static struct dt_node *gpio_controller(struct map *map, unsigned bank)
{
	return map_node(map, soc_controller(bank));
}

bool map_add_gpio(struct map *map, struct dt_property *property, const struct fex_gpio *gpio,
                  unsigned flags)
{
	struct dt_node *controller = gpio->bank == FEX_PORT_POWER
	                                     ? dt_find_label(map->tree, "axp_gpio")
	                                     : gpio_controller(map, gpio->bank);
	if (!controller)
		return false;
	dt_add_reference(map->tree, property, controller);
	if (property->piece_count > 1)
		dt_new_group(property);
	if (gpio->bank != FEX_PORT_POWER)
		dt_add_cell(map->tree, property, soc_controller_bank(gpio->bank), NULL);
	dt_add_cell(map->tree, property, gpio->pin, NULL);
	dt_add_cell(map->tree, property, flags,
	            flags == GPIO_LOW    ? "GPIO_ACTIVE_LOW"
	            : flags == GPIO_HIGH ? "GPIO_ACTIVE_HIGH"
	                                 : "(GPIO_ACTIVE_HIGH | GPIO_PULL_UP)");
	return true;
}

static bool write_gpio(struct map *map, struct dt_node *node, const char *name,
                       const struct hw_fact *pin, unsigned flags)
{
	if (!pin || pin->kind != FEX_GPIO)
		return false;
	if (pin->gpio.bank == FEX_PORT_POWER ? pin->gpio.pin > 3
	                                     : !soc_pin(map->soc, pin->gpio.bank, pin->gpio.pin))
		return false;
	if (!map_claim_pin(map, &pin->gpio, node, name))
		return false;
	struct dt_property *property = map_flag(map, node, name);
	if (map_add_gpio(map, property, &pin->gpio, flags))
		return true;
	dt_delete_property(node, name);
	return false;
}

bool map_gpio(struct map *map, struct dt_node *node, const char *name, const struct hw_fact *pin,
              unsigned flags)
{
	const struct map_said *said = map_said_of(map, node, name);
	if (!said)
		return write_gpio(map, node, name, pin, flags);
	if (!said->wire_count)
		return false;
	struct dt_origin before = map->origin;
	const struct map_wire *wire = &said->wires[0];
	map_by_answer(map, said);
	bool done = write_gpio(map, node, name, &wire->fact,
	                       wire->level < 0 ? flags : (unsigned)wire->level);
	map->origin = before;
	return done;
}

bool map_interrupt(struct map *map, struct dt_node *node, const struct hw_fact *pin,
                   unsigned trigger, const char *trigger_name)
{
	if (!hw_is_soc_pin(pin) || !soc_has_interrupt(map->soc, pin->gpio.bank, pin->gpio.pin))
		return false;
	struct dt_node *controller = gpio_controller(map, pin->gpio.bank);
	if (!controller || !map_claim_pin(map, &pin->gpio, node, "interrupts"))
		return false;
	map_reference(map, node, "interrupt-parent", controller);
	struct dt_property *property = map_flag(map, node, "interrupts");
	dt_add_cell(map->tree, property, soc_controller_bank(pin->gpio.bank), NULL);
	dt_add_cell(map->tree, property, pin->gpio.pin, NULL);
	dt_add_cell(map->tree, property, trigger, trigger_name);
	return true;
}

/* ---- what is reported -------------------------------------------------------------------- */

void map_note_fact(struct map *map, const struct hw_fact *fact, const char *reason)
{
	if (!fact)
		return;
	map->notes = arena_push(map->arena, map->notes, map->note_count, sizeof *map->notes);
	map->notes[map->note_count++] =
		(struct map_note){ fact->from.at, fact->from.entry, reason };
}

const char *map_ask(struct map *map, const char *key, const char *text, const char *assumed,
                    unsigned permille, unsigned weight, const struct hw_fact *fact)
{
	const struct map_said *said = map_said(map, key);
	if (said)
		return said->value;
	struct map_question question = { .key = arena_strdup(map->arena, key),
		                         .text = arena_strdup(map->arena, text),
		                         .assumed = assumed,
		                         .permille = permille,
		                         .weight = weight };
	if (fact)
		question.from = fact->from;
	map->questions =
		arena_push(map->arena, map->questions, map->question_count, sizeof *map->questions);
	map->questions[map->question_count++] = question;
	return NULL;
}

const char *map_ask_for(struct map *map, const char *key, const char *text, unsigned permille,
                        const struct hw_fact *fact)
{
	const char *answer = map_ask(map, key, text, "no", permille, 3, fact);
	return answer && strcmp(answer, "no") != 0 ? answer : NULL;
}

void map_refuse(struct map *map, const char *key, const struct hw_fact *fact, const char *reason)
{
	if (map_answered(map, key) > 0)
		diag_warning(map->diags, "FX303", fact ? fact->from.at : at_file(map->hw->file),
		             "--explain tells what becomes of the section",
		             "--answer %s cannot be followed: %s", key, reason);
	else
		map_note_fact(map, fact, reason);
}

bool map_soc_is(const struct map *map, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, ",");
		if ((len == 1 && *list == '*') || strncmp(map->soc->name, list, len) == 0)
			return true;
		list += len + (list[len] == ',');
	}
	return false;
}
