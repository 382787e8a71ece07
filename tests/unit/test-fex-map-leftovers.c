/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that a vendor copied from the reference design, beside those that are the board's. */
#include "fex-map.h"

#include "lib/text.h"

#define LED_PARA "[led_para]\nled_used = %s\nled1 = port:PH20<1><default><default><default>\n"

static struct map *with_leds(struct test *test, const char *used)
{
	return mapped(test, "a20", arena_printf(test->arena, LED_PARA, used));
}

static void test_leds_with_triggers_are_leds_where_they_are_used(void **state)
{
	struct map *map = with_leds(*state, "1");
	struct dt_node *led = dt_find(map->tree, "/leds/led-0");
	assert_non_null(led);
	assert_string_equal(gpio_of(map, led, "gpios"), "pio 7 20 0");
	map = with_leds(*state, "0");
	assert_null(dt_find(map->tree, "/leds"));
}

#define PORT "[usbc2]\nusb_used = 1\nusb_drv_vbus_gpio = port:PH20<1><0><default><0>\n"
#define WIFI                                                                                       \
	"[usb_wifi_para]\nusb_wifi_used = 1\nusb_wifi_usbc_num = %u\n"                             \
	"usb_wifi_gpio_power = port:PH12<1><0><default><1>\n"

static const char *power_of_port(struct test *test, unsigned wifi_port)
{
	struct map *map = mapped(test, "a10", arena_printf(test->arena, PORT WIFI, wifi_port));
	struct dt_node *source = dt_find_label(map->tree, "reg_usb2_vbus");
	assert_non_null(source);
	return gpio_of(map, source, "gpio");
}

static void test_a_boxs_usb_wifi_is_powered_by_its_own_pin(void **state)
{
	assert_string_equal(power_of_port(*state, 2), "pio 7 12 0");
	assert_string_equal(power_of_port(*state, 1), "pio 7 20 0");
}

#define TABLET    "[lcd0_para]\nlcd_used = 1\n[ctp_para]\nctp_used = 1\n[audio_para]\naudio_used = 1\n"
#define AMPLIFIER "audio_pa_ctrl = port:PG10<1><default><default><0>\n"
#define SPEAKER   "audio_speaker_en = port:PG09<1><default><default><0>\n"

static const char *amplifier_of(struct test *test, const char *text)
{
	struct map *map = mapped(test, "a13", text);
	return gpio_of(map, dt_find_label(map->tree, "codec"), "allwinner,pa-gpios");
}

static void test_a_speakers_own_pin_comes_before_the_amplifiers(void **state)
{
	assert_string_equal(amplifier_of(*state, TABLET AMPLIFIER), "pio 6 10 0");
	assert_string_equal(amplifier_of(*state, TABLET AMPLIFIER SPEAKER), "pio 6 9 0");
}

#define TOUCH                                                                                      \
	"[twi1_para]\ntwi_used = 1\ntwi_scl = port:PB18<2><default><default><default>\n"           \
	"twi_sda = port:PB19<2><default><default><default>\n"                                      \
	"[ctp_para]\nctp_used = 1\nctp_name = \"ft5x_ts\"\nctp_twi_id = 1\nctp_twi_addr = 0x38\n"

static void test_a_development_boards_touch_panel_is_the_owners_to_confirm(void **state)
{
	static const char text[] = "[gmac_para]\ngmac_used = 1\n[lcd0_para]\nlcd_used = 1\n"
				   "[sata_para]\nsata_used = 1\n" TOUCH;
	struct answer answer = { .key = "touch-sure", .value = "yes" };
	struct answers answers = { &answer, 1 };
	struct map *map = mapped(*state, "a20", text);
	assert_int_equal(map->class, MAP_BOARD);
	assert_null(dt_child(dt_find_label(map->tree, "i2c1"), "touchscreen@38"));
	map = mapped_with(*state, "a20", text, &answers);
	assert_non_null(dt_child(dt_find_label(map->tree, "i2c1"), "touchscreen@38"));
}

#define BOARD "[sata_para]\nsata_used = 1\n"
#define OTG                                                                                        \
	"[usbc0]\nusb_used = 1\nusb_port_type = 2\n"                                               \
	"usb_id_gpio = port:PH04<0><1><default><default>\n"                                        \
	"usb_drv_vbus_gpio = port:PB09<1><0><default><0>\n"

static void test_an_otg_section_left_as_designed_gives_a_board_no_power_switch(void **state)
{
	struct map *map = mapped(
		*state, "a20", BOARD OTG "usb_det_vbus_gpio = port:PH05<0><0><default><default>\n");
	struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	assert_string_equal(gpio_of(map, phy, "usb0_id_det-gpios"), "pio 7 4 0");
	assert_false(dt_has(phy, "usb0_vbus_det-gpios") || dt_has(phy, "usb0_vbus-supply"));
	map = mapped(*state, "a20",
	             BOARD OTG "usb_det_vbus_gpio = port:PH15<0><0><default><default>\n");
	phy = dt_find_label(map->tree, "usbphy");
	assert_string_equal(gpio_of(map, phy, "usb0_vbus_det-gpios"), "pio 7 15 0");
	assert_string_equal(target(map, phy, "usb0_vbus-supply"), "usb0-vbus");
}

static void test_an_a10s_senses_no_port_on_its_designs_pin(void **state)
{
	static const char text[] = "[usbc0]\nusb_used = 1\nusb_port_type = 2\n"
				   "usb_id_gpio = port:PG12<0><1><default><default>\n"
				   "usb_det_vbus_gpio = port:PG00<0><0><default><default>\n"
				   "usb_drv_vbus_gpio = port:PG11<1><0><default><0>\n";
	struct map *map = mapped(*state, "a10s", text);
	struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	assert_false(dt_has(phy, "usb0_vbus_det-gpios"));
	assert_string_equal(gpio_of(map, phy, "usb0_id_det-gpios"), "pio 6 12 0");
	assert_string_equal(target(map, phy, "usb0_vbus-supply"), "usb0-vbus");
}

static void test_a_port_with_an_id_pin_is_both_host_and_device(void **state)
{
	static const char text[] = "[usbc0]\nusb_used = 1\nusb_port_type = 0\n";
	struct map *map = mapped(*state, "a10", text);
	struct dt_node *port = dt_find_label(map->tree, "usb_otg");
	assert_string_equal(dt_string(map->tree, port, "dr_mode", 0), "peripheral");
	map = mapped(*state, "a10",
	             "[usbc0]\nusb_used = 1\nusb_port_type = 0\n"
	             "usb_id_gpio = port:PH04<0><1><default><default>\n");
	port = dt_find_label(map->tree, "usb_otg");
	assert_string_equal(dt_string(map->tree, port, "dr_mode", 0), "otg");
}

static void test_the_third_bus_is_off_where_a_headers_list_misses_it(void **state)
{
	struct test *test = *state;
	struct text text = text_make(test->arena);
	text_printf(&text, BOARD "[twi2_para]\ntwi_used = 1\n"
	                         "twi_scl = port:PB20<2><default><default><default>\n"
	                         "twi_sda = port:PB21<2><default><default><default>\n");
	assert_true(is_on(mapped(test, "a20", text.p), "i2c2"));
	text_add(&text, "[gpio_para]\ngpio_used = 1\n");
	for (unsigned i = 0; i < 20; i++)
		text_printf(&text, "gpio_pin_%u = port:PE%02u<0><1><default><default>\n", i + 1,
		            i % 12);
	assert_false(is_on(mapped(test, "a20", text.p), "i2c2"));
	text_add(&text, "gpio_pin_21 = port:PB20<1><1><default><default>\n");
	assert_true(is_on(mapped(test, "a20", text.p), "i2c2"));
}

#define LISTED "[gpio_para]\ngpio_used = 1\ngpio_pin_1 = port:PH20<%u><default><default><default>\n"

static void test_a_pin_listed_as_an_input_switches_no_port(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(test, "a20", arena_printf(test->arena, PORT LISTED, 1));
	assert_string_equal(target(map, dt_find_label(map->tree, "usbphy"), "usb2_vbus-supply"),
	                    "usb2-vbus");
	map = mapped(test, "a20", arena_printf(test->arena, PORT LISTED, 0));
	assert_true(is_on(map, "ehci1"));
	assert_false(dt_has(dt_find_label(map->tree, "usbphy"), "usb2_vbus-supply"));
}

static void test_a_switch_among_a_headers_pins_is_none(void **state)
{
	struct test *test = *state;
	struct text text = text_make(test->arena);
	text_printf(&text, PORT LISTED, 1);
	for (unsigned i = 0; i < 19; i++)
		text_printf(&text, "gpio_pin_%u = port:PE%02u<1><default><default><default>\n",
		            i + 2, i % 12);
	struct map *map = mapped(test, "a20", text.p);
	assert_false(dt_has(dt_find_label(map->tree, "usbphy"), "usb2_vbus-supply"));
}

static void test_a_bus_whose_wires_are_listed_as_inputs_is_off(void **state)
{
	static const char spi[] = BOARD "[spi0_para]\nspi_used = 1\n"
					"spi_mosi = port:PI12<2><default><default><default>\n";
	struct test *test = *state;
	assert_true(is_on(mapped(test, "a20", spi), "spi0"));
	const char *text = arena_printf(test->arena,
	                                "%s[gpio_para]\ngpio_used = 1\n"
	                                "gpio_pin_1 = port:PI12<0><1><default><default>\n",
	                                spi);
	assert_false(is_on(mapped(test, "a20", text), "spi0"));
}

#define SLOT                                                                                       \
	"[mmc1_para]\nsdc_used = 1\nsdc_detmode = %u\nsdc_clk = port:PG04<2><1><2><default>\n"     \
	"sdc_cmd = port:PG03<2><1><2><default>\nsdc_det = port:PG13<0><0><default><default>\n"

static void test_a_second_slot_is_told_by_its_card_detect_pin(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(test, "a10s", arena_printf(test->arena, SLOT, 1));
	struct dt_node *node = dt_find_label(map->tree, "mmc1");
	assert_string_equal(gpio_of(map, node, "cd-gpios"), "pio 6 13 1");
	assert_false(dt_has(node, "non-removable"));
	map = mapped(test, "a10s", arena_printf(test->arena, SLOT, 4));
	assert_false(is_on(map, "mmc1"));
	map = mapped(test, "a10", arena_printf(test->arena, SLOT, 1));
	assert_false(is_on(map, "mmc1"));
}

static void test_one_of_several_touch_chips_is_the_owners_to_confirm(void **state)
{
	static const char text[] =
		"[lcd0_para]\nlcd_used = 1\n[twi1_para]\ntwi_used = 1\n"
		"twi_scl = port:PB15<2><default><default><default>\n"
		"twi_sda = port:PB16<2><default><default><default>\n"
		"[ctp_para]\nctp_used = 1\nctp_name = \"ft5x_ts\"\nctp_twi_id = 1\nctp_twi_addr = 0x38\n";
	struct test *test = *state;
	struct dt_node *bus = dt_find_label(mapped(test, "a13", text)->tree, "i2c1");
	assert_non_null(dt_child(bus, "touchscreen@38"));
	const char *more = arena_printf(test->arena, "%sctp1_used = 1\n", text);
	bus = dt_find_label(mapped(test, "a13", more)->tree, "i2c1");
	assert_null(dt_child(bus, "touchscreen@38"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_leds_with_triggers_are_leds_where_they_are_used),
		TEST(test_a_boxs_usb_wifi_is_powered_by_its_own_pin),
		TEST(test_a_speakers_own_pin_comes_before_the_amplifiers),
		TEST(test_an_otg_section_left_as_designed_gives_a_board_no_power_switch),
		TEST(test_an_a10s_senses_no_port_on_its_designs_pin),
		TEST(test_a_port_with_an_id_pin_is_both_host_and_device),
		TEST(test_the_third_bus_is_off_where_a_headers_list_misses_it),
		TEST(test_a_pin_listed_as_an_input_switches_no_port),
		TEST(test_a_switch_among_a_headers_pins_is_none),
		TEST(test_a_bus_whose_wires_are_listed_as_inputs_is_off),
		TEST(test_a_second_slot_is_told_by_its_card_detect_pin),
		TEST(test_one_of_several_touch_chips_is_the_owners_to_confirm),
		TEST(test_a_development_boards_touch_panel_is_the_owners_to_confirm),
	};
	return cmocka_run_group_tests_name("fex-map-leftovers", tests, NULL, NULL);
}
