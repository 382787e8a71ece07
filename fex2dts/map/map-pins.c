/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-pins.h"

#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"

#include <string.h>

#define PINS_MAX 64 /* of one device; an LCD has 28 */

/* ---- a device's pins --------------------------------------------------------------------- */

struct wanted {
	const char *function;
	const struct hw_fact *facts[PINS_MAX];
	bool done[PINS_MAX];
	size_t count;
};

static const char *function_of(const struct map *map, const struct hw_fact *fact)
{
	const struct fex_gpio *gpio = &fact->gpio;
	const struct soc_signal *signal = soc_signal(map->soc, gpio->bank, gpio->pin, gpio->mux);
	if (!signal || !signal->function || strncmp(signal->function, "gpio_", 5) == 0 ||
	    strcmp(signal->function, "irq") == 0)
		return NULL;
	return signal->function;
}

/* The pins whose mux gives the same function as the first one's. */
static struct wanted collect(const struct map *map, const struct hw_device *device,
                             const char *const *signals)
{
	struct wanted wanted = { 0 };
	for (size_t i = 0; signals[i] && wanted.count < PINS_MAX; i++) {
		const struct hw_fact *fact = hw_fact(device, signals[i]);
		const char *function = hw_is_soc_pin(fact) ? function_of(map, fact) : NULL;
		if (!function || (wanted.function && strcmp(function, wanted.function) != 0))
			continue;
		wanted.function = function;
		wanted.facts[wanted.count++] = fact;
	}
	return wanted;
}

bool map_pins_free(const struct map *map, const struct hw_device *device,
                   const char *const *signals)
{
	struct wanted wanted = collect(map, device, signals);
	for (size_t i = 0; i < wanted.count; i++)
		if (map_is_taken(map, wanted.facts[i]))
			return false;
	return wanted.count > 0;
}

static int position(const struct wanted *wanted, const struct soc_pin_name *pin)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (wanted->facts[i]->gpio.bank == pin->bank &&
		    wanted->facts[i]->gpio.pin == pin->number)
			return (int)i;
	return -1;
}

static bool covers(const struct soc_group *group, const struct wanted *wanted)
{
	if (strcmp(group->function, wanted->function) != 0)
		return false;
	for (size_t i = 0; i < group->pin_count; i++) {
		int at = position(wanted, &group->pins[i]);
		if (at < 0 || wanted->done[at])
			return false;
	}
	return true;
}

static const struct soc_group *largest_group(const struct map *map, const struct wanted *wanted)
{
	const struct soc_group *best = NULL;
	for (size_t i = 0; i < map->soc->group_count; i++) {
		const struct soc_group *group = &map->soc->groups[i];
		if (covers(group, wanted) && (!best || group->pin_count > best->pin_count))
			best = group;
	}
	return best;
}

/* ---- group nodes ------------------------------------------------------------------------- */

static const char *pin_name(struct map *map, unsigned bank, unsigned number)
{
	return arena_printf(map->arena, "P%c%u", (char)('A' + bank - 1), number);
}

static struct dt_node *group_node(struct map *map, const struct soc_group *group)
{
	struct dt_node *node = dt_find_label(map->tree, group->label);
	struct dt_node *controller = map_node(map, group->controller);
	if (!node && controller)
		node = dt_child(controller, group->node);
	if (node || !controller)
		return node;
	node = map_child(map, controller, group->node, group->label);
	struct dt_property *pins = map_flag(map, node, "pins");
	for (size_t i = 0; i < group->pin_count; i++)
		dt_add_string(map->tree, pins,
		              pin_name(map, group->pins[i].bank, group->pins[i].number));
	map_string(map, node, "function", group->function);
	if (group->drive_ma)
		map_cell(map, node, "drive-strength", group->drive_ma);
	if (group->bias)
		map_flag(map, node, group->bias);
	return node;
}

static bool add_group(struct map *map, struct dt_node *node, struct dt_node *group)
{
	struct dt_property *list = dt_property(node, "pinctrl-0");
	if (!list || list->origin.rule != map->origin.rule) {
		map_string(map, node, "pinctrl-names", "default");
		map_reference(map, node, "pinctrl-0", group);
		return true;
	}
	dt_add_reference(map->tree, list, group);
	dt_new_group(list);
	return true;
}

static void claim_group(struct map *map, struct dt_node *node, const struct soc_group *group)
{
	for (size_t i = 0; i < group->pin_count; i++) {
		struct fex_gpio gpio = { .bank = group->pins[i].bank,
			                 .pin = group->pins[i].number };
		map_claim_pin(map, &gpio, node, "pinctrl-0");
	}
}

bool map_pin_group(struct map *map, struct dt_node *node, const char *label, bool add)
{
	const struct soc_group *group = soc_group(map->soc, label);
	struct dt_node *target = group ? group_node(map, group) : NULL;
	if (!target)
		return false;
	if (!add)
		dt_delete_property(node, "pinctrl-0");
	claim_group(map, node, group);
	return add_group(map, node, target);
}

/* What mainline gives cards: pull-ups and a strong drive; elsewhere the pins' defaults. */
static void set_strength(struct map *map, struct dt_node *node, const struct hw_fact *like)
{
	if (strncmp(dt_string(map->tree, node, "function", 0), "mmc", 3) != 0)
		return;
	int drive = like->gpio.drive < 0 || like->gpio.drive > 3 ? 2 : like->gpio.drive;
	map_cell(map, node, "drive-strength", (uint32_t)(drive + 1) * 10);
	if (like->gpio.pull != 0)
		map_flag(map, node, "bias-pull-up");
}

/* A group of our own for the pins that no group of mainline's covers. */
static struct dt_node *own_group(struct map *map, struct wanted *wanted)
{
	const struct hw_fact *first = NULL;
	unsigned count = 0;
	for (size_t i = wanted->count; i-- > 0;)
		if (!wanted->done[i]) {
			first = wanted->facts[i];
			count++;
		}
	struct dt_node *controller = first ? map_node(map, soc_controller(first->gpio.bank)) : NULL;
	if (!controller)
		return NULL;
	char *name = arena_printf(map->arena, "%s-p%c-pin%s", wanted->function,
	                          (char)('a' + first->gpio.bank - 1), count > 1 ? "s" : "");
	char *label = arena_strdup(map->arena, name);
	for (char *p = label; *p; p++)
		*p = *p == '-' ? '_' : *p;
	if (dt_child(controller, name))
		name = arena_printf(map->arena, "%s-board-pins", wanted->function);
	struct dt_node *node = map_child(map, controller, name, label);
	struct dt_property *pins = map_flag(map, node, "pins");
	for (size_t i = 0; i < wanted->count; i++)
		if (!wanted->done[i] &&
		    soc_controller(wanted->facts[i]->gpio.bank) == soc_controller(first->gpio.bank))
			dt_add_string(map->tree, pins,
			              pin_name(map, wanted->facts[i]->gpio.bank,
			                       wanted->facts[i]->gpio.pin));
	map_string(map, node, "function", wanted->function);
	set_strength(map, node, first);
	return node;
}

bool map_pins(struct map *map, struct dt_node *node, const struct hw_device *device,
              const char *const *signals)
{
	struct wanted wanted = collect(map, device, signals);
	size_t left = 0;
	dt_delete_property(node, "pinctrl-0");
	for (size_t i = 0; i < wanted.count; i++) {
		map_because(map, wanted.facts[i]);
		wanted.done[i] = !map_claim_pin(map, &wanted.facts[i]->gpio, node, "pinctrl-0");
		left += !wanted.done[i];
	}
	const struct soc_group *group;
	while (left > 0 && (group = largest_group(map, &wanted))) {
		struct dt_node *target = group_node(map, group);
		if (!target)
			return false;
		add_group(map, node, target);
		for (size_t i = 0; i < group->pin_count; i++)
			wanted.done[position(&wanted, &group->pins[i])] = true;
		left -= group->pin_count;
	}
	struct dt_node *own = left > 0 ? own_group(map, &wanted) : NULL;
	if (own)
		add_group(map, node, own);
	return wanted.count > 0;
}
