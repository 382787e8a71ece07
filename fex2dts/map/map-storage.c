/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-storage.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"

#include <string.h>

static const char *const wires[] = { "cmd", "clk", "d0", "d1", "d2",    "d3",
	                             "d4",  "d5",  "d6", "d7", "reset", NULL };
static const char *const narrow_wires[] = { "cmd", "clk", "d0", "d1", "d2", "d3", NULL };

enum detect { DETECT_GPIO = 1, DETECT_DATA3 = 2, DETECT_ALWAYS = 3, DETECT_MANUAL = 4 };

/* The 3.3 V (or 3.0 V) rail that feeds cards. */
static struct dt_node *card_rail(struct map *map)
{
	struct dt_node *dcdc1 = map_pmic_regulator(map, "dcdc1");
	if (dcdc1)
		return dcdc1;
	return map_rail(map,
	                map->class == MAP_TABLET && map_soc_is(map, "sun5i") ? "vcc3v0" : "vcc3v3");
}

static const char *const *wires_of(const struct hw_device *mmc, unsigned width)
{
	return width == 8 && hw_fact(mmc, "d7") ? wires : narrow_wires;
}

static void write_bus(struct map *map, struct dt_node *node, const struct hw_device *mmc)
{
	unsigned width = (unsigned)hw_number(mmc, "bus-width", 4);
	if (width != 8 || !hw_gpio(mmc, "d7"))
		width = 4;
	map_rule_device(map, "mmc.pins", mmc);
	map_pins(map, node, mmc, wires_of(mmc, width));
	map_rule(map, "mmc.bus-width", hw_fact(mmc, "bus-width"));
	map_cell(map, node, "bus-width", width);
}

static void write_detect(struct map *map, struct dt_node *node, const struct hw_device *mmc)
{
	const struct hw_fact *detect = hw_gpio(mmc, "detect");
	map_rule(map, "mmc.card-detect", hw_fact(mmc, "detect-mode"));
	map_because(map, detect);
	if (hw_is_soc_pin(detect) && map_gpio(map, node, "cd-gpios", detect, GPIO_LOW))
		return;
	map_flag(map, node, "broken-cd");
}

static struct dt_node *enable_mmc(struct map *map, const struct hw_device *mmc)
{
	map_rule_device(map, "mmc", mmc);
	if (!mmc->used)
		map->origin.why = "the loader finds its eMMC by itself, and NAND is off";
	struct dt_node *node = map_enable(map, arena_printf(map->arena, "mmc%u", mmc->index));
	if (!node)
		return NULL;
	map_rule(map, "mmc.supply", hw_fact(mmc, "regulator"));
	map_reference(map, node, "vmmc-supply", card_rail(map));
	write_bus(map, node, mmc);
	return node;
}

static void add_card(struct map *map, const struct hw_device *mmc)
{
	struct dt_node *node = enable_mmc(map, mmc);
	if (node)
		write_detect(map, node, mmc);
}

static bool is_emmc(const struct hw_device *mmc)
{
	return mmc->index >= 2 && hw_number(mmc, "sdio", 0) == 0 &&
	       (hw_number(mmc, "detect-mode", 0) == DETECT_ALWAYS || hw_gpio(mmc, "reset"));
}

#define DDR_DRIVE_MA                                                                               \
	40 /* chips with a reset wire run at double data rate; mainline's boards say so */

static void strengthen_pins(struct map *map, const struct dt_node *node)
{
	const struct dt_property *groups = dt_property(node, "pinctrl-0");
	for (size_t i = 0; groups && i < groups->piece_count; i++)
		if (groups->pieces[i].kind == DT_PHANDLE)
			map_cell(map, groups->pieces[i].node, "drive-strength", DDR_DRIVE_MA);
}

static void add_emmc(struct map *map, const struct hw_device *mmc)
{
	struct dt_node *node = enable_mmc(map, mmc);
	if (!node)
		return;
	map_rule(map, "mmc.emmc", hw_fact(mmc, "detect-mode"));
	map_flag(map, node, "non-removable");
	if (!hw_gpio(mmc, "reset"))
		return;
	map_rule(map, "mmc.emmc-reset", hw_gpio(mmc, "reset"));
	map_flag(map, node, "cap-mmc-hw-reset");
	if (!map_soc_is(map, "sun8i-a83t,sun50i"))
		strengthen_pins(map, node);
}

#define STORAGE_SEARCHED (-1) /* [target] storage_type: the loader looks for its medium */

/* The boot loader finds the eMMC by itself, so that vendors leave its section unused. Where NAND is
 * off and the loader searches, an eMMC is what remains; tablets of that kind boot from NAND all the
 * same, and the H3's boards from their card. The A80 has no NAND controller that mainline knows. */
static bool is_hidden_emmc(const struct map *map, const struct hw_device *mmc)
{
	const struct hw_device *nand = hardware_find(map->hw, HW_NAND, 0);
	const struct hw_device *target = hardware_find(map->hw, HW_POWER, 0);
	bool no_nand = nand && nand->has_flag && !nand->used;
	if (map_soc_is(map, "sun9i"))
		no_nand = true;
	return mmc->index == 2 && !mmc->used && no_nand && is_emmc(mmc) &&
	       map->class != MAP_TABLET && !map_soc_is(map, "sun8i-h3") &&
	       hw_number(target, "storage_type", 0) == STORAGE_SEARCHED;
}

/* A wire that tells of a card, and no module. Every A10's file has the reference design's second slot,
 * fitted or not; wires that a header leads out are no slot's. */
static bool is_second_slot(const struct map *map, const struct hw_device *mmc)
{
	const struct hw_device *wifi = hardware_used(map->hw, HW_WIFI, 0);
	if ((mmc->index != 1 && mmc->index != 3) || map_soc_is(map, "sun4i") || !mmc->used ||
	    hw_number(mmc, "detect-mode", 0) != DETECT_GPIO ||
	    !hw_is_soc_pin(hw_gpio(mmc, "detect")) || !hw_gpio(mmc, "clk"))
		return false;
	return !map_is_on_header(map, hw_gpio(mmc, "clk")) &&
	       !(wifi && hw_number(wifi, "mmc", -1) == mmc->index);
}

void map_mmc(struct map *map)
{
	for (unsigned i = 0; i < 4; i++) {
		const struct hw_device *mmc = hardware_find(map->hw, HW_MMC, i);
		if (!mmc || !map_pins_free(map, mmc, narrow_wires))
			continue;
		if ((i == 0 && mmc->used) || is_second_slot(map, mmc))
			add_card(map, mmc);
		bool rule = mmc->used ? is_emmc(mmc) : is_hidden_emmc(map, mmc);
		if (i == 2 ? map_wants(map, "mmc2", rule, mmc) : i > 0 && rule)
			add_emmc(map, mmc);
	}
}

/* ---- raw NAND ---------------------------------------------------------------------------- */

static const char *const nand_wires[] = { "we", "ale", "cle", "nre", "ce0", "rb0", "d0", "d1",
	                                  "d2", "d3",  "d4",  "d5",  "d6",  "d7",  "wp", NULL };

/* The boot ROM's chip, on the first chip select and ready line: the binding has one of each a chip, and the
 * file lists all nand_wires of the SoC, whatever the chip. The chip tells its geometry and the ECC that
 * it needs. Linux Documentation/devicetree/bindings/mtd/allwinner,sun4i-a10-nand.yaml. */
static void write_chip(struct map *map, struct dt_node *node)
{
	struct dt_node *chip = map_child(map, node, "nand@0", NULL);
	map_cell(map, chip, "reg", 0);
	map_cell(map, chip, "allwinner,rb", 0);
	map_string(map, chip, "nand-ecc-mode", "hw");
}

static void write_nand(struct map *map, const struct hw_device *nand)
{
	if (!map_pins_free(map, nand, nand_wires)) {
		map_refuse(map, "nand", nand->flag, "its pins are not in the file");
		return;
	}
	map_rule_device(map, "nand", nand);
	map->origin.why = "the owner's answer";
	struct dt_node *node = map_enable(map, "nfc");
	if (!node)
		return;
	map_pins(map, node, nand, nand_wires);
	map_rule_device(map, "nand.chip", nand);
	map->origin.why = "the chip tells its geometry";
	write_chip(map, node);
}

/* Mainline's boards leave it off, so does this until the owner says otherwise. */
void map_nand(struct map *map)
{
	const struct hw_device *nand = hardware_find(map->hw, HW_NAND, 0);
	if (!nand || (!nand->used && map_answered(map, "nand") <= 0))
		return;
	if (!map_node(map, "nfc"))
		map_refuse(map, "nand", nand->flag,
		           "mainline's dtsi of this SoC has no NAND controller");
	else if (map_ask_for(map, "nand", "Is the raw NAND to be used?", 950, nand->flag))
		write_nand(map, nand);
}
