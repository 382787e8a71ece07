/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-sound.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"

/* ---- the codec --------------------------------------------------------------------------- */

static bool wants_codec(const struct map *map, const struct hw_device *audio)
{
	if (map->class == MAP_TABLET)
		return map_soc_is(map, "sun4i,sun5i,sun7i,sun8i-a23");
	if ((map_is_wired_box(map) || map_is_reference_kit(map)) && map_soc_is(map, "sun7i"))
		return false;
	if (map_soc_is(map, "sun50i-a64"))
		return true;
	return map_soc_is(map, "sun7i,sun8i") && hw_gpio(audio, "amplifier");
}

/* What the SoC's own inputs and outputs reach on boards of the reference design; required by Linux
 * Documentation/devicetree/bindings/sound/allwinner,sun4i-a10-codec.yaml from the A31 on. */
static const struct routing_row {
	const char *socs, *routes[8];
} routing_rows[] = {
	{ "sun6i", { "Headphone", "HP", "MIC1", "Mic", "Mic", "MBIAS", NULL } },
	{ "sun8i-a23", { "Headphone", "HP", "Headphone", "HPCOM", "MIC1", "Mic", "Mic", "MBIAS" } },
	{ "sun8i-h3", { "Line Out", "LINEOUT", "MIC1", "Mic", "Mic", "MBIAS", NULL } },
	{ "sun8i-v3", { "Headphone", "HP", "Headphone", "HPCOM", "MIC1", "Mic", "Mic", "HBIAS" } },
};

static void write_routing(struct map *map, struct dt_node *node)
{
	for (size_t i = 0; i < sizeof routing_rows / sizeof *routing_rows; i++) {
		if (!map_soc_is(map, routing_rows[i].socs))
			continue;
		struct dt_property *list = map_flag(map, node, "allwinner,audio-routing");
		for (size_t k = 0; k < 8 && routing_rows[i].routes[k]; k++)
			dt_add_string(map->tree, list, routing_rows[i].routes[k]);
	}
}

/* From the A33 on, the codec is one end of a link and a card of the dtsi's joins the two. */
static void enable_card(struct map *map)
{
	struct dt_node *card = dt_child(map->tree->root, "sound");
	if (!map_node(map, "dai") || !map_soc_is(map, "sun8i-a33,sun50i-a64"))
		return;
	map_enable(map, "dai");
	if (map_soc_is(map, "sun50i-a64")) /* the A33's is a part of its PRCM and takes no status */
		map_enable(map, "codec_analog");
	if (card)
		map_string(map, card, "status", "okay");
}

/* A speaker with an enable pin of its own is switched there; elsewhere than on tablets the lines are
 * left over from the reference tablet. */
static const struct hw_fact *amplifier_pin(const struct map *map, const struct hw_device *audio)
{
	if (map->class != MAP_TABLET)
		return NULL;
	const struct hw_fact *speaker = hw_gpio(audio, "speaker");
	return hw_is_soc_pin(speaker) ? speaker : hw_gpio(audio, "amplifier");
}

void map_audio(struct map *map)
{
	const struct hw_device *audio = hardware_used(map->hw, HW_AUDIO, 0);
	if (!audio || !map_wants(map, "codec", wants_codec(map, audio), audio))
		return;
	map_rule_device(map, "codec", audio);
	struct dt_node *node = map_enable(map, "codec");
	const struct hw_fact *amplifier = amplifier_pin(map, audio);
	if (node)
		write_routing(map, node);
	if (node)
		enable_card(map);
	if (!node || !hw_is_soc_pin(amplifier))
		return;
	map_rule(map, "codec.amplifier", amplifier);
	map_gpio(map, node, "allwinner,pa-gpios", amplifier, GPIO_HIGH);
}

/* ---- S/PDIF ------------------------------------------------------------------------------ */

static const char *const spdif_wires[] = { "dout", NULL };

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
	if (pin ? !map_pins_free(map, spdif, spdif_wires) : !soc_group(map->soc, "spdif_tx_pin")) {
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
		map_pins(map, node, spdif, spdif_wires);
	else
		map_pin_group(map, node, "spdif_tx_pin", false);
	map_rule_device(map, "spdif.card", spdif);
	map->origin.why = "the owner's answer";
	write_card(map, node);
}

/* Most boards whose file says so have no socket for it, so the owner is asked. */
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
