/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-rails.h"

#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-regulators.h"

#include <string.h>

/* ---- regulators -------------------------------------------------------------------------- */

#define MICROVOLTS_MAX 6000000 /* what any of these chips' rails can be */

static bool read_range(const char *text, uint32_t *low, uint32_t *high, struct arena *arena)
{
	const char *dash = strchr(text, '-');
	char *first = arena_strndup(arena, text, dash ? (size_t)(dash - text) : strlen(text));
	if (!map_read_micro(dash ? dash + 1 : first, 1, high))
		return false;
	size_t digits = strspn(first, "0123456789.");
	const char *unit = dash ? dash + 1 + strspn(dash + 1, "0123456789.") : "";
	if (!first[digits])
		first = arena_printf(arena, "%s%s", first, unit); /* 1.0-1.4V */
	return map_read_micro(first, 1, low) && *low <= *high && *low > 0 &&
	       *high <= MICROVOLTS_MAX;
}

static bool is_name(const char *text)
{
	return *text && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                             "0123456789-_.") == strlen(text);
}

/* "1.0V-1.4V,always-on,vdd-cpu", "unused". */
void owner_set_regulator(struct map *map, struct map_said *said, struct dt_node *node)
{
	static const char expected[] = "a voltage or range up to 6V, such as 1.0V-1.4V or "
				       "3.3V,always-on,vcc-wifi, or unused";
	char *rest = arena_strdup(map->arena, said->value), *range = strsep(&rest, ",");
	uint32_t low = 0, high = 0;
	bool unused = strcmp(range, "unused") == 0, always = false;
	if (!unused && !read_range(range, &low, &high, map->arena)) {
		map_misread(map, said, expected);
		return;
	}
	const char *name = unused ? node->name : NULL;
	for (char *word; (word = strsep(&rest, ","));) {
		if (!is_name(word))
			map_misread(map, said, expected);
		else if (strcmp(word, "always-on") == 0)
			always = true;
		else
			name = word;
	}
	map_by_answer(map, said);
	dt_delete_property(node, "regulator-always-on");
	dt_delete_property(node, "regulator-min-microvolt");
	dt_delete_property(node, "regulator-max-microvolt");
	if (always)
		map_flag(map, node, "regulator-always-on");
	if (!unused) {
		map_cell(map, node, "regulator-min-microvolt", low);
		map_cell(map, node, "regulator-max-microvolt", high);
	}
	if (name)
		map_string(map, node, "regulator-name", name);
}

bool owner_is_regulator(const struct map *map, const char *key)
{
	const struct table *table = &map->tables->regulators;
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table_cell(table, &table->rows[i], "node"), key) == 0)
			return true;
	return false;
}

/* ---- supplies ---------------------------------------------------------------------------- */

static bool is_referred(struct map *map, const struct dt_node *to)
{
	for (struct dt_node *node = map->tree->root; node; node = dt_next(node))
		for (size_t i = 0; i < node->property_count; i++)
			for (size_t k = 0; k < node->properties[i]->piece_count; k++)
				if (node->properties[i]->pieces[k].kind == DT_PHANDLE &&
				    node->properties[i]->pieces[k].node == to)
					return true;
	return false;
}

static struct dt_node *referred(const struct dt_node *node, const char *name)
{
	const struct dt_property *property = dt_property(node, name);
	return property && property->piece_count && property->pieces[0].kind == DT_PHANDLE
	               ? property->pieces[0].node
	               : NULL;
}

/* A switched regulator that nothing uses any more. */
static void drop_switch(struct map *map, struct dt_node *node)
{
	if (!node || !node->origin.rule || !dt_has(node, "gpio") || is_referred(map, node))
		return;
	map_free_pins(map, node);
	dt_delete_node(node);
}

/* "usb1_vbus-supply" names usb1-vbus, another's "phy-supply" gmac-phy. */
static char *switch_name(struct map *map, const struct dt_node *user, const char *property)
{
	char *bare = arena_strndup(map->arena, property, strlen(property) - strlen("-supply"));
	char *name = strstr(bare, "vbus")
	                     ? bare
	                     : arena_printf(map->arena, "%s-%s", map_key(map, user), bare);
	for (char *p = name; *p; p++)
		*p = *p == '_' ? '-' : *p;
	if (dt_child(map->tree->root, name))
		name = arena_printf(map->arena, "%s-switch", name);
	return name;
}

static struct dt_node *add_switch(struct map *map, struct map_said *said, struct dt_node *user,
                                  const char *property)
{
	const struct map_wire *wire = &said->wires[0];
	struct dt_node *known = map_switch_on(map, &wire->fact.gpio);
	const char *at = strchr(said->value, '@');
	bool is_port = strstr(property, "vbus") || strcmp(property, "target-supply") == 0;
	bool first = strncmp(property, "usb0", 4) == 0;
	uint32_t microvolts = is_port ? 5000000 : 3300000;
	if (at) {
		char *text = arena_strndup(map->arena, said->value, (size_t)(at - said->value));
		if (!map_read_micro(text, 1, &microvolts) || microvolts > MICROVOLTS_MAX) {
			map_misread(map, said, "a voltage before the pin, such as 3.3V@PH5");
			return NULL;
		}
	}
	if (known &&
	    (!at || dt_cell(map->tree, known, "regulator-max-microvolt", 0, 0) == microvolts))
		return known;
	if (known)
		drop_switch(map, known);
	char *name = switch_name(map, user, property);
	char *label = arena_printf(map->arena, "reg_%s", name);
	for (char *p = label; *p; p++)
		*p = *p == '-' ? '_' : *p;
	return map_fixed_regulator(map, name, label, microvolts, &wire->fact, is_port && !first);
}

static struct dt_node *supply_of(struct map *map, struct map_said *said, struct dt_node *user,
                                 const char *property)
{
	static const struct {
		uint32_t microvolts;
		const char *rail;
	} rails[] = { { 3000000, "vcc3v0" }, { 3300000, "vcc3v3" }, { 5000000, "vcc5v0" } };
	uint32_t microvolts;
	struct dt_node *node = map_pmic_regulator(map, said->value);
	if (said->wire_count)
		return add_switch(map, said, user, property);
	if (!node && strcmp(said->value, "pmic") == 0 && strstr(property, "vbus_power"))
		node = dt_find_label(map->tree, "usb_power_supply");
	if (!node && map_read_micro(said->value, 0, &microvolts))
		for (size_t i = 0; i < sizeof rails / sizeof *rails; i++)
			if (rails[i].microvolts == microvolts)
				node = map_rail(map, rails[i].rail);
	if (!node && owner_is_regulator(map, said->value)) {
		map_warn_idle(map, said, "the tree does not describe that regulator");
	} else if (!node)
		map_misread(map, said,
		            "a regulator of the PMIC such as dldo1, a rail (3.0V, 3.3V, 5V), a pin "
		            "that switches it (PH5, 3.3V@PH5) or none");
	return node;
}

void owner_set_supply(struct map *map, struct map_said *said, struct dt_node *user,
                      const char *property)
{
	struct dt_node *before = referred(user, property), *node = NULL;
	bool none = strcmp(said->value, "none") == 0;
	map_by_answer(map, said);
	if (!none && !(node = supply_of(map, said, user, property)))
		return;
	map_by_answer(map, said);
	if (none)
		dt_delete_property(user, property);
	else
		map_reference(map, user, property, node);
	if (node && dt_has(node, "status"))
		map_string(map, node, "status", "okay");
	if (before != node)
		drop_switch(map, before);
}
