/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-gpio.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-nodes.h"

#include <string.h>

/* ---- ownership --------------------------------------------------------------------------- */

static const struct map_pin *owner(const struct map *map, unsigned bank, unsigned number)
{
	for (size_t i = 0; i < map->pin_count; i++)
		if (map->pins[i].bank == bank && map->pins[i].number == number)
			return &map->pins[i];
	return NULL;
}

bool map_claim_pin(struct map *map, const struct fex_gpio *gpio, struct dt_node *user,
                   const char *what)
{
	const struct map_pin *taken = owner(map, gpio->bank, gpio->pin);
	const char *key;
	if (taken && taken->user == user)
		return true;
	if (!map_is_owners(map, gpio, user, what, &key)) {
		const struct dt_source *source = map->origin.sources;
		diag_warning(map->diags, "FX235", source ? source->at : at_file(map->hw->file),
		             "is the answer true? then the vendor's line is another board's",
		             "%s of %s is left out: %s is the answer to %s", what, user->name,
		             fex_gpio_name(map->arena, gpio), key);
		return false;
	}
	if (taken) {
		const struct dt_source *source = map->origin.sources;
		diag_warning(map->diags, "FX301", source ? source->at : at_file(map->hw->file),
		             "the vendor's file uses it twice; check the schematic",
		             "%s of %s is left out: %s is already %s of %s", what, user->name,
		             fex_gpio_name(map->arena, gpio), taken->what, taken->user->name);
		return false;
	}
	map->pins = arena_push(map->arena, map->pins, map->pin_count, sizeof *map->pins);
	map->pins[map->pin_count++] = (struct map_pin){ gpio->bank, gpio->pin, user, what };
	return true;
}

void map_free_pins(struct map *map, const struct dt_node *user)
{
	for (size_t i = map->pin_count; i-- > 0;)
		if (map->pins[i].user == user)
			map->pins[i] = map->pins[--map->pin_count];
}

struct dt_node *map_switch_on(const struct map *map, const struct fex_gpio *gpio)
{
	const struct map_pin *taken = owner(map, gpio->bank, gpio->pin);
	return taken && dt_is_compatible(map->tree, taken->user, "regulator-fixed") ? taken->user
	                                                                            : NULL;
}

bool map_is_taken(const struct map *map, const struct hw_fact *pin)
{
	return owner(map, pin->gpio.bank, pin->gpio.pin) != NULL;
}

/* ---- as GPIOs and interrupts ------------------------------------------------------------- */

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

/* ---- pins for user space ----------------------------------------------------------------- */

#define HEADER_PINS                                                                                \
	20 /* boards that list more lead them out; shorter lists have the board's own, too */

/* The pin in the list for user space, and how long the list is. */
static const struct hw_fact *listed(const struct map *map, const struct hw_fact *pin, size_t *count)
{
	const struct hw_fact *found = NULL;
	*count = 0;
	for (size_t i = 0; pin && i < map->hw->device_count; i++) {
		const struct hw_device *list = &map->hw->devices[i];
		if (strcmp(list->section, "gpio_para") != 0 || !list->used)
			continue;
		for (size_t k = 0; k < list->fact_count; k++) {
			const struct hw_fact *fact = &list->facts[k];
			*count += hw_is_soc_pin(fact);
			if (hw_is_soc_pin(fact) && fact->gpio.bank == pin->gpio.bank &&
			    fact->gpio.pin == pin->gpio.pin)
				found = fact;
		}
	}
	return found;
}

bool map_is_listed(const struct map *map, const struct hw_device *device, const char *signal)
{
	size_t count;
	const struct hw_fact *pin = listed(map, hw_gpio(device, signal), &count);
	return pin && pin->gpio.mux == 0;
}

bool map_is_on_header(const struct map *map, const struct hw_fact *pin)
{
	size_t count;
	const struct hw_fact *found = listed(map, pin, &count);
	return found && (found->gpio.mux == 0 || count >= HEADER_PINS);
}

bool map_is_missed(const struct map *map, const struct hw_fact *pin)
{
	size_t count;
	return !listed(map, pin, &count) && count >= HEADER_PINS;
}
