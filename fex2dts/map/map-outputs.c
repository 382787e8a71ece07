/* What hangs on the display controller and has pins in the file: a panel's switch, its bus, a VGA socket. */
#include "fex2dts/map/map.h"

#define LCD_IF_RGB 0

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

void map_outputs(struct map *map)
{
	const struct hw_device *lcd = hardware_used(map->hw, HW_LCD, 0);
	map_vga(map);
	if (!lcd)
		return;
	write_panel_switch(map, lcd);
	write_panel_bus(map, lcd);
}
