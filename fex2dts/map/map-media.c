/* Display, backlight, HDMI, sound. */
#include "fex2dts/map/map.h"

#include <string.h>

/* ---- HDMI -------------------------------------------------------------------------------- */

void map_join(struct map *map, struct dt_node *a, struct dt_node *b)
{
	map_reference(map, a, "remote-endpoint", b);
	map_reference(map, b, "remote-endpoint", a);
}

static void write_connector(struct map *map)
{
	struct dt_node *out = dt_find_label(map->tree, "hdmi_out");
	struct dt_node *hdmi = map_node(map, "hdmi");
	if (!out && dt_child(hdmi, "ports"))
		out = dt_child(dt_child(hdmi, "ports"), "port@1");
	if (!out)
		return;
	struct dt_node *connector = map_child(map, map->tree->root, "hdmi-connector", NULL);
	map_string(map, connector, "compatible", "hdmi-connector");
	map_string(map, connector, "type", "a");
	struct dt_node *port = map_child(map, connector, "port", NULL);
	map_join(map, map_child(map, port, "endpoint", "hdmi_con_in"),
	         map_child(map, out, "endpoint", "hdmi_out_con"));
}

static void map_hdmi(struct map *map)
{
	const struct hw_device *hdmi = hardware_used(map->hw, HW_HDMI, 0);
	bool minimal = map_is_wired_box(map) || map_is_reference_kit(map);
	minimal = minimal && map_soc_is(map, "sun7i");
	bool rule = map->class != MAP_TABLET && !minimal &&
	            map_soc_is(map, "sun7i,sun8i-h3,sun8i-a83t,sun8i-r40,sun50i-a64");
	if (!hdmi || !map_wants(map, "hdmi", rule, hdmi))
		return;
	map_rule_device(map, "hdmi", hdmi);
	if (!map_enable(map, "hdmi"))
		return;
	if (map_soc_is(map, "sun8i-r40"))
		map_enable(map, "tcon_tv0"); /* one of its two feeds the HDMI encoder */
	write_connector(map);
	struct dt_node *engine = map_node(map, "de");
	if (engine)
		map_string(map, engine, "status", "okay");
	engine = dt_find_label(map->tree, "de");
	if (!engine && (engine = dt_child(map->tree->root, "display-engine")))
		map_string(map, engine, "status", "okay");
}

/* ---- backlight --------------------------------------------------------------------------- */

#define LCD_IF_RGB    0
#define PWM_PERIOD_NS 50000 /* 20 kHz, above hearing; vendors' files say 1 to 20 kHz */

static void write_levels(struct map *map, struct dt_node *node)
{
	struct dt_property *levels = map_flag(map, node, "brightness-levels");
	for (uint32_t level = 0; level <= 100; level += 10)
		dt_add_cell(map->tree, levels, level, NULL);
	map_cell(map, node, "default-brightness-level", 8);
}

static void write_backlight(struct map *map, const struct hw_device *lcd, struct dt_node *pwm)
{
	struct dt_node *node = map_child(map, map->tree->root, "backlight", "backlight");
	map_string(map, node, "compatible", "pwm-backlight");
	struct dt_property *pwms = map_reference(map, node, "pwms", pwm);
	dt_add_cell(map->tree, pwms, 0, NULL);
	dt_add_cell(map->tree, pwms, PWM_PERIOD_NS, NULL);
	dt_add_cell(map->tree, pwms, 1, "PWM_POLARITY_INVERTED");
	write_levels(map, node);
	const struct hw_fact *enable = hw_gpio(lcd, "bl_en");
	map_because(map, enable);
	if (enable)
		map_gpio(map, node, "enable-gpios", enable, GPIO_HIGH);
	struct dt_node *supply = map_pmic_regulator(map, "dc1sw");
	const char *rail = map_soc_is(map, "sun5i") ? "vcc3v0" : "vcc3v3";
	map_reference(map, node, "power-supply", supply ? supply : map_rail(map, rail));
}

static void write_pwm_pin(struct map *map, struct dt_node *node)
{
	static const char *const groups[] = { "pwm0_pin", "pwm0_pins" };
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (map_pin_group(map, node, groups[i], false))
			break;
}

/* A board that leads a parallel panel's pins out, with an enable pin for its backlight. */
static bool has_panel_header(const struct map *map, const struct hw_device *lcd)
{
	return map->class == MAP_BOARD && map_soc_is(map, "sun7i") && hw_gpio(lcd, "bl_en") &&
	       hw_number(lcd, "if", LCD_IF_RGB) == LCD_IF_RGB;
}

static void map_pwm(struct map *map)
{
	const struct hw_device *lcd = hardware_used(map->hw, HW_LCD, 0);
	bool tablet = map->class == MAP_TABLET && map_soc_is(map, "sun4i,sun5i,sun7i,sun8i");
	if (!lcd || !map_wants(map, "pwm", tablet || has_panel_header(map, lcd), lcd))
		return;
	map_rule_device(map, "pwm", lcd);
	struct dt_node *node = map_enable(map, "pwm");
	if (!node)
		return;
	write_pwm_pin(map, node);
	if (!tablet)
		return;
	map_rule_device(map, "backlight", lcd);
	write_backlight(map, lcd, node);
}

/* What the owner named: the panel, its backlight, the link to the controller, the engine on. */
static void write_panel(struct map *map, const struct hw_device *lcd, const char *compatible)
{
	struct dt_node *tcon = map_enable(map, "tcon0"), *engine = dt_find_label(map->tree, "de");
	struct dt_node *out = tcon ? dt_child(tcon, "ports") : NULL;
	out = out ? dt_child(out, "port@1") : dt_find_label(map->tree, "tcon0_out");
	struct dt_node *light = dt_child(map->tree->root, "backlight");
	if (!out)
		return;
	map_rule(map, "panel", hw_fact(lcd, "x"));
	map->origin.why = "the owner's answer";
	struct dt_node *panel = map_child(map, map->tree->root, "panel", "panel");
	map_string(map, panel, "compatible", compatible);
	if (light)
		map_reference(map, panel, "backlight", light);
	struct dt_node *supply = map_pmic_regulator(map, "dc1sw");
	map_reference(map, panel, "power-supply", supply ? supply : map_rail(map, "vcc3v3"));
	map_join(map,
	         map_child(map, map_child(map, panel, "port", NULL), "endpoint", "panel_input"),
	         map_child(map, out, "endpoint@0", "tcon0_out_lcd"));
	map_cell(map, dt_find_label(map->tree, "tcon0_out_lcd"), "reg", 0);
	if (!engine)
		engine = dt_child(map->tree->root, "display-engine");
	if (engine)
		map_string(map, engine, "status", "okay");
}

/* The panel itself stays a question: the file tells its timing, not its name. */
static void map_panel(struct map *map)
{
	const struct hw_device *lcd = hardware_used(map->hw, HW_LCD, 0);
	if (!lcd)
		return;
	const char *answer = map_ask(map, "panel", "Which panel is it, by its compatible?", "none",
	                             800, 3, hw_fact(lcd, "x"));
	if (answer && strcmp(answer, "none") != 0) {
		write_panel(map, lcd, answer);
		return;
	}
	map_note_fact(
		map, hw_fact(lcd, "dclk_freq"),
		"a panel's timing belongs to a panel with a name, which the file does not say");
}

/* The panel's pins. Without a panel's name the display engine stays off, and with it the driver:
 * the boot loader's picture remains. */
static void map_tcon(struct map *map)
{
	const struct hw_device *lcd = hardware_used(map->hw, HW_LCD, 0);
	if (!lcd || hw_number(lcd, "if", LCD_IF_RGB) != LCD_IF_RGB || !map_soc_is(map, "sun8i"))
		return;
	map_rule_device(map, "lcd.pins", lcd);
	map_because(map, hw_fact(lcd, "if"));
	struct dt_node *node = map_enable(map, "tcon0");
	if (node && !map_pin_group(map, node, "lcd_rgb666_pins", false))
		map_pin_group(map, node, "lcd_rgb666_pd_pins", false);
}

void map_display(struct map *map)
{
	map_hdmi(map);
	map_pwm(map);
	map_tcon(map);
	map_panel(map);
}

/* ---- sound ------------------------------------------------------------------------------- */

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
