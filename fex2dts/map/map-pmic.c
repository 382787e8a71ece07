/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-pmic.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"

#include <stdlib.h>
#include <string.h>

static const struct hw_device *pmic_device(const struct map *map)
{
	for (unsigned i = 0; i < 3; i++) {
		const struct hw_device *device = hardware_find(map->hw, HW_PMIC, i);
		if (device && (device->used || map->class == MAP_TABLET))
			return device;
	}
	return NULL;
}

static bool row_fits(const struct map *map, const struct table_row *row, int64_t address)
{
	const struct table *table = &map->tables->pmics;
	if (!map_soc_is(map, table_cell(table, row, "socs")))
		return false;
	const char *wanted = table_cell(table, row, "pmu-address");
	if (strchr(wanted, '='))
		return false; /* no PMIC but a lone regulator, below */
	return strcmp(wanted, "any") == 0 || strtol(wanted, NULL, 16) == address;
}

/* dtc warns that a provider of interrupts has no #address-cells, here as in mainline's boards: the binding
 * allows none. */
static void write_interrupts(struct map *map, struct dt_node *node, const char *parent,
                             const char *cells)
{
	struct dt_node *controller = *parent ? map_node(map, parent) : NULL;
	if (controller)
		map_reference(map, node, "interrupt-parent", controller);
	struct dt_property *property = map_flag(map, node, "interrupts");
	for (char *end; *cells; cells = end) {
		dt_add_cell(map->tree, property, (uint32_t)strtoul(cells, &end, 0), NULL);
		if (end == cells)
			break;
	}
	map_flag(map, node, "interrupt-controller");
	map_cell(map, node, "#interrupt-cells", 1);
}

/* "node=compatible[+compatible][:label][:disabled]" */
static void write_child(struct map *map, struct dt_node *node, char *text)
{
	char *rest = text, *name = strsep(&rest, "=");
	char *compatible = strsep(&rest, ":"), *label = strsep(&rest, ":");
	if (!compatible)
		return;
	struct dt_node *child = map_child(map, node, name, label);
	struct dt_property *list = map_string(map, child, "compatible", strsep(&compatible, "+"));
	for (char *next; (next = strsep(&compatible, "+"));)
		dt_add_string(map->tree, list, next);
	compatible = arena_strdup(map->arena, dt_string(map->tree, child, "compatible", 0));
	if (strstr(compatible, "-adc"))
		map_cell(map, child, "#io-channel-cells", 1);
	if (strstr(compatible, "-gpio")) {
		map_flag(map, child, "gpio-controller");
		map_cell(map, child, "#gpio-cells", 2);
	}
	if (rest && strcmp(rest, "disabled") == 0)
		map_string(map, child, "status", "disabled");
}

static void write_children(struct map *map, struct dt_node *node, const char *list)
{
	char *rest = arena_strdup(map->arena, list);
	for (char *one; *list && (one = strsep(&rest, " "));)
		write_child(map, node, one);
}

/* ---- regulators -------------------------------------------------------------------------- */

static void write_voltage(struct map *map, struct dt_node *node, const char *property,
                          const char *cell)
{
	if (*cell)
		map_cell(map, node, property, (uint32_t)strtoul(cell, NULL, 10));
}

static void write_regulator(struct map *map, struct dt_node *list, const struct table_row *row)
{
	const struct table *table = &map->tables->regulators;
	const char *flags = table_cell(table, row, "flags");
	struct dt_node *node = map_child(map, list, table_cell(table, row, "node"),
	                                 table_cell(table, row, "label"));
	dt_delete_property(node, "regulator-always-on");
	dt_delete_property(node, "status");
	if (map_in_list(flags, "always-on"))
		map_flag(map, node, "regulator-always-on");
	write_voltage(map, node, "regulator-min-microvolt", table_cell(table, row, "min-uV"));
	write_voltage(map, node, "regulator-max-microvolt", table_cell(table, row, "max-uV"));
	map_string(map, node, "regulator-name", table_cell(table, row, "name"));
	if (map_in_list(flags, "disabled"))
		map_string(map, node, "status", "disabled");
}

static bool is_row_of(const struct map *map, const struct table_row *row, const char *chip)
{
	const struct table *table = &map->tables->regulators;
	return strcmp(table_cell(table, row, "pmic"), chip) == 0 &&
	       map_soc_is(map, table_cell(table, row, "socs")) &&
	       map_in_list(table_cell(table, row, "classes"), map_class_name(map->class));
}

/* The rows of @chip as children of @list. */
static void write_regulators_of(struct map *map, struct dt_node *list, const char *chip)
{
	const struct table *table = &map->tables->regulators;
	for (size_t i = 0; i < table->row_count; i++)
		if (is_row_of(map, &table->rows[i], chip))
			write_regulator(map, list, &table->rows[i]);
}

static void write_regulators(struct map *map, struct dt_node *node, const char *chip,
                             const char *frequency)
{
	const struct table *table = &map->tables->regulators;
	bool any = false;
	for (size_t i = 0; i < table->row_count; i++)
		any = any || is_row_of(map, &table->rows[i], chip);
	/* boxes keep the loader's voltages: mainline has no scaling there */
	bool rule = !(map->class == MAP_BOX && map_soc_is(map, "sun4i,sun7i"));
	const char *answer =
		any ? map_ask(map, "regulators",
	                      "Are the rails of the power management chip described (yes), "
	                      "or left as the loader sets them (no)?",
	                      rule ? "yes" : "no", 800, 16, NULL)
		    : "no";
	if (answer ? strcmp(answer, "no") == 0 : !rule)
		return;
	struct dt_node *list = map_child(map, node, "regulators", NULL);
	if (*frequency)
		map_cell(map, list, "x-powers,dcdc-freq", (uint32_t)strtoul(frequency, NULL, 10));
	write_regulators_of(map, list, chip);
}

/* The I/O rail of the boards with an AXP22x is 3.0 or 3.3 V, as the loader sets it; tablets keep 3.0 V. */
static void write_io_rail(struct map *map)
{
	const struct hw_fact *fact = NULL;
	struct dt_node *node = map_pmic_regulator(map, "dcdc1");
	for (size_t i = 0; i < map->hw->device_count && !fact; i++)
		if (map->hw->devices[i].kind == HW_POWER)
			fact = hw_fact(&map->hw->devices[i], "dcdc1_vol");
	if (!node || !fact || map->class == MAP_TABLET ||
	    !map_soc_is(map, "sun6i,sun8i-a23,sun8i-a33") ||
	    (fact->number != 3000 && fact->number != 3300))
		return;
	map_rule(map, "pmic.io-rail", fact);
	map_cell(map, node, "regulator-min-microvolt", (uint32_t)fact->number * 1000);
	map_cell(map, node, "regulator-max-microvolt", (uint32_t)fact->number * 1000);
	map_string(map, node, "regulator-name", fact->number == 3000 ? "vcc-3v0" : "vcc-3v3");
}

/* "eldoin=dcdc1": supplies of the chip itself. */
static void write_supplies(struct map *map, struct dt_node *node, const char *list)
{
	char *rest = arena_strdup(map->arena, list);
	for (char *one; *list && (one = strsep(&rest, ","));) {
		char *to = one, *name = strsep(&to, "=");
		struct dt_node *source = to ? map_pmic_regulator(map, to) : NULL;
		if (source)
			map_reference(map, node, arena_printf(map->arena, "%s-supply", name),
			              source);
	}
}

static void supply_cpu(struct map *map, struct dt_node *source)
{
	struct dt_node *cpu = dt_find_label(map->tree, "cpu0");
	struct dt_node *cpus = dt_find(map->tree, "/cpus");
	if (!cpu && cpus)
		cpu = dt_child(cpus, "cpu@0");
	if (cpu && source)
		map_reference(map, cpu, "cpu-supply", source);
}

/* "dcdc2" for the first CPU, or "cpu0=dcdc2,cpu100=dcdc3" */
static void supply_cpus(struct map *map, const char *list)
{
	char *rest = arena_strdup(map->arena, list);
	if (!strchr(list, '=')) {
		supply_cpu(map, map_pmic_regulator(map, list));
		return;
	}
	for (char *one; (one = strsep(&rest, ","));) {
		char *label = strsep(&one, "=");
		struct dt_node *cpu = dt_find_label(map->tree, label);
		struct dt_node *source = one ? map_pmic_regulator(map, one) : NULL;
		if (cpu && source)
			map_reference(map, cpu, "cpu-supply", source);
	}
}

/* ---- the chip ---------------------------------------------------------------------------- */

static void write_chip(struct map *map, const struct table_row *row)
{
	const struct table *table = &map->tables->pmics;
	const char *bus_label = table_cell(table, row, "bus");
	struct dt_node *bus = map_enable(map, bus_label);
	if (!bus)
		return;
	const char *address = table_cell(table, row, "address");
	const char *compatible = table_cell(table, row, "compatible");
	struct dt_node *node = map_child(map, bus, arena_printf(map->arena, "pmic@%s", address),
	                                 table_cell(table, row, "label"));
	struct dt_node *first = map->pmic;
	map->pmic = first ? first : node;
	map_string(map, node, "compatible", compatible);
	map_cell(map, node, "reg", (uint32_t)strtoul(address, NULL, 16));
	write_interrupts(map, node, table_cell(table, row, "irq-parent"),
	                 table_cell(table, row, "irq"));
	if (*table_cell(table, row, "flags"))
		map_flag(map, node, table_cell(table, row, "flags"));
	write_children(map, node, table_cell(table, row, "children"));
	write_regulators(map, node, compatible, table_cell(table, row, "dcdc-freq"));
	write_supplies(map, node, table_cell(table, row, "supplies"));
	if (*table_cell(table, row, "cpu-supply"))
		supply_cpus(map, table_cell(table, row, "cpu-supply"));
	static const char *const signals[] = { "scl", "sda", NULL };
	const struct hw_device *twi = hardware_find(map->hw, HW_TWI, 0);
	if (strcmp(bus_label, "i2c0") == 0 && twi)
		map_pins(map, bus, twi, signals);
}

/* ---- a lone CPU regulator ---------------------------------------------------------------- */

#define SY8106A_DEFAULT 1200000 /* microvolts before the first command (its binding) */

/* Boards without a PMIC: [dvfs_table] pmuic_type says what sets the CPU's voltage. */
static void write_cpu_regulator(struct map *map, const struct table_row *row)
{
	const struct table *table = &map->tables->pmics;
	const char *address = table_cell(table, row, "address");
	struct dt_node *bus = map_enable(map, table_cell(table, row, "bus"));
	if (!bus)
		return;
	map_pin_group(map, bus, "r_i2c_pins", false);
	write_regulators_of(map, bus, table_cell(table, row, "compatible"));
	struct dt_node *node = dt_child(bus, arena_printf(map->arena, "regulator@%s", address));
	if (!node)
		return;
	map_string(map, node, "compatible", table_cell(table, row, "compatible"));
	map_cell(map, node, "reg", (uint32_t)strtoul(address, NULL, 16));
	map_cell(map, node, "silergy,fixed-microvolt", SY8106A_DEFAULT);
	map_flag(map, node, "regulator-boot-on");
	supply_cpu(map, node);
}

static void map_cpu_regulator(struct map *map)
{
	const struct table *table = &map->tables->pmics;
	const struct hw_fact *type = hw_fact(hardware_find(map->hw, HW_DVFS, 0), "pmuic_type");
	for (size_t i = 0; type && i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		const char *equals = strchr(table_cell(table, row, "pmu-address"), '=');
		if (!equals || !map_soc_is(map, table_cell(table, row, "socs")) ||
		    strtol(equals + 1, NULL, 10) != type->number)
			continue;
		map_rule(map, "pmic.cpu-regulator", type);
		write_cpu_regulator(map, row);
	}
}

static void enable_supply(struct map *map, const char *label)
{
	struct dt_node *node = dt_find_label(map->tree, label);
	if (node && dt_has(node, "status"))
		map_string(map, node, "status", "okay");
}

/* Rows that say an address exclude each other and the "any" row behind them. */
static bool is_alternative(const struct table *table, const struct table_row *row)
{
	return row > table->rows &&
	       strcmp(table_cell(table, row, "socs"), table_cell(table, row - 1, "socs")) == 0 &&
	       strcmp(table_cell(table, row - 1, "pmu-address"), "any") != 0;
}

void map_pmic(struct map *map)
{
	const struct table *table = &map->tables->pmics;
	const struct hw_device *device = pmic_device(map);
	map_cpu_regulator(map);
	const char *answer =
		device ? map_ask(map, "pmic", "Does Linux drive the power management chip?", "yes",
	                         900, 20, device->flag)
		       : "no";
	if (answer && strcmp(answer, "no") == 0)
		return;
	int64_t address = hw_number(device, "address", 0);
	const char *bus = NULL;
	map_rule_device(map, "pmic", device);
	map_because(map, hw_fact(device, "address"));
	map->origin.why = "the chip follows from the SoC and the vendor's address";
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		const char *at = table_cell(table, row, "bus");
		if (!row_fits(map, row, address))
			continue;
		/* a second chip of a SoC is a row with the same bus at another address */
		if (bus && strcmp(bus, at) == 0 && is_alternative(table, row))
			continue;
		bus = at;
		write_chip(map, row);
	}
	if (hw_number(device, "battery-capacity", 0) > 0 && map->class == MAP_TABLET)
		enable_supply(map, "battery_power_supply");
	enable_supply(map, "ac_power_supply");
	write_io_rail(map);
}

/* ---- what its rails feed ----------------------------------------------------------------- */

void map_feeds(struct map *map)
{
	const struct table *table = &map->tables->feeds;
	for (size_t i = 0; map->pmic && i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		const char *label = table_cell(table, row, "node");
		if (!map_soc_is(map, table_cell(table, row, "socs")) ||
		    !map_in_list(table_cell(table, row, "classes"), map_class_name(map->class)))
			continue;
		struct dt_node *node = map_node(map, label);
		struct dt_node *source =
			map_pmic_regulator(map, table_cell(table, row, "regulator"));
		if (!node || !source || !dt_is_live(map->tree, node))
			continue;
		map_rule(map, "regulator.feeds", NULL);
		map->origin.why = "the reference design of this SoC and PMIC";
		map_reference(map, node, table_cell(table, row, "property"), source);
	}
}
