/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-console.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"
#include "fex2dts/map/map-wifi.h"

#include <ctype.h>
#include <string.h>

/* ---- root -------------------------------------------------------------------------------- */

/* Names that every vendor's file has, or none: they say nothing of the board. */
static bool is_any_file(const char *name)
{
	static const char *const names[] = { "script", "sys-config", "config", "standard-input" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return *name == '\0';
}

/* The board's name: the file's, without directory and suffix, words joined by '-'; of letters that a compatible
 * may have (Devicetree Specification 0.4, 2.3.1 says less; mainline's have no others). */
static char *board_name(struct map *map)
{
	const char *file = map->hw->file ? map->hw->file : "board";
	const char *slash = strrchr(file, '/');
	char *name = arena_strdup(map->arena, slash ? slash + 1 : file);
	char *dot = strrchr(name, '.');
	if (dot && dot != name)
		*dot = '\0';
	char *out = name;
	for (const char *p = name; *p; p++) {
		if (isalnum((unsigned char)*p) || strchr(".+", *p))
			*out++ = (char)tolower((unsigned char)*p);
		else if (out > name && out[-1] != '-')
			*out++ = '-';
	}
	out -= out > name && out[-1] == '-';
	*out = '\0';
	return is_any_file(name) ? arena_strdup(map->arena, "board") : name;
}

/* "olimex,a20-olinuxino-lime" when a word is a vendor or its product family; boards without a known
 * vendor are filed under the SoC's, as mainline does. */
static char *board_compatible(struct map *map, const char *name)
{
	const struct table *table = &map->tables->vendors;
	for (size_t i = 0; i < table->row_count; i++) {
		const char *word = table_cell(table, &table->rows[i], "word");
		const char *prefix = table_cell(table, &table->rows[i], "prefix");
		size_t len = strlen(word);
		const char *found = strstr(name, word);
		if (!found || (found != name && found[-1] != '-'))
			continue;
		bool keep = strcmp(table_cell(table, &table->rows[i], "keep"), "yes") == 0;
		const char *rest =
			found == name && !keep && name[len] == '-' ? name + len + 1 : name;
		return arena_printf(map->arena, "%s,%s", prefix, rest);
	}
	return arena_printf(map->arena, "allwinner,%s", name);
}

static char *model_name(struct map *map, const char *name)
{
	char *model = arena_strdup(map->arena, name);
	bool start = true;
	for (char *p = model; *p; p++) {
		*p = *p == '-' ? ' ' : start ? (char)toupper((unsigned char)*p) : *p;
		start = *p == ' ';
	}
	return model;
}

void map_root(struct map *map)
{
	struct dt_node *root = map->tree->root;
	const char *name = board_name(map);
	map_rule(map, "root", NULL);
	map->origin.why = "from the file's name: no vendor file names its board";
	const char *board = map_ask(map, "compatible", "Which \"vendor,board\" is it?",
	                            board_compatible(map, name), 400, 1, NULL);
	const char *model = map_ask(map, "model", "What is the board called?",
	                            model_name(map, name), 300, 1, NULL);
	map_string(map, root, "model", model ? model : model_name(map, name));
	struct dt_property *compatible =
		map_string(map, root, "compatible", board ? board : board_compatible(map, name));
	dt_add_string(map->tree, compatible, map->soc->compatible);
	if (map_soc_is(map, "sun9i,sun8i-a83t,sun8i-r40,sun50i-a64"))
		return; /* every rail there is the PMIC's */
	map_rail(map, "vcc3v0");
	map_rail(map, "vcc3v3");
	map_rail(map, "vcc5v0");
}

/* ---- UARTs ------------------------------------------------------------------------------- */

static const char *const wires[] = { "tx", "rx", NULL };
static const char *const flow_wires[] = { "tx", "rx", "rts", "cts", NULL };

static struct dt_node *special_node(struct map *map, const char *name)
{
	struct dt_node *node = dt_child(map->tree->root, name);
	return node ? node : map_child(map, map->tree->root, name, NULL);
}

static void set_alias(struct map *map, const char *alias, struct dt_node *node)
{
	struct dt_node *aliases = special_node(map, "aliases");
	dt_add_path(map->tree, map_flag(map, aliases, alias), node);
}

/* "uart1" when the pin's mux leads to that UART, "r_uart" for the second controller's. */
static const char *uart_label(struct map *map, const struct hw_fact *pin)
{
	if (!hw_is_soc_pin(pin))
		return NULL;
	const struct soc_signal *signal =
		soc_signal(map->soc, pin->gpio.bank, pin->gpio.pin, pin->gpio.mux);
	if (!signal || !signal->function)
		return NULL;
	if (strcmp(signal->function, "s_uart") == 0)
		return "r_uart";
	return strncmp(signal->function, "uart", 4) == 0 ? signal->function : NULL;
}

#define BANK_F 6 /* the card slot's pins on every SoC */

static bool is_card_pin(const struct hw_fact *pin)
{
	return hw_is_soc_pin(pin) && pin->gpio.bank == BANK_F;
}

/* Whether the UART reaches pins beside the card slot's on this SoC. */
static bool has_own_pins(const struct map *map, const char *label)
{
	for (size_t i = 0; i < map->soc->pin_count; i++)
		for (size_t mux = 0; mux < SOC_MUXES && map->soc->pins[i].bank != BANK_F; mux++) {
			const char *function = map->soc->pins[i].mux[mux].function;
			if (function && strcmp(function, label) == 0)
				return true;
		}
	return false;
}

static struct dt_node *console_on_pins(struct map *map, const struct hw_device *console,
                                       const char *label)
{
	struct dt_node *node = map_enable(map, label);
	if (node)
		map_pins(map, node, console, wires);
	return node;
}

#define SMALL_PANEL 600 /* lines of the 7 inch tablets' panels, at most */

static bool has_small_panel(const struct map *map)
{
	const struct hw_device *lcd = hardware_used(map->hw, HW_LCD, 0);
	return hw_number(lcd, "y", SMALL_PANEL + 1) <= SMALL_PANEL;
}

/* Where the vendor's console sits on the card slot's pins, a tablet's test points are R_UART; the
 * 7 inch designs all have them. Of the larger ones the board with Bluetooth on the first UART that
 * is led out has no console at all. */
static struct dt_node *console_off_card(struct map *map)
{
	map->origin.why = "the vendor's pins are the card slot's";
	if (map_has_serial_bluetooth(map) && !has_small_panel(map))
		return NULL;
	struct dt_node *node = map_enable(map, "r_uart");
	if (node) {
		if (!map_pin_group(map, node, "r_uart_pins_a", false))
			map_pin_group(map, node, "r_uart_pins", false);
		return node;
	}
	node = map_enable(map, "uart1");
	if (node)
		map_pin_group(map, node, "uart1_pg_pins", false);
	return node;
}

void map_console(struct map *map)
{
	const struct hw_device *console = hardware_find(map->hw, HW_CONSOLE, 0);
	const struct hw_fact *tx = hw_gpio(console, "tx");
	const struct hw_fact *port = hw_fact(console, "port");
	map_rule(map, "console", port);
	const char *label = uart_label(map, tx);
	bool on_card = is_card_pin(tx);
	if (!label) {
		label = arena_printf(map->arena, "uart%d",
		                     (int)(hw_number(console, "port", 0) & 7));
		on_card = on_card || !has_own_pins(map, label);
	}
	if (tx && hw_fact(console, "rx") == NULL) {
		map_note_fact(map, tx,
		              "a console without its receiver: the pins serve something else");
		return;
	}
	const char *answer =
		map_ask(map, "console", "Which UART is the console?", label, 900, 4, port);
	struct dt_node *node;
	if (answer)
		node = map_enable(map, answer);
	else
		node = on_card ? console_off_card(map) : console_on_pins(map, console, label);
	if (!node)
		return;
	set_alias(map, "serial0", node);
	map_string(map, special_node(map, "chosen"), "stdout-path", "serial0:115200n8");
}

/* A UART that Bluetooth hangs on, or one of a development board's headers. */
static bool wants_uart(const struct map *map, const struct hw_device *uart)
{
	const struct hw_device *bluetooth = hardware_used(map->hw, HW_BLUETOOTH, 0);
	unsigned headers = 0;
	if (bluetooth && hw_number(bluetooth, "uart", -1) == uart->index)
		return map_soc_is(map, "sun7i,sun8i") && map_has_serial_bluetooth(map) &&
		       (!map_is_wired_box(map) || map_soc_is(map, "sun8i-a83t,sun8i-r40"));
	for (unsigned i = 3; i < 8; i++)
		headers += hardware_used(map->hw, HW_UART, i) != NULL;
	if (map->class != MAP_BOARD)
		return false;
	return map_soc_is(map, "sun5i") ||
	       (map_soc_is(map, "sun7i") && uart->index > 2 && headers > 1);
}

static void add_uart(struct map *map, const struct hw_device *uart, unsigned *alias)
{
	const char *label = arena_printf(map->arena, "uart%u", uart->index);
	if (!uart->used || map_is_on(map, label) || !map_pins_free(map, uart, wires) ||
	    !map_wants(map, label, wants_uart(map, uart), uart))
		return;
	map_rule_device(map, "uart", uart);
	struct dt_node *node = map_enable(map, label);
	if (!node)
		return;
	bool flow = hw_number(uart, "type", 2) >= 4 && map_pins_free(map, uart, flow_wires);
	map_pins(map, node, uart, flow ? flow_wires : wires);
	if (flow && map_bluetooth(map, node, uart))
		map_flag(map, node, "uart-has-rtscts");
	set_alias(map, arena_printf(map->arena, "serial%u", (*alias)++), node);
}

void map_uart(struct map *map)
{
	struct dt_node *aliases = dt_child(map->tree->root, "aliases");
	unsigned alias = dt_has(aliases, "serial0");
	for (unsigned i = 0; i < 8; i++) {
		const struct hw_device *uart = hardware_find(map->hw, HW_UART, i);
		if (uart)
			add_uart(map, uart, &alias);
	}
}
