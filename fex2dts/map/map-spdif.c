/* S/PDIF: most boards whose file says so have no socket for it, so the owner is asked. */
#include "fex2dts/map/map.h"

#include <string.h>

static const char *const wires[] = { "dout", NULL };

static void write_end(struct map *map, struct dt_node *card, const char *name, struct dt_node *dai)
{
	struct dt_node *node = map_child(map, card, name, NULL);
	map_reference(map, node, "sound-dai", dai);
}

/* A card that joins the controller with a transmitter that needs no driver. */
static void write_card(struct map *map, struct dt_node *spdif)
{
	struct dt_node *root = map->tree->root;
	struct dt_node *card = map_child(map, root, "sound-spdif", NULL);
	struct dt_node *out = map_child(map, root, "spdif-out", "spdif_out");
	map_cell(map, out, "#sound-dai-cells", 0);
	map_string(map, out, "compatible", "linux,spdif-dit");
	map_string(map, card, "compatible", "simple-audio-card");
	map_string(map, card, "simple-audio-card,name", "On-board SPDIF");
	write_end(map, card, "simple-audio-card,cpu", spdif);
	write_end(map, card, "simple-audio-card,codec", out);
}

static void write_spdif(struct map *map, const struct hw_device *spdif)
{
	const struct hw_fact *pin = hw_gpio(spdif, "dout");
	if (pin ? !map_pins_free(map, spdif, wires) : !soc_group(map->soc, "spdif_tx_pin")) {
		map_refuse(map, "spdif", spdif->flag,
		           "its pin is another device's, or no S/PDIF pin");
		return;
	}
	map_rule_device(map, "spdif", spdif);
	map->origin.why = "the owner's answer";
	struct dt_node *node = map_enable(map, "spdif");
	if (!node)
		return;
	if (pin)
		map_pins(map, node, spdif, wires);
	else
		map_pin_group(map, node, "spdif_tx_pin", false);
	map_rule_device(map, "spdif.card", spdif);
	map->origin.why = "the owner's answer";
	write_card(map, node);
}

void map_spdif(struct map *map)
{
	const struct hw_device *spdif = hardware_find(map->hw, HW_SPDIF, 0);
	if (!spdif || (!spdif->used && map_answered(map, "spdif") <= 0))
		return;
	if (!map_node(map, "spdif"))
		map_refuse(map, "spdif", spdif->flag,
		           "mainline's dtsi of this SoC has no S/PDIF controller");
	else if (map_ask_for(map, "spdif", "Does S/PDIF reach a socket?", 800, spdif->flag))
		write_spdif(map, spdif);
}
