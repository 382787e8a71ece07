/* Wifi and Bluetooth modules on SDIO. */
#include "fex2dts/map.h"

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

static void write_sequence(struct map *map, struct dt_node *node, const struct hw_device *wifi)
{
	static const char *const resets[] = { "_regon", "_reg_on", "_shdn", "_wl_dis", NULL };
	const struct hw_fact *pin = pin_ending(wifi, resets);
	if (!pin)
		return;
	map_rule(map, "wifi.power-sequence", pin);
	struct dt_node *sequence = map_child(map, map->tree->root, "wifi-pwrseq", "wifi_pwrseq");
	map_string(map, sequence, "compatible", "mmc-pwrseq-simple");
	if (map_gpio(map, sequence, "reset-gpios", pin, GPIO_LOW))
		map_reference(map, node, "mmc-pwrseq", sequence);
	else
		dt_delete_node(sequence);
}

static void write_function(struct map *map, struct dt_node *node, const struct hw_device *wifi,
                           const char *compatible)
{
	static const char *const wakes[] = { "_wl_host_wake", "_host_wake", NULL };
	map_cell(map, node, "#address-cells", 1);
	map_cell(map, node, "#size-cells", 0);
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

static bool wants_wifi(const struct map *map, const struct hw_device *wifi,
                       const struct hw_device *mmc)
{
	if (!is_sdio(mmc) || map_soc_is(map, "sun4i,sun8i-h3"))
		return false;
	if (map_soc_is(map, "sun5i-a10s"))
		return mmc->used;
	return wifi && wifi->used && hw_number(wifi, "mmc", -1) == mmc->index;
}

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
	write_sequence(map, node, wifi);
	const struct table_row *row = module_row(map, wifi);
	if (!row)
		return;
	map_rule_device(map, "wifi.chip", wifi);
	write_function(map, node, wifi, table_cell(&map->tables->wifi, row, "compatible"));
}

void map_wifi(struct map *map)
{
	const struct hw_device *wifi = hardware_find(map->hw, HW_WIFI, 0);
	for (unsigned i = 1; i < 4; i++) {
		const struct hw_device *mmc = hardware_used(map->hw, HW_MMC, i);
		if (mmc && wants_wifi(map, wifi, mmc) && map_pins_free(map, mmc, wires))
			add_wifi(map, wifi, mmc);
	}
}
