/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-net.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"

#include <string.h>

static const char *const emac_wires[] = { "rxd3", "rxd2", "rxd1",  "rxd0",  "txd3", "txd2",
	                                  "txd1", "txd0", "rxclk", "rxerr", "rxdV", "mdc",
	                                  "mdio", "txen", "txclk", "crs",   "col",  NULL };
static const char *const gmac_wires[] = { "rxd3",  "rxd2",  "rxd1",  "rxd0",  "txd3",   "txd2",
	                                  "txd1",  "txd0",  "rxclk", "rxctl", "rxdv",   "mdc",
	                                  "mdio",  "txctl", "txen",  "txck",  "gtxclk", "clkin",
	                                  "txclk", "txerr", "rxerr", "crs",   "col",    NULL };

/* ---- PHY --------------------------------------------------------------------------------- */

static const struct hw_fact *power_pin(const struct map *map)
{
	static const struct {
		enum hw_kind kind;
		const char *name;
	} keys[] = { { HW_GMAC, "power" },          { HW_GMAC, "power1" },
		     { HW_EMAC, "power" },          { HW_GPIO, "gmac_power" },
		     { HW_GPIO, "emac_power" },     { HW_GPIO, "gmac_phy_power" },
		     { HW_OTHER, "gmac_phy_power" } };
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct hw_fact *pin =
			hw_gpio(hardware_find(map->hw, keys[i].kind, 0), keys[i].name);
		if (hw_is_soc_pin(pin))
			return pin;
	}
	for (size_t i = 0; i < map->hw->device_count; i++)
		if (strcmp(map->hw->devices[i].section, "gmac_phy_power") == 0)
			return hw_gpio(&map->hw->devices[i], "gmac_phy_power_en");
	return NULL;
}

/* "sw", "dc1sw": outputs that switch another rail, without a voltage of their own. */
static bool ends_with_switch(const char *name)
{
	size_t len = strlen(name);
	return len >= 2 && strcmp(name + len - 2, "sw") == 0;
}

/* "axp22_dldo1" behind gmac_power: the PHY's rail, 3.3 V. */
static struct dt_node *pmic_supply(struct map *map)
{
	const struct hw_device *gmac = hardware_used(map->hw, HW_GMAC, 0);
	const char *key = hw_string(gmac, "power") ? "power" : "power1";
	struct dt_node *node = map_supply_by_name(map, hw_string(gmac, key));
	map_rule(map, "net.phy-supply", hw_fact(gmac, key));
	if (!node)
		return NULL;
	if (!ends_with_switch(node->name)) {
		map_cell(map, node, "regulator-min-microvolt", 3300000);
		map_cell(map, node, "regulator-max-microvolt", 3300000);
	}
	map_string(map, node, "regulator-name", "vcc-ethernet-phy");
	return node;
}

static struct dt_node *phy_supply(struct map *map)
{
	const struct hw_fact *pin = power_pin(map);
	struct dt_node *rail = pmic_supply(map);
	if (rail)
		return rail;
	map_rule(map, "net.phy-supply", pin);
	if (!pin)
		return NULL;
	return map_fixed_regulator(map, "gmac-3v3", "reg_gmac_3v3", 3300000, pin, false);
}

/* The PHY answers at address 1 on all boards but one: mainline's trees say so, no vendor file. */
static struct dt_node *write_phy(struct map *map, struct dt_node *bus)
{
	const char *answer =
		map_ask(map, "phy-address", "At which MDIO address is the PHY?", "1", 950, 2, NULL);
	unsigned address = answer ? (unsigned)*answer - '0' : 1;
	struct dt_node *phy =
		map_child(map, bus, arena_printf(map->arena, "ethernet-phy@%x", address & 31),
	                  arena_printf(map->arena, "phy%u", address & 31));
	map_cell(map, phy, "reg", address & 31);
	return phy;
}

/* ---- EMAC (100 Mbit/s, A10 and A10s) ----------------------------------------------------- */

static void map_emac(struct map *map, const struct hw_device *emac)
{
	map_rule_device(map, "net.emac", emac);
	struct dt_node *node = map_enable(map, "emac"), *bus = map_enable(map, "mdio");
	if (!node || !bus)
		return;
	map_pins(map, node, emac, emac_wires);
	map_rule_device(map, "net.phy", emac);
	map_reference(map, node, "phy-handle", write_phy(map, bus));
	struct dt_node *supply = phy_supply(map);
	if (supply)
		map_reference(map, bus, "phy-supply", supply);
	struct dt_node *sram = dt_find_label(map->tree, "emac_sram");
	if (sram)
		map_string(map, sram, "status", "okay");
}

/* ---- GMAC -------------------------------------------------------------------------------- */

static bool muxed(const struct hw_device *device, const char *name)
{
	const struct hw_fact *fact = hw_gpio(device, name);
	return hw_is_soc_pin(fact) && fact->gpio.mux > 1;
}

/* RGMII has a transmit clock of its own and leaves MII's error and collision wires alone. */
static bool is_rgmii(const struct hw_device *gmac)
{
	if (gmac->kind == HW_EMAC)
		return false;
	if (muxed(gmac, "gtxclk") || muxed(gmac, "clkin"))
		return !muxed(gmac, "txerr") && !muxed(gmac, "crs");
	return false;
}

/* The H3's own PHY, behind a switch between it and the pins. */
static struct dt_node *phy_inside(const struct dt_node *mac)
{
	struct dt_node *mux = dt_child(mac, "mdio-mux");
	struct dt_node *bus = mux ? dt_child(mux, "mdio@1") : NULL;
	return bus ? dt_child(bus, "ethernet-phy@1") : NULL;
}

/* The loader puts the MAC address where the alias leads. */
static void name_mac(struct map *map, struct dt_node *node)
{
	struct dt_node *aliases = dt_child(map->tree->root, "aliases");
	if (aliases && !dt_has(aliases, "ethernet0"))
		dt_add_path(map->tree, map_flag(map, aliases, "ethernet0"), node);
}

static struct dt_node *mdio_bus(struct map *map, struct dt_node *node)
{
	struct dt_node *mux = dt_child(node, "mdio-mux");
	struct dt_node *bus = mux ? dt_child(mux, "mdio@2") : dt_child(node, "mdio");
	if (bus)
		return bus;
	bus = map_child(map, node, "mdio", "gmac_mdio");
	map_string(map, bus, "compatible", "snps,dwmac-mdio");
	map_cell(map, bus, "#address-cells", 1);
	map_cell(map, bus, "#size-cells", 0);
	return bus;
}

static void write_gmac_pins(struct map *map, struct dt_node *node, const struct hw_device *gmac,
                            bool rgmii)
{
	map_rule_device(map, "net.pins", gmac);
	if (rgmii && (map_pin_group(map, node, "gmac_rgmii_pins", false) ||
	              map_pin_group(map, node, "emac_rgmii_pins", false)))
		return;
	if (!rgmii && map_pin_group(map, node, "gmac_mii_pins", false))
		return;
	map_pins(map, node, gmac, gmac_wires);
}

/* The H3's own PHY needs no pins: a file that lists them has another outside, with RGMII. */
static bool has_h3_pins(const struct map *map, const struct hw_device *gmac)
{
	return map_soc_is(map, "sun8i-h3") && muxed(gmac, "txd3");
}

/* Whether mainline knows MII pins of this SoC's MAC at all; H3 has an MII PHY inside. */
static bool has_mii(const struct map *map)
{
	return soc_group(map->soc, "gmac_mii_pins") || map_soc_is(map, "sun8i-h3");
}

/* Who delays the clocks is the board's wiring, which the file does not tell: the PHY on boards
 * made to be sold, the traces on reference kits. */
static const char *phy_mode(struct map *map, const struct hw_device *gmac, bool rgmii)
{
	const char *said = hw_string(gmac, "phy-mode");
	if (!rgmii)
		return said && strcmp(said, "rmii") == 0 ? "rmii" : "mii";
	const char *assumed = map_is_reference_kit(map) ? "rgmii" : "rgmii-id";
	const char *answer = map_ask(map, "phy-mode",
	                             "Who delays the RGMII clocks: rgmii-id, "
	                             "rgmii-txid, rgmii-rxid or rgmii?",
	                             assumed, 600, 1, hw_fact(gmac, "txck"));
	return answer ? answer : assumed;
}

static void map_gmac(struct map *map, const struct hw_device *gmac)
{
	map_rule_device(map, "net.gmac", gmac);
	struct dt_node *node = map_enable(map, "gmac");
	if (!node)
		node = map_enable(map, "emac");
	if (!node)
		return;
	const char *said = hw_string(gmac, "phy-mode");
	bool rmii = said && strcmp(said, "rmii") == 0;
	bool rgmii = is_rgmii(gmac) || (!has_mii(map) && !rmii) || has_h3_pins(map, gmac);
	struct dt_node *inside = rgmii ? NULL : phy_inside(node);
	if (!inside)
		write_gmac_pins(map, node, gmac, rgmii);
	map_rule_device(map, "net.phy", gmac);
	map_string(map, node, "phy-mode", phy_mode(map, gmac, rgmii));
	map_reference(map, node, "phy-handle",
	              inside ? inside : write_phy(map, mdio_bus(map, node)));
	if (inside)
		map_flag(map, node, "allwinner,leds-active-low");
	name_mac(map, node);
	struct dt_node *supply = phy_supply(map);
	if (supply)
		map_reference(map, node, "phy-supply", supply);
}

void map_net(struct map *map)
{
	const struct hw_device *emac = hardware_used(map->hw, HW_EMAC, 0);
	const struct hw_device *gmac = hardware_used(map->hw, HW_GMAC, 0);
	bool has_gmac = map_soc_is(map, "sun7i");
	if (gmac)
		map_gmac(map, gmac);
	else if (emac && has_gmac)
		map_gmac(map, emac);
	else if (emac)
		map_emac(map, emac);
}

/* ---- SATA, infrared ---------------------------------------------------------------------- */

void map_sata(struct map *map)
{
	const struct hw_device *sata = hardware_used(map->hw, HW_SATA, 0);
	if (!sata || !map_wants(map, "ahci", map->class != MAP_TABLET, sata))
		return;
	map_rule_device(map, "sata", sata);
	struct dt_node *node = map_enable(map, "ahci");
	const struct hw_fact *pin = hw_gpio(sata, "power");
	if (!node || !hw_is_soc_pin(pin) || map_is_on_header(map, pin))
		return;
	map_rule(map, "sata.power", pin);
	struct dt_node *supply =
		map_fixed_regulator(map, "ahci-5v", "reg_ahci_5v", 5000000, pin, true);
	if (supply)
		map_reference(map, node, "target-supply", supply);
}

void map_ir(struct map *map)
{
	static const char *const wires[] = { "rx", NULL };
	static const char *const labels[] = { "ir0", "ir", "r_ir", "r_cir" };
	const struct hw_device *ir = hardware_used(map->hw, HW_IR, 0);
	if (!ir)
		return;
	map_rule_device(map, "ir", ir);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		struct dt_node *node = map_node(map, labels[i]);
		if (!node || (hw_gpio(ir, "rx") && !map_pins_free(map, ir, wires)) ||
		    !map_wants(map, labels[i], map->class != MAP_TABLET, ir))
			continue;
		map_enable(map, labels[i]);
		if (hw_gpio(ir, "rx"))
			map_pins(map, node, ir, wires);
		return;
	}
}
