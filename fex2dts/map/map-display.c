/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-display.h"

#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"

#include <string.h>

/* ---- HDMI -------------------------------------------------------------------------------- */

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

/* ---- a panel without a name -------------------------------------------------------------- */

/* A level that the vendor sets while the panel is on. Its node waits for a compatible: mainline's
 * tablets of one design with many panels leave it out, too. */
static void write_panel_switch(struct map *map, const struct hw_device *lcd)
{
	const struct hw_fact *pin = hw_gpio(lcd, "gpio_0");
	struct dt_node *light = dt_child(map->tree->root, "backlight");
	if (map->class != MAP_TABLET || !map_soc_is(map, "sun8i") || !light ||
	    hw_number(lcd, "if", LCD_IF_RGB) != LCD_IF_RGB || !hw_is_soc_pin(pin) ||
	    pin->gpio.mux != 1 || pin->gpio.data != 1)
		return;
	map_rule(map, "panel.enable", pin);
	struct dt_node *panel = map_child(map, map->tree->root, "panel", "panel");
	if (!map_gpio(map, panel, "enable-gpios", pin, GPIO_HIGH))
		return;
	map_rule(map, "panel.backlight", hw_fact(lcd, "bl_en"));
	map_reference(map, panel, "backlight", light);
	map_rule(map, "panel.supply", hw_fact(lcd, "power"));
	struct dt_node *supply = map_pmic_regulator(map, "dc1sw");
	map_reference(map, panel, "power-supply", supply ? supply : map_rail(map, "vcc3v3"));
}

#define HALF_BIT 5 /* microseconds: 100 kHz */

/* lcd_gpio_scl and _sda: commands to the panel on pins that no TWI controller drives. */
static void write_panel_bus(struct map *map, const struct hw_device *lcd)
{
	const struct hw_fact *scl = hw_gpio(lcd, "gpio_scl"), *sda = hw_gpio(lcd, "gpio_sda");
	if (!hw_is_soc_pin(scl) || !hw_is_soc_pin(sda) || map_is_taken(map, scl) ||
	    map_is_taken(map, sda))
		return;
	map_rule(map, "panel.bus", scl);
	map_because(map, sda);
	struct dt_node *bus = map_child(map, map->tree->root, "i2c", "i2c_lcd");
	map_string(map, bus, "compatible", "i2c-gpio");
	map_gpio(map, bus, "sda-gpios", sda, GPIO_PULLED);
	map_gpio(map, bus, "scl-gpios", scl, GPIO_PULLED);
	map_cell(map, bus, "i2c-gpio,delay-us", HALF_BIT);
}

/* ---- VGA --------------------------------------------------------------------------------- */

static struct dt_node *end_of(struct map *map, struct dt_node *parent, const char *port,
                              const char *label)
{
	return map_child(map, map_child(map, parent, port, NULL), "endpoint", label);
}

/* Resistors that turn the parallel panel's signals into VGA, and the socket behind them. */
static void write_vga(struct map *map, const struct hw_device *vga, struct dt_node *out)
{
	struct dt_node *root = map->tree->root, *dac = map_child(map, root, "vga-dac", NULL);
	map_string(map, dac, "compatible", "dumb-vga-dac");
	struct dt_node *socket = map_child(map, root, "vga-connector", NULL);
	map_string(map, socket, "compatible", "vga-connector");
	struct dt_node *ports = map_child(map, dac, "ports", NULL);
	map_cell(map, ports, "#address-cells", 1);
	map_cell(map, ports, "#size-cells", 0);
	struct dt_node *from = end_of(map, ports, "port@0", "vga_dac_in");
	struct dt_node *to = end_of(map, ports, "port@1", "vga_dac_out");
	map_cell(map, from->parent, "reg", 0);
	map_cell(map, to->parent, "reg", 1);
	struct dt_node *source = map_child(map, out, "endpoint@0", "tcon0_out_vga");
	map_cell(map, source, "reg", 0);
	map_join(map, source, from);
	map_join(map, to, end_of(map, socket, "port", "vga_con_in"));
	const struct hw_fact *pin = hw_gpio(vga, "vga_en");
	map_rule(map, "vga.supply", pin);
	struct dt_node *supply = NULL;
	if (hw_is_soc_pin(pin))
		supply = map_fixed_regulator(map, "vga-3v3", "reg_vga_3v3", 3300000, pin, true);
	if (supply)
		map_reference(map, dac, "vdd-supply", supply);
}

static void map_vga(struct map *map)
{
	const struct hw_device *vga = hardware_section(map->hw, "vga_para");
	struct dt_node *tcon = map_node(map, "tcon0"),
		       *ports = tcon ? dt_child(tcon, "ports") : NULL;
	struct dt_node *out = ports ? dt_child(ports, "port@1") : NULL;
	if (!vga || !out || out->child_count > 1 || !map_soc_is(map, "sun6i"))
		return;
	map_rule_device(map, "vga", vga);
	if (!map_pin_group(map, tcon, "lcd0_rgb888_pins", false))
		return;
	write_vga(map, vga, out);
}

void map_display(struct map *map)
{
	const struct hw_device *lcd = hardware_used(map->hw, HW_LCD, 0);
	map_hdmi(map);
	map_pwm(map);
	map_tcon(map);
	map_panel(map);
	map_vga(map);
	if (!lcd)
		return;
	write_panel_switch(map, lcd);
	write_panel_bus(map, lcd);
}
