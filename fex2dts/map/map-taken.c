/* What the tree has, in the words of an answer; and the lists of chips. */
#include "fex2dts/map/map-answers.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/* 1400000 as "1.4V". */
static const char *volts(struct map *map, uint32_t microvolts)
{
	char *text =
		arena_printf(map->arena, "%u.%06u", microvolts / 1000000, microvolts % 1000000);
	size_t len = strlen(text);
	while (text[len - 1] == '0' && text[len - 2] != '.')
		text[--len] = '\0';
	return arena_printf(map->arena, "%sV", text);
}

/* "PH5", "PH5:low", "power1"; the first GPIO of a property. */
static const char *pin_text(struct map *map, const struct dt_node *node, const char *name)
{
	const struct dt_property *property = dt_property(node, name);
	if (!property || property->piece_count < 2 || property->pieces[0].kind != DT_PHANDLE)
		return "none";
	const char *controller = map_key(map, property->pieces[0].node);
	uint32_t first = property->pieces[1].cell;
	if (strcmp(controller, "axp_gpio") == 0)
		return arena_printf(map->arena, "power%u", first);
	if (property->piece_count < 4)
		return "none";
	unsigned bank = first + (strcmp(controller, "r_pio") == 0 ? SOC_R_BANK : 1);
	return arena_printf(map->arena, "P%c%u%s", (char)('A' + bank - 1), property->pieces[2].cell,
	                    property->pieces[3].cell & GPIO_LOW ? ":low" : "");
}

static const char *supply_text(struct map *map, const struct dt_node *node, const char *name)
{
	const struct dt_property *property = dt_property(node, name);
	if (!property || !property->piece_count || property->pieces[0].kind != DT_PHANDLE)
		return "none";
	const struct dt_node *to = property->pieces[0].node;
	if (!dt_is_compatible(map->tree, to, "regulator-fixed"))
		return strcmp(map_key(map, to), "usb_power_supply") == 0 ? "pmic" : to->name;
	const char *voltage = volts(map, dt_cell(map->tree, to, "regulator-max-microvolt", 0, 0));
	return dt_has(to, "gpio")
	               ? arena_printf(map->arena, "%s@%s", voltage, pin_text(map, to, "gpio"))
	               : voltage;
}

const char *map_taken(struct map *map, struct dt_node *node, const char *property,
                      enum map_kind kind)
{
	if (kind == MAP_PIN)
		return pin_text(map, node, property);
	if (kind == MAP_SUPPLY)
		return supply_text(map, node, property);
	if (!dt_has(node, property))
		return "none";
	const char *text = dt_string(map->tree, node, property, 0);
	if (text)
		return text;
	return dt_cell_count(map->tree, node, property) == 1
	               ? arena_printf(map->arena, "%u", dt_cell(map->tree, node, property, 0, 0))
	               : "yes";
}

const char *map_taken_range(struct map *map, const struct dt_node *regulator)
{
	struct text text = text_make(map->arena);
	const char *name = dt_string(map->tree, regulator, "regulator-name", 0);
	uint32_t low = dt_cell(map->tree, regulator, "regulator-min-microvolt", 0, 0);
	uint32_t high = dt_cell(map->tree, regulator, "regulator-max-microvolt", 0, 0);
	if (high == 0)
		text_add(&text, "unused");
	else
		text_add(&text, volts(map, low));
	if (high > low)
		text_printf(&text, "-%s", volts(map, high));
	if (dt_has(regulator, "regulator-always-on"))
		text_add(&text, ",always-on");
	if (name && strcmp(name, regulator->name) != 0)
		text_printf(&text, ",%s", name);
	return text.p;
}

const char *map_taken_leds(struct map *map, unsigned *count)
{
	struct text text = text_make(map->arena);
	const struct dt_node *list = dt_child(map->tree->root, "leds");
	*count = list ? (unsigned)list->child_count : 0;
	for (size_t i = 0; i < *count; i++) {
		const struct dt_node *led = list->children[i];
		text_printf(&text, "%s%s@%s%s", i > 0 ? " " : "",
		            dt_string(map->tree, led, "label", 0), pin_text(map, led, "gpios"),
		            dt_has(led, "default-state") ? ":on" : "");
	}
	return text.p;
}

/* ---- chips on I2C ------------------------------------------------------------------------ */

static bool is_chip(struct map *map, const struct dt_node *node)
{
	const char *compatible = dt_string(map->tree, node, "compatible", 0);
	return node->parent && strncmp(node->parent->name, "i2c@", 4) == 0 && compatible &&
	       strchr(node->name, '@') && strncmp(compatible, "x-powers,", 9) != 0 &&
	       dt_is_live(map->tree, node);
}

/* "vendor,part@i2c1/38" */
static const char *chip_text(struct map *map, const struct dt_node *node)
{
	return arena_printf(map->arena, "%s@%s/%s", dt_string(map->tree, node, "compatible", 0),
	                    map_key(map, node->parent), strchr(node->name, '@') + 1);
}

const char *map_taken_chips(struct map *map, unsigned *count)
{
	struct text text = text_make(map->arena);
	*count = 0;
	for (const struct dt_node *node = map->tree->root; node; node = dt_next(node))
		if (is_chip(map, node))
			text_printf(&text, "%s%s", (*count)++ ? " " : "", chip_text(map, node));
	return text.p;
}

#define I2C_FIRST 0x03 /* 7-bit addresses; those beyond are reserved (I2C specification, 3.1.12) */
#define I2C_LAST  0x77

static void add_chip(struct map *map, struct map_said *said, char *text)
{
	char *bus = text, *compatible = strsep(&bus, "@"), *address = bus, *end = text;
	const char *label = bus ? strsep(&address, "/") : "";
	unsigned long at = address ? strtoul(address, &end, 16) : 0;
	if (!bus || !strchr(compatible, ',') || strncmp(label, "i2c", 3) != 0 || *end ||
	    at < I2C_FIRST || at > I2C_LAST || !map_node(map, label)) {
		map_misread(map, said, "none or chips such as atmel,24c16@i2c1/50, with blanks");
		return;
	}
	if (!map_is_on(map, label)) {
		diag_warning(map->diags, "FX234", said->at,
		             "leave the chip out, or switch the bus on as well",
		             "%s@%s changes nothing: %s is off", compatible, bus, label);
		return;
	}
	const char *kind = strstr(compatible, "24c") ? "eeprom" : "chip";
	struct dt_node *node = map_child(map, map_node(map, label),
	                                 arena_printf(map->arena, "%s@%lx", kind, at), NULL);
	map_string(map, node, "compatible", compatible);
	map_cell(map, node, "reg", (uint32_t)at);
	map_touch_wires(map, node, label);
	map_by_answer(map, said);
}

void map_set_chips(struct map *map, struct map_said *said)
{
	char *rest = arena_strdup(map->arena, said->value);
	struct text kept = text_make(map->arena);
	for (struct dt_node *node = map->tree->root, *next; node; node = next) {
		next = dt_next(node);
		if (!is_chip(map, node))
			continue;
		const char *text = chip_text(map, node), *found = strstr(said->value, text);
		size_t len = strlen(text);
		bool listed = found && (found == said->value || found[-1] == ' ') &&
		              (found[len] == ' ' || !found[len]);
		if (listed) {
			text_printf(&kept, " %s ", text);
			continue;
		}
		map_free_pins(map, node);
		if (next && next->parent == node)
			next = dt_next(node->children[node->child_count - 1]);
		dt_delete_node(node);
	}
	map_by_answer(map, said);
	for (char *one; (one = strsep(&rest, " "));)
		if (*one && strcmp(one, "none") != 0 &&
		    !strstr(kept.p, arena_printf(map->arena, " %s ", one)))
			add_chip(map, said, one);
}
