/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-regulators.h"

#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"

#include <string.h>

struct dt_node *map_fixed_regulator(struct map *map, const char *name, const char *label,
                                    uint32_t microvolts, const struct hw_fact *gpio, bool boot_on)
{
	struct dt_node *node = dt_child(map->tree->root, name);
	if (node)
		return node;
	node = map_child(map, map->tree->root, name, label);
	map_string(map, node, "compatible", "regulator-fixed");
	map_string(map, node, "regulator-name", name);
	map_cell(map, node, "regulator-min-microvolt", microvolts);
	map_cell(map, node, "regulator-max-microvolt", microvolts);
	if (!gpio)
		return node;
	if (boot_on)
		map_flag(map, node, "regulator-boot-on");
	map_flag(map, node, "enable-active-high");
	if (!map_gpio(map, node, "gpio", gpio, GPIO_HIGH)) {
		dt_delete_node(node);
		return NULL;
	}
	return node;
}

struct dt_node *map_rail(struct map *map, const char *name)
{
	static const struct {
		const char *name, *label;
		uint32_t microvolts;
	} rails[] = { { "vcc3v0", "reg_vcc3v0", 3000000 },
		      { "vcc3v3", "reg_vcc3v3", 3300000 },
		      { "vcc5v0", "reg_vcc5v0", 5000000 } };
	for (size_t i = 0; i < sizeof rails / sizeof *rails; i++) {
		if (strcmp(rails[i].name, name) != 0)
			continue;
		struct dt_origin before = map->origin;
		map_rule(map, "regulator.rail", NULL);
		map->origin.why = "every board has this rail; no vendor file mentions it";
		struct dt_node *node = map_fixed_regulator(map, name, rails[i].label,
		                                           rails[i].microvolts, NULL, false);
		map->origin = before;
		return node;
	}
	return NULL;
}

struct dt_node *map_pmic_regulator(struct map *map, const char *name)
{
	struct dt_node *bus = map->pmic ? map->pmic->parent : NULL;
	for (size_t i = 0; bus && i < bus->child_count; i++) {
		struct dt_node *list = dt_child(bus->children[i], "regulators");
		struct dt_node *node = list ? dt_child(list, name) : NULL;
		if (node)
			return node;
	}
	return NULL;
}

struct dt_node *map_supply_by_name(struct map *map, const char *name)
{
	if (!name || !map->pmic)
		return NULL;
	const char *bare = strchr(name, '_');
	struct dt_node *node = map_pmic_regulator(map, name);
	if (!node && strncmp(name, "axp", 3) == 0 && bare)
		node = map_pmic_regulator(map, bare + 1);
	return node;
}
