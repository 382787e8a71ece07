/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-usb.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-regulators.h"
#include "fex2dts/map/map-wifi.h"

enum port_type { PORT_DEVICE, PORT_HOST, PORT_OTG };

#define POWER_N_VBUSEN 4 /* port:power4 is the AXP22x' N_VBUSEN pin */

/* Which host controller the vendor's usbcN is: on the H3, R40 and A64 the same number, elsewhere one less,
 * usbc0 being the OTG port only. */
static int host_index(const struct map *map, unsigned port)
{
	static const int a80[] = { -1, 0, 2, 1 }; /* usbc2 is USB 3's neighbour, usbc3 is HSIC */
	static const int h6[] = { 0, 3, -1, -1 }; /* usbc2 is USB 3 */
	if (map_soc_is(map, "sun9i"))
		return a80[port & 3];
	if (map_soc_is(map, "sun50i-h6"))
		return h6[port & 3];
	return map_soc_is(map, "sun8i-h3,sun8i-r40,sun50i-a64") ? (int)port : (int)port - 1;
}

static struct dt_node *phy_node(struct map *map)
{
	return map_node(map, "usbphy");
}

/* ---- power ------------------------------------------------------------------------------- */

/* The A31's designs leave the OTG port's power to the AXP221, whatever pins the file lists. */
static bool is_pmic_port(const struct map *map)
{
	return map->pmic && map_soc_is(map, "sun6i") && !map_is_wired_box(map);
}

/* The regulator behind usb_drv_vbus_gpio: mainline's names for it, one per pin. */
static struct dt_node *vbus_regulator(struct map *map, unsigned port, const struct hw_fact *pin)
{
	char *name = arena_printf(map->arena, "usb%u-vbus", port);
	char *label = arena_printf(map->arena, "reg_usb%u_vbus", port);
	bool boot_on = port > 0 && !map_soc_is(map, "sun8i-h3,sun9i");
	struct dt_node *known = map_switch_on(map, &pin->gpio);
	return known ? known : map_fixed_regulator(map, name, label, 5000000, pin, boot_on);
}

static struct dt_node *drive_vbus(struct map *map)
{
	struct dt_node *node = map_pmic_regulator(map, "drivevbus");
	if (!node || !map->pmic)
		return NULL;
	map_string(map, node, "regulator-name", "usb0-vbus");
	map_string(map, node, "status", "okay");
	map_flag(map, map->pmic, "x-powers,drive-vbus-en");
	if (map->class == MAP_TABLET)
		map_reference(map, map->pmic, "drivevbus-supply", map_rail(map, "vcc5v0"));
	return node;
}

/* The PMIC rail that the wifi section names for a chip on this port, where no pin switches it; on tablets
 * the first host port is the chip's, and the design names the rail. */
static struct dt_node *wifi_rail(struct map *map, const struct hw_device *usb)
{
	const struct hw_device *wifi = hardware_find(map->hw, HW_WIFI, 0);
	struct dt_node *node = map_supply_by_name(map, hw_string(wifi, "power"));
	if (map->class != MAP_TABLET)
		return map_has_usb_wifi(map) && !hw_gpio(usb, "drive-vbus") &&
		                       hw_number(wifi, "usb", -1) == usb->index
		               ? node
		               : NULL;
	if (usb->index != 1)
		return NULL;
	if (node && map_soc_is(map, "sun8i"))
		return node;
	if (map_soc_is(map, "sun5i"))
		return map_pmic_regulator(map, "ldo3");
	return map_pmic_regulator(map, "dldo1");
}

/* The port's power: the chip's own switch where a USB wifi chip sits on it, outside tablets. */
static const struct hw_fact *power_pin(const struct map *map, const struct hw_device *usb)
{
	const struct hw_device *wifi = hardware_used(map->hw, HW_USB_WIFI, 0);
	const struct hw_fact *pin = hw_gpio(wifi, "gpio_power");
	if (map->class != MAP_TABLET && hw_is_soc_pin(pin) &&
	    hw_number(wifi, "usbc_num", -1) == usb->index)
		return pin;
	return hw_gpio(usb, "drive-vbus");
}

static void write_power(struct map *map, const struct hw_device *usb)
{
	struct dt_node *phy = phy_node(map), *source = NULL;
	const struct hw_fact *pin = power_pin(map, usb);
	if (map_is_on_header(map, pin)) {
		map_note_fact(map, pin, "the pin is one of a header's; the port is always fed");
		return;
	}
	map_rule(map, "usb.vbus", pin);
	if (usb->index > 0)
		source = wifi_rail(map, usb);
	if (usb->index == 0 && is_pmic_port(map))
		source = drive_vbus(map);
	if (source)
		map_note_fact(map, pin, "the port is fed by the PMIC");
	else if (hw_is_soc_pin(pin))
		source = vbus_regulator(map, usb->index, pin);
	else if (pin && pin->gpio.pin == POWER_N_VBUSEN && usb->index == 0)
		source = drive_vbus(map);
	if (!source || !phy)
		return;
	map_rule(map, "usb.vbus", pin);
	unsigned number = map_soc_is(map, "sun50i-h6") && usb->index == 1 ? 3 : usb->index;
	map_reference(map, phy, arena_printf(map->arena, "usb%u_vbus-supply", number), source);
}

/* ---- the OTG port ------------------------------------------------------------------------ */

/* Whether the line is word for word the reference design's: an input without a pull on PH5 (A10, A20)
 * or PG0 (A10s). */
static bool is_as_designed(const struct map *map, const struct hw_fact *vbus)
{
	unsigned bank = map_soc_is(map, "sun5i-a10s") ? 7 : 8;
	if (!hw_is_soc_pin(vbus) || !map_soc_is(map, "sun4i,sun5i-a10s,sun7i"))
		return false;
	return vbus->gpio.bank == bank && vbus->gpio.pin == (bank == 8 ? 5 : 0) &&
	       vbus->gpio.mux == 0 && vbus->gpio.pull == 0 && vbus->gpio.data == FEX_DEFAULT;
}

/* On a development board that line was left over, and the switch beside it too; boards with the wires
 * edited it. */
static bool is_left_over(const struct map *map, const struct hw_fact *vbus)
{
	return map->class == MAP_BOARD && map_soc_is(map, "sun4i,sun7i") &&
	       is_as_designed(map, vbus);
}

/* The A13's reference tablet charges its battery from the port, so that its PMIC senses it besides. */
static bool charges_from_port(const struct map *map)
{
	return map->class == MAP_TABLET && map_soc_is(map, "sun5i");
}

static void write_detection(struct map *map, const struct hw_device *usb)
{
	struct dt_node *phy = phy_node(map);
	if (!phy)
		return;
	const struct hw_fact *id = hw_gpio(usb, "id"), *vbus = hw_fact(usb, "detect-vbus");
	map_rule(map, "usb.id", id);
	if (hw_is_soc_pin(id))
		map_gpio(map, phy, "usb0_id_det-gpios", id, GPIO_HIGH);
	map_rule(map, "usb.vbus-detect", vbus);
	/* no board with an A10s has that wire, whatever its kind */
	if (is_left_over(map, vbus) ||
	    (map_soc_is(map, "sun5i-a10s") && is_as_designed(map, vbus))) {
		map_note_fact(map, vbus, "left as the reference design has it; the board differs");
		return;
	}
	bool pmic = is_pmic_port(map) || charges_from_port(map);
	if (hw_is_soc_pin(vbus) && id &&
	    (vbus->gpio.bank != id->gpio.bank || vbus->gpio.pin != id->gpio.pin)) {
		map_gpio(map, phy, "usb0_vbus_det-gpios", vbus, GPIO_HIGH);
		if (!pmic)
			return;
	}
	struct dt_node *supply = dt_find_label(map->tree, "usb_power_supply");
	if (!supply || !(hw_string(usb, "detect-vbus") || pmic))
		return;
	map_string(map, supply, "status", "okay");
	map_reference(map, phy, "usb0_vbus_power-supply", supply);
}

/* What the file calls the port, unless its wires say otherwise: who senses VBUS is fed from outside, an
 * ID pin is for both roles. */
static int64_t otg_role(const struct hw_device *usb)
{
	int64_t type = hw_number(usb, "port-type", PORT_OTG);
	bool id = hw_is_soc_pin(hw_gpio(usb, "id"));
	if (type == PORT_HOST && !id && hw_is_soc_pin(hw_gpio(usb, "detect-vbus")) &&
	    hw_number(usb, "host-init-state", 1) == 0)
		return PORT_DEVICE;
	if (type == PORT_DEVICE && id)
		return PORT_OTG; /* the vendor's kernel did without */
	return type < 0 || type > PORT_OTG ? PORT_OTG : type;
}

static void map_otg(struct map *map, const struct hw_device *usb)
{
	static const char *const modes[] = { "peripheral", "host", "otg" };
	int64_t type = otg_role(usb);
	if (!map_wants(map, "usb_otg", !(map_is_wired_box(map) && map_soc_is(map, "sun7i")), usb))
		return;
	if (map_is_wired_box(map) && map_soc_is(map, "sun4i,sun5i,sun6i,sun7i"))
		type = PORT_HOST;
	map_rule_device(map, "usb.otg", usb);
	struct dt_node *node = map_enable(map, "usb_otg");
	struct dt_node *sram = dt_find_label(map->tree, "otg_sram");
	if (!node)
		return;
	if (sram)
		map_string(map, sram, "status", "okay");
	map_because(map, hw_fact(usb, "port-type"));
	map_string(map, node, "dr_mode", modes[type]);
	map_rule_device(map, "usb.phy", usb);
	map_enable(map, "usbphy");
	if (type != PORT_HOST)
		write_detection(map, usb);
	if (!is_left_over(map, hw_gpio(usb, "detect-vbus")))
		write_power(map, usb);
}

/* ---- host ports -------------------------------------------------------------------------- */

/* Full speed devices reach a companion controller. On tablets, and on boxes with a USB wifi chip
 * on this port, there is no socket; on the A31 and A83T the ports lead to a hub. */
static bool wants_companion(const struct map *map, const struct hw_device *usb)
{
	const struct hw_device *wifi = hardware_used(map->hw, HW_USB_WIFI, 0);
	if (map->class == MAP_TABLET || map_soc_is(map, "sun6i,sun8i-a83t"))
		return false;
	return map->class != MAP_BOX || !wifi || hw_number(wifi, "usbc_num", -1) != usb->index ||
	       usb->index < 2;
}

/* The A80 has a PHY node per port. */
static void write_own_phy(struct map *map, const struct hw_device *usb, struct dt_node *phy)
{
	const struct hw_fact *pin = hw_gpio(usb, "drive-vbus");
	map_rule(map, "usb.vbus", pin);
	struct dt_node *source = hw_is_soc_pin(pin) ? vbus_regulator(map, usb->index, pin) : NULL;
	if (source)
		map_reference(map, phy, "phy-supply", source);
}

static void map_host(struct map *map, const struct hw_device *usb)
{
	int index = host_index(map, usb->index);
	if (index < 0 || (map_soc_is(map, "sun9i") && !hw_gpio(usb, "drive-vbus")))
		return;
	map_rule_device(map, "usb.host", usb);
	if (!map_enable(map, arena_printf(map->arena, "ehci%d", index)))
		return;
	char *companion = arena_printf(map->arena, "ohci%d", index);
	if (map_wants(map, companion, wants_companion(map, usb), usb))
		map_enable(map, companion);
	map_rule_device(map, "usb.phy", usb);
	map_enable(map, "usbphy");
	struct dt_node *own = map_enable(map, arena_printf(map->arena, "usbphy%d", index + 1));
	if (own)
		write_own_phy(map, usb, own);
	else
		write_power(map, usb);
}

void map_usb(struct map *map)
{
	for (unsigned i = 0; i < 4; i++) {
		const struct hw_device *usb = hardware_used(map->hw, HW_USB, i);
		if (!usb)
			continue;
		if (i == 0)
			map_otg(map, usb);
		if (i > 0 || host_index(map, 0) == 0)
			map_host(map, usb);
	}
}
