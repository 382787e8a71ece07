/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-leds.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"

#include <string.h>

struct led {
	const struct hw_fact *pin;
	const char *name;
	bool low, on;
};

static void add_led(struct map *map, const struct led *led)
{
	if (!hw_is_soc_pin(led->pin) || led->pin->gpio.mux > 1)
		return;
	struct dt_node *list = dt_child(map->tree->root, "leds");
	map_rule(map, "leds", led->pin);
	if (!list) {
		list = map_child(map, map->tree->root, "leds", NULL);
		map_string(map, list, "compatible", "gpio-leds");
	}
	struct dt_node *node =
		map_child(map, list, arena_printf(map->arena, "led-%zu", list->child_count), NULL);
	map_string(map, node, "label", led->name);
	if (!map_gpio(map, node, "gpios", led->pin, led->low ? GPIO_LOW : GPIO_HIGH)) {
		dt_delete_node(node);
		if (list->child_count == 0)
			dt_delete_node(list);
		return;
	}
	if (led->on)
		map_string(map, node, "default-state", "on");
}

static const char *board_word(struct map *map)
{
	const char *compatible = dt_string(map->tree, map->tree->root, "compatible", 0);
	const char *comma = compatible ? strchr(compatible, ',') : NULL;
	return comma ? comma + 1 : "board";
}

static const char *led_label(struct map *map, const char *vendor, const char *use)
{
	static const char *const colours[] = {
		"red", "green", "blue", "white", "orange", "yellow"
	};
	for (size_t i = 0; vendor && i < sizeof colours / sizeof *colours; i++)
		if (strstr(vendor, colours[i]))
			return arena_printf(map->arena, "%s:%s:%s", board_word(map), colours[i],
			                    use);
	return arena_printf(map->arena, "%s:%s:%s", board_word(map), "green", use);
}

/* led1, led1_trigger … in a led_para section, where leds_para would have pin_1 */
static void add_triggered_leds(struct map *map, const struct hw_device *leds)
{
	for (unsigned i = 1; i < 9; i++) {
		char *name = arena_printf(map->arena, "led%u", i);
		struct led led = { .pin = hw_gpio(leds, name), .name = led_label(map, NULL, name) };
		if (led.pin)
			add_led(map, &led);
	}
}

/* leds_pin_1, leds_name_1, leds_default_1 … */
static void add_numbered_leds(struct map *map, const struct hw_device *leds)
{
	for (unsigned i = 1; i < 9; i++) {
		const struct hw_fact *pin = hw_gpio(leds, arena_printf(map->arena, "pin_%u", i));
		const char *name = hw_string(leds, arena_printf(map->arena, "name_%u", i));
		struct led led = {
			.pin = pin,
			.name = led_label(map, name, "usr"),
			.on = hw_number(leds, arena_printf(map->arena, "default_%u", i), 0) != 0 &&
			      !hw_string(leds, arena_printf(map->arena, "trigger_%u", i)),
		};
		if (pin)
			add_led(map, &led);
	}
}

/* red_led and red_led_active_low … */
static void add_coloured_leds(struct map *map, const struct hw_device *leds)
{
	static const char *const colours[] = { "red", "green", "blue" };
	for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
		struct led led = {
			.pin = hw_gpio(leds, arena_printf(map->arena, "%s_led", colours[i])),
			.name = led_label(map, colours[i], "status"),
			.low = hw_number(leds,
			                 arena_printf(map->arena, "%s_led_active_low", colours[i]),
			                 0) != 0,
		};
		if (led.pin)
			add_led(map, &led);
	}
}

#define LEDS_MAX   3 /* outputs among … */
#define INPUTS_MIN 8 /* … inputs, to be told apart from a header's pins */

/* A header's pins are inputs until someone uses them; the few outputs among them are LEDs, lit by
 * a low level since the vendor starts them low with the board's LEDs on. */
static void add_listed_leds(struct map *map, const struct hw_device *gpio)
{
	const struct hw_fact *outputs[LEDS_MAX];
	size_t count = 0, inputs = 0;
	for (size_t i = 0; i < gpio->fact_count; i++) {
		const struct hw_fact *fact = &gpio->facts[i];
		if (!hw_is_soc_pin(fact))
			continue;
		inputs += fact->gpio.mux == 0;
		if (fact->gpio.mux != 1 || fact->gpio.pull > 0)
			continue;
		if (count == LEDS_MAX)
			return;
		outputs[count++] = fact;
	}
	for (size_t i = 0; i < count && inputs >= INPUTS_MIN; i++) {
		struct led led = { .pin = outputs[i],
			           .name = led_label(map, "green", i == 0 ? "tx" : "rx"),
			           .low = true };
		add_led(map, &led);
	}
}

/* A box that lists one or two pins for user space, the first one set, has its LED there. */
static void add_status_led(struct map *map)
{
	const struct hw_device *gpio = hardware_used(map->hw, HW_GPIO, 0);
	const struct hw_fact *pin = hw_gpio(gpio, "gpio_pin_1");
	if (gpio)
		add_listed_leds(map, gpio);
	if (!pin || hw_fact(gpio, "gpio_pin_3") || pin->gpio.mux != 1 || pin->gpio.data != 1)
		return;
	struct led led = { .pin = pin, .name = led_label(map, "blue", "usr") };
	add_led(map, &led);
}

/* "board:green:usr@PH20", "name@PH21:low:on", with blanks between them; "none". */
static void add_answered_leds(struct map *map, struct map_said *said)
{
	char *rest = arena_strdup(map->arena, said->value);
	for (char *one; (one = strsep(&rest, " "));) {
		char *at = strrchr(one, '@');
		struct map_wire wire;
		if (!*one || strcmp(one, "none") == 0)
			continue;
		if (!map_read_pin(map, said, at ? at + 1 : one, &wire)) {
			map_misread(map, said, "LEDs such as board:green:usr@PH20:low, or none");
			return;
		}
		struct led led = { .pin = arena_memdup(map->arena, &wire.fact, sizeof wire.fact),
			           .low = wire.level == GPIO_LOW,
			           .on = wire.on };
		led.name = at ? arena_strndup(map->arena, one, (size_t)(at - one))
		              : led_label(map, NULL, "usr");
		add_led(map, &led);
	}
}

void map_leds(struct map *map)
{
	const struct hw_device *leds = hardware_used(map->hw, HW_LEDS, 0);
	struct map_said *said = map_said(map, "leds");
	if (said) {
		add_answered_leds(map, said);
		return;
	}
	if (map->class == MAP_TABLET)
		return;
	if (leds)
		add_numbered_leds(map, leds);
	if (leds)
		add_triggered_leds(map, leds);
	if (leds)
		add_coloured_leds(map, leds);
	if (!dt_child(map->tree->root, "leds"))
		add_status_led(map);
}
