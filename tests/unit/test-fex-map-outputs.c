/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What hangs on the display controller, and consoles whose pins are elsewhere. */
#include "fex-map.h"

#include "fex2dts/map/map-console.h"

#define PANEL                                                                                      \
	"[lcd0_para]\nlcd_used = 1\nlcd_if = 0\nlcd_bl_en = port:PH06<1><0><default><1>\n"         \
	"lcd_gpio_0 = port:PH07<1><0><default><%u>\n[ctp_para]\nctp_used = 1\n"

static void test_a_level_set_while_the_panel_is_on_is_its_enable_pin(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(test, "a33", arena_printf(test->arena, PANEL, 1));
	struct dt_node *panel = dt_find(map->tree, "/panel");
	assert_non_null(panel);
	assert_string_equal(gpio_of(map, panel, "enable-gpios"), "pio 7 7 0");
	assert_string_equal(target(map, panel, "backlight"), "backlight");
	assert_false(dt_has(panel, "compatible"));
	map = mapped(test, "a33", arena_printf(test->arena, PANEL, 0));
	assert_null(dt_find(map->tree, "/panel"));
}

static void test_a_backlight_of_the_a10_has_its_pin_and_rail(void **state)
{
	struct map *map = mapped(*state, "a10",
	                         "[lcd0_para]\nlcd_used = 1\n"
	                         "lcd_bl_en = port:PH07<1><0><default><1>\n"
	                         "[ctp_para]\nctp_used = 1\n");
	struct dt_node *light = dt_find(map->tree, "/backlight");
	assert_non_null(light);
	assert_string_equal(gpio_of(map, light, "enable-gpios"), "pio 7 7 0");
	assert_string_equal(target(map, light, "power-supply"), "vcc3v3");
}

static void test_a_panels_commands_run_on_two_pins_of_their_own(void **state)
{
	static const char text[] = "[lcd0_para]\nlcd_used = 1\n"
				   "lcd_gpio_scl = port:PA24<0><0><default><default>\n"
				   "lcd_gpio_sda = port:PA23<0><0><default><default>\n";
	struct map *map = mapped(*state, "a31", text);
	struct dt_node *bus = dt_find_label(map->tree, "i2c_lcd");
	assert_non_null(bus);
	assert_string_equal(dt_string(map->tree, bus, "compatible", 0), "i2c-gpio");
	assert_string_equal(gpio_of(map, bus, "scl-gpios"), "pio 0 24 16");
	map = mapped(*state, "a31", "[lcd0_para]\nlcd_used = 1\nlcd_gpio_scl =\nlcd_gpio_sda =\n");
	assert_null(dt_find_label(map->tree, "i2c_lcd"));
}

static const struct dt_node *vga_of(struct test *test, const char *used, struct map **map)
{
	*map = mapped(test, "a31",
	              arena_printf(test->arena,
	                           "[vga_para]\nvga_used = %s\n"
	                           "vga_en = port:PH25<1><default><default><1>\n",
	                           used));
	return dt_find((*map)->tree, "/vga-dac");
}

static void test_a_vga_socket_hangs_on_the_parallel_output_and_a_switch(void **state)
{
	struct map *map;
	const struct dt_node *dac = vga_of(*state, "1", &map);
	assert_non_null(dac);
	assert_string_equal(target(map, dac, "vdd-supply"), "vga-3v3");
	assert_string_equal(gpio_of(map, dt_find(map->tree, "/vga-3v3"), "gpio"), "pio 7 25 0");
	const struct dt_node *in = dt_find_label(map->tree, "vga_dac_in");
	assert_string_equal(target(map, in, "remote-endpoint"), "endpoint@0");
	assert_null(vga_of(*state, "0", &map));
}

static void test_a_console_on_pins_the_soc_lacks_is_the_uart_that_is_led_out(void **state)
{
	struct map *map = mapped(*state, "a13",
	                         "[uart_para]\nuart_debug_port = 0\n"
	                         "uart_debug_tx = port:PB19<2><1><default><default>\n"
	                         "uart_debug_rx = port:PB20<2><1><default><default>\n");
	assert_ptr_equal(dt_find(map->tree, "serial0"), dt_find_label(map->tree, "uart1"));
	assert_false(is_on(map, "uart0"));
	map = mapped(*state, "a10s",
	             "[uart_para]\nuart_debug_port = 0\n"
	             "uart_debug_tx = port:PB19<2><1><default><default>\n"
	             "uart_debug_rx = port:PB20<2><1><default><default>\n");
	assert_ptr_equal(dt_find(map->tree, "serial0"), dt_find_label(map->tree, "uart0"));
}

#define SLOT                                                                                       \
	"[mmc1_para]\nsdc_used = 1\nsdc_detmode = 4\nsdc_isio = %u\n"                              \
	"sdc_clk = port:PG00<2><1><2><default>\nsdc_cmd = port:PG01<2><1><2><default>\n"           \
	"[wifi_para]\nwifi_used = 1\nwifi_sdc_id = 1\nwifi_mod_sel = %u\n%s"
#define RESET "ap6xxx_wl_regon = port:PG10<1><default><default><0>\n"

static bool has_module(struct test *test, unsigned sdio, unsigned module, const char *pins)
{
	const char *text = arena_printf(test->arena, SLOT, sdio, module, pins);
	return is_on(mapped(test, "a31s", text), "mmc1");
}

static void test_a_wifi_module_is_on_sdio_when_controller_pins_and_number_say_so(void **state)
{
	assert_true(has_module(*state, 1, 2, RESET));
	assert_false(has_module(*state, 0, 2, RESET));
	assert_false(has_module(*state, 1, 2, ""));
	assert_false(has_module(*state, 1, 6, RESET)); /* a chip on USB */
}

#define USB_WIFI                                                                                   \
	"[pmu_para]\npmu_used = 1\npmu_twi_addr = 104\n[usbc2]\nusb_used = 1\n%s"                  \
	"[wifi_para]\nwifi_used = 1\nwifi_usbc_id = 2\nwifi_mod_sel = 6\n"                         \
	"wifi_power = \"axp22_aldo1\"\n"

static void test_a_wifi_chip_on_usb_feeds_on_the_rail_that_its_section_names(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(test, "a31", arena_printf(test->arena, USB_WIFI, ""));
	assert_string_equal(target(map, dt_find_label(map->tree, "usbphy"), "usb2_vbus-supply"),
	                    "aldo1");
	map = mapped(test, "a31",
	             arena_printf(test->arena, USB_WIFI,
	                          "usb_drv_vbus_gpio = port:PC27<1><0><default><0>\n"));
	assert_string_equal(target(map, dt_find_label(map->tree, "usbphy"), "usb2_vbus-supply"),
	                    "usb2-vbus");
}

/* The names that Linux Documentation/devicetree/bindings/sound/allwinner,sun4i-a10-codec.yaml allows. */
static void test_a_v3s_codec_has_no_line_output_and_no_mbias(void **state)
{
	static const char text[] = "[audio0]\naudio_used = 1\n"
				   "audio_pa_ctrl = port:PF06<1><default><default><0>\n";
	static const char *const socs[] = { "v3", "v3s", "h3" };
	static const char *const last[] = { "HBIAS", "HBIAS", "MBIAS" };
	for (size_t i = 0; i < 3; i++) {
		struct map *map = mapped(*state, socs[i], text);
		struct dt_node *codec = dt_find_label(map->tree, "codec");
		const char *route = NULL, *next;
		for (size_t k = 0;
		     (next = dt_string(map->tree, codec, "allwinner,audio-routing", k)); k++) {
			route = next;
			assert_true(strcmp(route, "LINEOUT") != 0 || i == 2);
		}
		assert_string_equal(route, last[i]);
	}
}

#define TOUCH                                                                                       \
	"[lcd0_para]\nlcd_used = 1\n[twi2_para]\ntwi_used = 1\n"                                    \
	"twi_scl = port:PB20<2><default><default><default>\n"                                       \
	"twi_sda = port:PB21<2><default><default><default>\n"                                       \
	"[ctp_para]\nctp_used = 1\nctp_name = \"Goodix-TS\"\nctp_twi_id = 2\nctp_twi_addr = 0x5d\n" \
	"ctp_screen_max_x = 1024\nctp_int_port = port:PH21<6><default><default><default>\n"         \
	"ctp_pwr_en = port:PA05<1><default><default><0>\n"                                          \
	"ctp_wakeup = port:PB13<1><default><default><1>\n"

static void test_a_touch_chip_that_the_owner_names_gets_the_files_pins(void **state)
{
	struct answer answer = { .key = "chips", .value = "pixcir,pixcir_tangoc@i2c2/5c" };
	struct answers answers = { &answer, 1 };
	struct map *map = mapped_with(*state, "a10", TOUCH, &answers);
	struct dt_node *chip = dt_child(dt_find_label(map->tree, "i2c2"), "chip@5c");
	assert_non_null(chip);
	assert_string_equal(gpio_of(map, chip, "attb-gpio"), "pio 7 21 0");
	assert_string_equal(gpio_of(map, chip, "enable-gpios"), "pio 0 5 1");
	assert_string_equal(gpio_of(map, chip, "wake-gpios"), "pio 1 13 1");
	assert_int_equal(dt_cell(map->tree, chip, "interrupts", 1, 0), 21);
	assert_int_equal(dt_cell(map->tree, chip, "touchscreen-size-x", 0, 0), 1024);
	answer.value = "atmel,24c16@i2c2/50";
	map = mapped_with(*state, "a10", TOUCH, &answers);
	chip = dt_child(dt_find_label(map->tree, "i2c2"), "eeprom@50");
	assert_non_null(chip);
	assert_false(dt_has(chip, "interrupts"));
}

static void test_a_boards_buttons_are_a_ladder_where_the_file_says_so(void **state)
{
	static const char text[] =
		"[sata_para]\nsata_used = 1\n[tabletkeys_para]\ntabletkeys_used = %u\n"
		"key0_code = 115\nkey1_code = 114\nkey4_code = 102\n";
	struct test *test = *state;
	struct map *map = mapped(test, "a20", arena_printf(test->arena, text, 1));
	struct dt_node *ladder = dt_find_label(map->tree, "lradc");
	assert_true(is_on(map, "lradc"));
	assert_int_equal(ladder->child_count, 2);
	assert_int_equal(dt_cell(map->tree, ladder->children[1], "voltage", 0, 0), 400000);
	assert_int_equal(dt_cell(map->tree, ladder->children[1], "linux,code", 0, 0), 114);
	assert_string_equal(target(map, ladder, "vref-supply"), "vcc3v0");
	assert_false(is_on(mapped(test, "a20", arena_printf(test->arena, text, 0)), "lradc"));
}

static const char *model_of(struct test *test, const char *file)
{
	struct map *map = mapped(test, "a20", "[product]\nversion = \"1\"\n");
	struct hardware hardware = *map->hw;
	hardware.file = file;
	map->hw = &hardware;
	map_root(map);
	return arena_printf(test->arena, "%s, %s",
	                    dt_string(map->tree, map->tree->root, "model", 0),
	                    dt_string(map->tree, map->tree->root, "compatible", 0));
}

static void test_a_board_is_named_by_its_file_unless_every_board_has_one_of_that_name(void **state)
{
	assert_string_equal(model_of(*state, "a/My_Board 2.1.fex"),
	                    "My Board 2.1, allwinner,my-board-2.1");
	assert_string_equal(model_of(*state, "M\xc3\xb6"
	                                     "bel \"(1).fex"),
	                    "M Bel 1, allwinner,m-bel-1");
	assert_string_equal(model_of(*state, "nand/script.bin"), "Board, allwinner,board");
	assert_string_equal(model_of(*state, "sys_config.fex"), "Board, allwinner,board");
	assert_string_equal(model_of(*state, "standard input"), "Board, allwinner,board");
	assert_string_equal(model_of(*state, "???"), "Board, allwinner,board");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_level_set_while_the_panel_is_on_is_its_enable_pin),
		TEST(test_a_backlight_of_the_a10_has_its_pin_and_rail),
		TEST(test_a_panels_commands_run_on_two_pins_of_their_own),
		TEST(test_a_vga_socket_hangs_on_the_parallel_output_and_a_switch),
		TEST(test_a_console_on_pins_the_soc_lacks_is_the_uart_that_is_led_out),
		TEST(test_a_board_is_named_by_its_file_unless_every_board_has_one_of_that_name),
		TEST(test_a_v3s_codec_has_no_line_output_and_no_mbias),
		TEST(test_a_wifi_module_is_on_sdio_when_controller_pins_and_number_say_so),
		TEST(test_a_touch_chip_that_the_owner_names_gets_the_files_pins),
		TEST(test_a_boards_buttons_are_a_ladder_where_the_file_says_so),
		TEST(test_a_wifi_chip_on_usb_feeds_on_the_rail_that_its_section_names),
	};
	return cmocka_run_group_tests_name("fex-map-outputs", tests, NULL, NULL);
}
