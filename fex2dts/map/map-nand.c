/* Raw NAND. Mainline's boards leave it off, so does this until the owner says otherwise. */
#include "fex2dts/map/map.h"

static const char *const wires[] = { "we", "ale", "cle", "nre", "ce0", "rb0", "d0", "d1",
	                             "d2", "d3",  "d4",  "d5",  "d6",  "d7",  "wp", NULL };

/* The boot ROM's chip, on the first chip select and ready line: the binding has one of each a chip, and the
 * file lists all wires of the SoC, whatever the chip. The chip tells its geometry and the ECC that
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
	if (!map_pins_free(map, nand, wires)) {
		map_refuse(map, "nand", nand->flag, "its pins are not in the file");
		return;
	}
	map_rule_device(map, "nand", nand);
	map->origin.why = "the owner's answer";
	struct dt_node *node = map_enable(map, "nfc");
	if (!node)
		return;
	map_pins(map, node, nand, wires);
	map_rule_device(map, "nand.chip", nand);
	map->origin.why = "the chip tells its geometry";
	write_chip(map, node);
}

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
