/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex-map.h"

#define CARD                                                                                       \
	"[mmc0_para]\nsdc_used = 1\nsdc_detmode = 1\nsdc_buswidth = 4\n"                           \
	"sdc_clk = port:PF02<2><1><2><default>\nsdc_cmd = port:PF03<2><1><2><default>\n"           \
	"sdc_d0 = port:PF01<2><1><2><default>\nsdc_d1 = port:PF00<2><1><2><default>\n"             \
	"sdc_d2 = port:PF05<2><1><2><default>\nsdc_d3 = port:PF04<2><1><2><default>\n"             \
	"sdc_det = port:PH01<0><1><default><default>\n"

static void test_a_card_slot_gets_mainlines_group_its_width_and_a_low_active_detect(void **state)
{
	struct map *map = mapped(*state, "a20", CARD);
	struct dt_node *node = dt_find_label(map->tree, "mmc0");
	assert_true(is_on(map, "mmc0"));
	assert_string_equal(target(map, node, "pinctrl-0"), "mmc0-pins");
	assert_int_equal(dt_cell(map->tree, node, "bus-width", 0, 0), 4);
	assert_string_equal(gpio_of(map, node, "cd-gpios"), "pio 7 1 1");
	assert_string_equal(target(map, node, "vmmc-supply"), "vcc3v3");
	assert_false(dt_has(node, "broken-cd"));
}

static void test_a_card_slot_without_a_detect_pin_is_polled(void **state)
{
	struct map *map = mapped(*state, "a20",
	                         "[mmc0_para]\nsdc_used = 1\nsdc_detmode = 4\n"
	                         "sdc_cmd = port:PF03<2><1><2><default>\n");
	assert_true(dt_has(dt_find_label(map->tree, "mmc0"), "broken-cd"));
	assert_false(is_on(map, "mmc1"));
}

static void test_every_property_of_a_rule_knows_the_line_behind_it(void **state)
{
	struct map *map = mapped(*state, "a20", CARD);
	const struct dt_property *width =
		dt_property(dt_find_label(map->tree, "mmc0"), "bus-width");
	assert_string_equal(width->origin.rule, "mmc.bus-width");
	assert_int_equal(width->origin.source_count, 1);
	assert_int_equal(width->origin.sources[0].at.line, 4);
	assert_string_equal(width->origin.sources[0].entry, "[mmc0_para] sdc_buswidth = 4");
}

#define CONSOLE                                                                                    \
	"[uart_para]\nuart_debug_port = 0\nuart_debug_tx = port:PB22<2><1><default><default>\n"    \
	"uart_debug_rx = port:PB23<2><1><default><default>\n"

static void test_the_console_follows_the_pins_and_gets_an_alias(void **state)
{
	struct map *map = mapped(*state, "a20", CONSOLE);
	struct dt_node *chosen = dt_find(map->tree, "/chosen");
	assert_true(is_on(map, "uart0"));
	assert_string_equal(dt_string(map->tree, chosen, "stdout-path", 0), "serial0:115200n8");
	assert_ptr_equal(dt_find(map->tree, "serial0"), dt_find_label(map->tree, "uart0"));
	assert_string_equal(target(map, dt_find_label(map->tree, "uart0"), "pinctrl-0"),
	                    "uart0-pb-pins");
}

static void test_a_tablets_console_on_the_cards_pins_is_the_second_controllers(void **state)
{
	struct map *map = mapped(*state, "a23",
	                         "[uart_para]\nuart_debug_port = 0\n"
	                         "uart_debug_tx = port:PF02<3><1><default><default>\n"
	                         "uart_debug_rx = port:PF04<3><1><default><default>\n");
	assert_true(is_on(map, "r_uart"));
	assert_false(is_on(map, "uart0"));
}

static void test_a_gpio_wanted_twice_goes_to_the_first_and_is_warned_about(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(
		test, "a20",
		CARD "[leds_para]\nleds_used = 1\nleds_num = 1\n"
		     "leds_pin_1 = port:PH01<1><default><default><0>\nleds_name_1 = \"green\"\n");
	assert_null(dt_find(map->tree, "/leds"));
	assert_string_equal(
		test_said(test),
		"a.fex:15:1: warning FX301: gpios of led-0 is left out: PH1 is already cd-gpios "
		"of mmc@1c0f000\n"
		"  hint: the vendor's file uses it twice; check the schematic\n");
}

static void test_the_otg_port_has_its_wires_and_power(void **state)
{
	struct map *map = mapped(*state, "a20",
	                         "[usbc0]\nusb_used = 1\nusb_port_type = 2\n"
	                         "usb_id_gpio = port:PH04<0><1><default><default>\n"
	                         "usb_det_vbus_gpio = port:PH05<0><0><default><0>\n"
	                         "usb_drv_vbus_gpio = port:PB09<1><0><default><0>\n"
	                         "[sata_para]\nsata_used = 1\n");
	struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	assert_string_equal(dt_string(map->tree, dt_find_label(map->tree, "usb_otg"), "dr_mode", 0),
	                    "otg");
	assert_string_equal(gpio_of(map, phy, "usb0_id_det-gpios"), "pio 7 4 0");
	assert_string_equal(gpio_of(map, phy, "usb0_vbus_det-gpios"), "pio 7 5 0");
	assert_string_equal(target(map, phy, "usb0_vbus-supply"), "usb0-vbus");
	assert_string_equal(gpio_of(map, dt_find(map->tree, "/usb0-vbus"), "gpio"), "pio 1 9 0");
}

static void test_two_ports_with_one_power_pin_share_a_regulator(void **state)
{
	struct map *map = mapped(*state, "a20",
	                         "[usbc1]\nusb_used = 1\n"
	                         "usb_drv_vbus_gpio = port:PH06<1><0><default><0>\n"
	                         "[usbc2]\nusb_used = 1\n"
	                         "usb_drv_vbus_gpio = port:PH06<1><0><default><0>\n");
	struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	assert_true(is_on(map, "ehci0") && is_on(map, "ehci1"));
	assert_string_equal(target(map, phy, "usb1_vbus-supply"), "usb1-vbus");
	assert_string_equal(target(map, phy, "usb2_vbus-supply"), "usb1-vbus");
}

#define PMU "[pmu_para]\npmu_used = 1\npmu_twi_addr = 52\npmu_twi_id = 0\n"

static void test_the_pmic_follows_from_soc_and_address(void **state)
{
	struct map *map = mapped(*state, "a20", PMU "[sata_para]\nsata_used = 1\n");
	struct dt_node *pmic = dt_find_label(map->tree, "axp209");
	assert_string_equal(dt_string(map->tree, pmic, "compatible", 0), "x-powers,axp209");
	assert_string_equal(pmic->parent->labels[0], "i2c0");
	assert_string_equal(target(map, pmic, "interrupt-parent"), "interrupt-controller@1c00030");
	struct dt_node *core = dt_find_label(map->tree, "reg_dcdc2");
	assert_int_equal(dt_cell(map->tree, core, "regulator-max-microvolt", 0, 0), 1400000);
	assert_true(dt_has(core, "regulator-always-on"));
}

static void test_the_a10s_has_an_axp152_at_48_and_an_axp209_elsewhere(void **state)
{
	struct map *map = mapped(*state, "a10s", "[pmu_para]\npmu_used = 1\npmu_twi_addr = 48\n");
	assert_string_equal(map->pmic->name, "pmic@30");
	map = mapped(*state, "a10s", PMU);
	assert_string_equal(map->pmic->name, "pmic@34");
	map = mapped(*state, "a10s", CARD);
	assert_null(map->pmic);
}

static void test_an_emac_on_the_a20_is_its_gmac_with_mii_and_a_phy(void **state)
{
	struct map *map = mapped(*state, "a20",
	                         "[emac_para]\nemac_used = 1\n"
	                         "emac_rxd3 = port:PA00<2><default><default><default>\n");
	struct dt_node *mac = dt_find_label(map->tree, "gmac");
	assert_true(is_on(map, "gmac"));
	assert_false(is_on(map, "emac"));
	assert_string_equal(dt_string(map->tree, mac, "phy-mode", 0), "mii");
	assert_string_equal(target(map, mac, "phy-handle"), "ethernet-phy@1");
}

static void test_rgmii_is_told_by_its_clock_pins(void **state)
{
	struct map *map = mapped(*state, "a20",
	                         "[gmac_para]\ngmac_used = 1\n"
	                         "gmac_clkin = port:PA16<5><default><3><default>\n"
	                         "gmac_txerr = port:PA17<0><default><3><default>\n");
	struct dt_node *mac = dt_find_label(map->tree, "gmac");
	assert_string_equal(dt_string(map->tree, mac, "phy-mode", 0), "rgmii-id");
	assert_string_equal(target(map, mac, "pinctrl-0"), "gmac-rgmii-pins");
}

static void test_an_h3_with_pins_for_its_mac_has_a_phy_outside(void **state)
{
	struct map *map = mapped(*state, "h3", "[gmac0]\ngmac_used = 2\n");
	struct dt_node *mac = dt_find_label(map->tree, "emac");
	assert_string_equal(dt_string(map->tree, mac, "phy-mode", 0), "mii");
	map = mapped(*state, "h3",
	             "[gmac0]\ngmac_used = 1\n"
	             "gmac_txd3 = port:PD07<2><default><3><default>\n"
	             "gmac_power1 = port:PD06<1><default><default><0>\n");
	mac = dt_find_label(map->tree, "emac");
	assert_string_equal(dt_string(map->tree, mac, "phy-mode", 0), "rgmii-id");
	assert_string_equal(target(map, mac, "pinctrl-0"), "emac-rgmii-pins");
	assert_string_equal(target(map, mac, "phy-supply"), "gmac-3v3");
}

#define TABLET                                                                                     \
	PMU "[lcd0_para]\nlcd_used = 1\nlcd_if = 0\nlcd_bl_en = port:power1<1><0><default><1>\n"   \
	    "[twi1_para]\ntwi_used = 1\ntwi_scl = port:PB15<2><default><default><default>\n"       \
	    "twi_sda = port:PB16<2><default><default><default>\n"                                  \
	    "[ctp_para]\nctp_used = 1\nctp_name = \"ft5x_ts\"\nctp_twi_id = 1\n"                   \
	    "ctp_twi_addr = 0x38\nctp_screen_max_x = 800\nctp_screen_max_y = 480\n"                \
	    "ctp_int_port = port:PG11<6><default><default><default>\n"

static void test_a_touch_chip_is_found_by_name_and_address(void **state)
{
	struct map *map = mapped(*state, "a13", TABLET);
	struct dt_node *touch = dt_child(dt_find_label(map->tree, "i2c1"), "touchscreen@38");
	assert_int_equal(map->class, MAP_TABLET);
	assert_non_null(touch);
	assert_string_equal(dt_string(map->tree, touch, "compatible", 0), "edt,edt-ft5406");
	assert_int_equal(dt_cell(map->tree, touch, "interrupts", 0, 0), 6);
	assert_int_equal(dt_cell(map->tree, touch, "interrupts", 1, 0), 11);
	assert_int_equal(dt_cell(map->tree, touch, "touchscreen-size-x", 0, 0), 800);
}

static void test_a_touch_chip_that_no_binding_knows_is_asked_for(void **state)
{
	struct map *map = mapped(*state, "a13",
	                         "[lcd0_para]\nlcd_used = 1\n[ctp_para]\nctp_used = 1\n"
	                         "ctp_name = \"gt818_ts\"\nctp_twi_id = 1\nctp_twi_addr = 0x5d\n");
	bool asked = false;
	for (size_t i = 0; i < map->question_count; i++)
		asked = asked || strcmp(map->questions[i].key, "touch") == 0;
	assert_true(asked);
	assert_null(dt_child(dt_find_label(map->tree, "i2c1"), "touchscreen"));
}

static void test_a_tablet_has_a_backlight_on_the_pmics_pin(void **state)
{
	struct map *map = mapped(*state, "a13", TABLET);
	struct dt_node *light = dt_find(map->tree, "/backlight");
	assert_non_null(light);
	assert_string_equal(gpio_of(map, light, "enable-gpios"), "axp_gpio 1 0 99");
	assert_true(is_on(map, "lradc"));
}

static void test_what_no_binding_expresses_is_listed(void **state)
{
	struct map *map = mapped(*state, "h3", "[nand_para]\nnand_used = 1\n");
	assert_int_equal(map->note_count, 1);
	assert_string_equal(map->notes[0].entry, "[nand_para] nand_used = 1");
	assert_false(is_on(map, "nfc"));
}

static void test_memory_is_written_on_request_only(void **state)
{
	static const char text[] = "[dram_para]\ndram_size = 1024\n";
	struct map_options options = { .memory = true };
	assert_null(dt_find(mapped(*state, "a20", text)->tree, "/memory"));
	struct map *map =
		mapped_as(*state, "a20", text, &options, &(const struct answers){ NULL, 0 });
	struct dt_node *memory = dt_find(map->tree, "/memory@40000000");
	assert_non_null(memory);
	assert_int_equal(
		dt_cell(map->tree, memory, "reg", dt_cell_count(map->tree, memory, "reg") - 1, 0),
		1024u << 20);
}

static void test_only_a_designs_tablets_have_known_buttons(void **state)
{
	static const char text[] = "[lcd0_para]\nlcd_used = 1\n[ctp_para]\nctp_used = 1\n";
	struct map *map = mapped(*state, "a10", text);
	assert_int_equal(dt_find_label(map->tree, "lradc")->child_count, 0);
	map = mapped(*state, "a13", text);
	assert_int_equal(dt_find_label(map->tree, "lradc")->child_count, 2);
}

static void test_a_box_keeps_the_io_rail_that_its_loader_sets(void **state)
{
	static const char text[] = "[pmu_para]\npmu_used = 1\npmu_twi_addr = 104\n"
				   "[power_sply]\ndcdc1_vol = 3300\n";
	struct map *map = mapped(*state, "a31", text);
	struct dt_node *rail = dt_find_label(map->tree, "reg_dcdc1");
	assert_int_equal(dt_cell(map->tree, rail, "regulator-max-microvolt", 0, 0), 3300000);
	assert_string_equal(dt_string(map->tree, rail, "regulator-name", 0), "vcc-3v3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_card_slot_gets_mainlines_group_its_width_and_a_low_active_detect),
		TEST(test_a_card_slot_without_a_detect_pin_is_polled),
		TEST(test_every_property_of_a_rule_knows_the_line_behind_it),
		TEST(test_the_console_follows_the_pins_and_gets_an_alias),
		TEST(test_a_tablets_console_on_the_cards_pins_is_the_second_controllers),
		TEST(test_a_gpio_wanted_twice_goes_to_the_first_and_is_warned_about),
		TEST(test_the_otg_port_has_its_wires_and_power),
		TEST(test_two_ports_with_one_power_pin_share_a_regulator),
		TEST(test_the_pmic_follows_from_soc_and_address),
		TEST(test_the_a10s_has_an_axp152_at_48_and_an_axp209_elsewhere),
		TEST(test_an_emac_on_the_a20_is_its_gmac_with_mii_and_a_phy),
		TEST(test_rgmii_is_told_by_its_clock_pins),
		TEST(test_an_h3_with_pins_for_its_mac_has_a_phy_outside),
		TEST(test_a_touch_chip_is_found_by_name_and_address),
		TEST(test_a_touch_chip_that_no_binding_knows_is_asked_for),
		TEST(test_a_tablet_has_a_backlight_on_the_pmics_pin),
		TEST(test_what_no_binding_expresses_is_listed),
		TEST(test_memory_is_written_on_request_only),
		TEST(test_only_a_designs_tablets_have_known_buttons),
		TEST(test_a_box_keeps_the_io_rail_that_its_loader_sets),
	};
	return cmocka_run_group_tests_name("fex-map", tests, NULL, NULL);
}
