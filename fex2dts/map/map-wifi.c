/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-wifi.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"

#include <stdio.h>
#include <string.h>

static const char *const wires[] = { "cmd", "clk", "d0", "d1", "d2", "d3", NULL };

/* The module's row, by the prefix that its pins' keys share. */
static const struct table_row *module_row(const struct map *map, const struct hw_device *wifi)
{
	const struct table *table = &map->tables->wifi;
	for (size_t i = 0; wifi && i < table->row_count; i++) {
		const char *prefix = table_cell(table, &table->rows[i], "prefix");
		for (size_t k = 0; k < wifi->fact_count; k++)
			if (wifi->facts[k].kind == FEX_GPIO &&
			    strncmp(wifi->facts[k].name, prefix, strlen(prefix)) == 0)
				return &table->rows[i];
	}
	return NULL;
}

/* Whether wifi_mod_sel names a chip on USB; its numbers mean other chips on other SoCs. */
static bool is_usb_module(const struct map *map, const struct hw_device *wifi)
{
	const struct table *table = &map->tables->wifi;
	char number[12];
	snprintf(number, sizeof number, "%d", (int)hw_number(wifi, "module", -1));
	for (size_t i = 0; wifi && i < table->row_count; i++)
		if (strcmp(table_cell(table, &table->rows[i], "bus"), "usb") == 0 &&
		    map_soc_is(map, table_cell(table, &table->rows[i], "socs")) &&
		    map_in_list(table_cell(table, &table->rows[i], "modules"), number))
			return true;
	return false;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);
	return len >= tail && strcmp(text + len - tail, end) == 0;
}

static const struct hw_fact *pin_ending(const struct hw_device *wifi, const char *const *ends)
{
	for (; *ends; ends++)
		for (size_t i = 0; wifi && i < wifi->fact_count; i++)
			if (hw_is_soc_pin(&wifi->facts[i]) && ends_with(wifi->facts[i].name, *ends))
				return &wifi->facts[i];
	return NULL;
}

/* The pin with the module's 32 kHz clock. */
static const struct hw_fact *slow_clock(const struct hw_device *wifi)
{
	static const char *const ends[] = { "_lpo", NULL };
	return pin_ending(wifi, ends);
}

/* Boxes switch a module that brings its own clock like a supply; elsewhere it is a sequence. */
/* Where there is an AC100, its second output is the module's 32 kHz. */
static void write_sequence_clock(struct map *map, struct dt_node *sequence)
{
	struct dt_node *clock = dt_find_label(map->tree, "ac100_rtc");
	if (!clock)
		return;
	dt_add_cell(map->tree, map_reference(map, sequence, "clocks", clock), 1, NULL);
	map_string(map, sequence, "clock-names", "ext_clock");
}

static void write_power(struct map *map, struct dt_node *node, const struct hw_device *wifi)
{
	static const char *const resets[] = { "_regon",  "_reg_on",  "_shdn",
		                              "_wl_dis", "_chip_en", NULL };
	static const char *const switches[] = { "_vcc_en", NULL };
	const struct hw_fact *pin = pin_ending(wifi, resets), *own = pin_ending(wifi, switches);
	if (own && map->class == MAP_BOX)
		pin = own;
	if (!pin)
		return;
	map_rule(map, "wifi.power-sequence", pin);
	if (!slow_clock(wifi) && map->class == MAP_BOX) {
		struct dt_node *supply =
			map_fixed_regulator(map, "vmmc-wifi", "reg_vmmc_wifi", 3300000, pin, false);
		if (supply)
			map_reference(map, node, "vmmc-supply", supply);
		return;
	}
	struct dt_node *sequence = map_child(map, map->tree->root, "wifi-pwrseq", "wifi_pwrseq");
	map_string(map, sequence, "compatible", "mmc-pwrseq-simple");
	if (!map_gpio(map, sequence, "reset-gpios", pin, GPIO_LOW)) {
		dt_delete_node(sequence);
		return;
	}
	write_sequence_clock(map, sequence);
	map_reference(map, node, "mmc-pwrseq", sequence);
}

/* The rail of the module's bus, where a pin switches it: on as long as the bus is there. */
static void write_io_rail(struct map *map, const struct hw_device *wifi)
{
	static const char *const ends[] = { "_io_pwr", NULL };
	const struct hw_fact *pin = pin_ending(wifi, ends);
	if (!pin)
		return;
	map_rule(map, "wifi.io-rail", pin);
	struct dt_node *rail =
		map_fixed_regulator(map, "vmmc-io", "reg_vmmc_io", 3300000, pin, false);
	if (rail)
		map_flag(map, rail, "regulator-always-on");
}

static void write_function(struct map *map, struct dt_node *node, const struct hw_device *wifi,
                           const char *compatible)
{
	static const char *const wakes[] = { "_wl_host_wake", "_host_wake", NULL };
	if (!dt_has(node, "#address-cells")) {
		map_cell(map, node, "#address-cells", 1);
		map_cell(map, node, "#size-cells", 0);
	}
	struct dt_node *chip = map_child(map, node, "wifi@1", NULL);
	map_cell(map, chip, "reg", 1);
	if (!*compatible)
		return;
	map_string(map, chip, "compatible", compatible);
	const struct hw_fact *wake = pin_ending(wifi, wakes);
	map_rule(map, "wifi.host-wake", wake);
	if (map_interrupt(map, chip, wake, 8, "IRQ_TYPE_LEVEL_LOW"))
		map_string(map, chip, "interrupt-names", "host-wake");
}

static struct dt_node *wifi_rail(struct map *map, const struct hw_device *wifi)
{
	struct dt_node *node = map_supply_by_name(map, hw_string(wifi, "power"));
	if (!node && map_soc_is(map, "sun6i"))
		node = map_pmic_regulator(map, "aldo1");
	if (!node)
		node = map_pmic_regulator(map, "dldo1");
	return node ? node : map_rail(map, "vcc3v3");
}

static bool is_sdio(const struct hw_device *mmc)
{
	return mmc->index == 1 || mmc->index == 3;
}

bool map_has_usb_wifi(const struct map *map)
{
	const struct hw_device *wifi = hardware_used(map->hw, HW_WIFI, 0);
	return wifi && (!module_row(map, wifi) || is_usb_module(map, wifi));
}

/* An SDIO module has a pin of its own in the file, to reset or to wake it; a section without one is about
 * a chip on USB. */
static bool wants_wifi(const struct map *map, const struct hw_device *wifi,
                       const struct hw_device *mmc)
{
	return wifi && wifi->used && is_sdio(mmc) && !map_soc_is(map, "sun4i") &&
	       hw_number(mmc, "sdio", 1) != 0 && hw_number(wifi, "mmc", -1) == mmc->index &&
	       module_row(map, wifi) && !is_usb_module(map, wifi);
}

/* ---- Bluetooth --------------------------------------------------------------------------- */

static void write_wake_pins(struct map *map, struct dt_node *node, const struct hw_device *wifi)
{
	static const struct {
		const char *ends[4], *property;
		unsigned flags;
	} pins[] = { { { "_bt_wake", NULL }, "device-wakeup-gpios", GPIO_LOW },
		     { { "_bt_host_wake", NULL }, "host-wakeup-gpios", GPIO_LOW },
		     { { "_bt_regon", NULL }, "shutdown-gpios", GPIO_HIGH } };
	for (size_t i = 0; i < sizeof pins / sizeof *pins; i++) {
		const struct hw_fact *pin = pin_ending(wifi, pins[i].ends);
		map_rule(map, "bluetooth.pins", pin);
		if (pin)
			map_gpio(map, node, pins[i].property, pin, pins[i].flags);
	}
}

bool map_has_serial_bluetooth(const struct map *map)
{
	const struct hw_device *bluetooth = hardware_used(map->hw, HW_BLUETOOTH, 0);
	const struct hw_device *wifi = hardware_used(map->hw, HW_WIFI, 0);
	const struct table_row *row = bluetooth ? module_row(map, wifi) : NULL;
	return row && *table_cell(&map->tables->wifi, row, "bluetooth") &&
	       !is_usb_module(map, wifi);
}

bool map_bluetooth(struct map *map, struct dt_node *node, const struct hw_device *uart)
{
	const struct hw_device *bluetooth = hardware_used(map->hw, HW_BLUETOOTH, 0);
	const struct hw_device *wifi = hardware_used(map->hw, HW_WIFI, 0);
	const struct table_row *row = module_row(map, wifi);
	const char *compatible = row ? table_cell(&map->tables->wifi, row, "bluetooth") : "";
	if (!bluetooth || hw_number(bluetooth, "uart", -1) != uart->index || !*compatible ||
	    strcmp(compatible, "serial") == 0)
		return false;
	if (!slow_clock(wifi) || map_is_reference_kit(map))
		return false; /* no clock for the chip; a kit's module is exchangeable */
	struct dt_origin before = map->origin;
	map_rule_device(map, "bluetooth", bluetooth);
	map_because(map, slow_clock(wifi));
	struct dt_node *chip = map_child(map, node, "bluetooth", NULL);
	map_string(map, chip, "compatible", compatible);
	map_cell(map, chip, "max-speed", 1500000);
	write_wake_pins(map, chip, wifi);
	map->origin = before;
	return true;
}

/* ---- the SDIO slot ----------------------------------------------------------------------- */

static void add_wifi(struct map *map, const struct hw_device *wifi, const struct hw_device *mmc)
{
	map_rule_device(map, "wifi.mmc", mmc);
	struct dt_node *node = map_enable(map, arena_printf(map->arena, "mmc%u", mmc->index));
	if (!node)
		return;
	map_pins(map, node, mmc, wires);
	map_cell(map, node, "bus-width", 4);
	map_flag(map, node, "non-removable");
	map_rule(map, "wifi.supply", hw_fact(wifi, "power"));
	map_reference(map, node, "vmmc-supply", wifi_rail(map, wifi));
	const struct table_row *row = module_row(map, wifi);
	if (!row)
		return; /* the owner's slot: the file tells of no module in it */
	if (*table_cell(&map->tables->wifi, row, "compatible"))
		write_power(map, node, wifi);
	write_io_rail(map, wifi);
	map_rule_device(map, "wifi.chip", wifi);
	write_function(map, node, wifi, table_cell(&map->tables->wifi, row, "compatible"));
}

void map_wifi(struct map *map)
{
	const struct hw_device *wifi = hardware_find(map->hw, HW_WIFI, 0);
	for (unsigned i = 1; i < 4; i++) {
		const struct hw_device *mmc = hardware_used(map->hw, HW_MMC, i);
		const char *label = arena_printf(map->arena, "mmc%u", i);
		if (mmc && is_sdio(mmc) && map_pins_free(map, mmc, wires) &&
		    map_wants(map, label, wants_wifi(map, wifi, mmc), mmc))
			add_wifi(map, wifi, mmc);
	}
}
