/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex-map.h"

#include "fex2dts/output/explain-questions.h"

/* ---- reading ----------------------------------------------------------------------------- */

static struct answers read_answers(struct test *test, const char *text, int expected)
{
	struct answers answers = { NULL, 0 };
	assert_int_equal(answers_read(test->arena, bytes_of_string(text, "mine.answers"), &answers,
	                              &test->diags),
	                 expected);
	return answers;
}

static void test_a_file_of_answers_has_comments_blanks_and_values_with_blanks(void **state)
{
	struct answers answers = read_answers(
		*state, "# mine\n\n model = My board #1 \nmmc0.cd-gpios=PH1 # seen\n", 0);
	assert_int_equal(answers.count, 2);
	assert_string_equal(answers.list[0].key, "model");
	assert_string_equal(answers.list[0].value, "My board");
	assert_string_equal(answers.list[1].value, "PH1");
	assert_int_equal(answers.list[1].at.line, 4);
}

static void test_bad_lines_of_answers_are_all_refused_with_their_place(void **state)
{
	struct test *test = *state;
	read_answers(test, "model\npmic=yes\n=x\npmic=no\n", -1);
	assert_string_equal(test_said(test),
	                    "mine.answers:1:1: error FX220: expected KEY=VALUE, found \"model\"\n"
	                    "  hint: write KEY=VALUE; --explain and --questions list the keys\n"
	                    "mine.answers:3:1: error FX220: expected KEY=VALUE, found \"=x\"\n"
	                    "  hint: write KEY=VALUE; --explain and --questions list the keys\n"
	                    "mine.answers:4:1: error FX233: pmic is answered twice: yes and no\n"
	                    "  also: mine.answers:2:1\n"
	                    "  hint: keep the one that is true\n");
}

static void test_the_command_line_overrides_a_file_but_not_itself(void **state)
{
	struct test *test = *state;
	struct answers answers = read_answers(test, "pmic=yes\n", 0);
	assert_int_equal(answers_add(test->arena, "pmic=no", &answers, &test->diags), 0);
	assert_int_equal(answers.count, 1);
	assert_string_equal(answers.list[0].value, "no");
	assert_int_equal(answers_add(test->arena, "pmic=yes", &answers, &test->diags), -1);
	assert_true(test_said_id(test, "FX233"));
}

/* ---- applying ---------------------------------------------------------------------------- */

#define PMU "[pmu_para]\npmu_used = 1\npmu_twi_addr = 52\npmu_twi_id = 0\n"
#define BOARD                                                                                      \
	"[uart_para]\nuart_debug_port = 0\nuart_debug_tx = port:PB22<2><1><default><default>\n"    \
	"uart_debug_rx = port:PB23<2><1><default><default>\n"                                      \
	"[mmc0_para]\nsdc_used = 1\nsdc_detmode = 1\nsdc_buswidth = 4\n"                           \
	"sdc_clk = port:PF02<2><1><2><default>\nsdc_cmd = port:PF03<2><1><2><default>\n"           \
	"sdc_d0 = port:PF01<2><1><2><default>\nsdc_d1 = port:PF00<2><1><2><default>\n"             \
	"sdc_d2 = port:PF05<2><1><2><default>\nsdc_d3 = port:PF04<2><1><2><default>\n"             \
	"sdc_det = port:PH01<0><1><default><default>\n"                                            \
	"[usbc0]\nusb_used = 1\nusb_port_type = 2\n"                                               \
	"usb_id_gpio = port:PH04<0><1><default><default>\n"                                        \
	"usb_det_vbus_gpio = port:PH05<0><1><default><default>\n"                                  \
	"[usbc1]\nusb_used = 1\nusb_drv_vbus_gpio = port:PH06<1><0><default><0>\n"                 \
	"[twi1_para]\ntwi_used = 1\ntwi_scl = port:PB18<2><default><default><default>\n"           \
	"twi_sda = port:PB19<2><default><default><default>\n"                                      \
	"[uart_para3]\nuart_used = 1\nuart_type = 2\n"                                             \
	"uart_tx = port:PG06<4><1><default><default>\n"                                            \
	"uart_rx = port:PG07<4><1><default><default>\n"                                            \
	"[sata_para]\nsata_used = 1\n" PMU

/* BOARD of an A20 with answers separated by '|'. */
static struct map *told(struct test *test, const char *said)
{
	struct answers answers = { NULL, 0 };
	char *rest = arena_strdup(test->arena, said);
	for (char *one; (one = strsep(&rest, "|"));)
		assert_int_equal(answers_add(test->arena, one, &answers, &test->diags), 0);
	return mapped_with(test, "a20", BOARD, &answers);
}

static const struct map_question *question(const struct map *map, const char *key)
{
	for (size_t i = 0; i < map->question_count; i++)
		if (strcmp(map->questions[i].key, key) == 0)
			return &map->questions[i];
	return NULL;
}

static void test_what_was_answered_is_not_asked_and_names_the_owner(void **state)
{
	struct map *map = told(*state, "console=uart3|mmc0.cd-gpios=PH1");
	const struct dt_node *card = dt_find_label(map->tree, "mmc0");
	assert_ptr_equal(dt_find(map->tree, "serial0"), dt_find_label(map->tree, "uart3"));
	assert_null(question(map, "console"));
	assert_null(question(map, "mmc0.cd-gpios"));
	assert_string_equal(dt_property(card, "cd-gpios")->origin.why, "the owner's answer");
	assert_non_null(question(told(*state, "model=x"), "mmc0.cd-gpios"));
}

static void test_a_no_switches_a_node_off_and_a_yes_on_with_the_vendors_pins(void **state)
{
	struct map *map = told(*state, "ehci0=no|uart3=yes");
	assert_false(is_on(map, "ehci0"));
	assert_true(is_on(map, "uart3"));
	assert_string_equal(target(map, dt_find_label(map->tree, "uart3"), "pinctrl-0"),
	                    "uart3-pg-pins");
	assert_false(map_refused(map));
}

static void test_pins_switch_a_node_on_there(void **state)
{
	struct map *map = told(*state, "uart3=PH0,PH1|more=spi2");
	assert_string_equal(target(map, dt_find_label(map->tree, "uart3"), "pinctrl-0"),
	                    "uart3-ph-pins");
	assert_true(is_on(map, "spi2"));
}

static void test_a_pin_replaces_the_vendors_and_none_takes_it_away(void **state)
{
	struct map *map = told(*state, "mmc0.cd-gpios=PH10|usbphy.usb0_vbus_det-gpios=none|"
	                               "phy1.reset-gpios=PA17|usbphy.usb0_id_det-gpios=PH4:low");
	const struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	assert_string_equal(gpio_of(map, dt_find_label(map->tree, "mmc0"), "cd-gpios"),
	                    "pio 7 10 1");
	assert_string_equal(gpio_of(map, phy, "usb0_id_det-gpios"), "pio 7 4 1");
	assert_false(dt_has(phy, "usb0_vbus_det-gpios"));
	map = told(*state, "mmc0.cd-gpios=none");
	assert_true(dt_has(dt_find_label(map->tree, "mmc0"), "broken-cd"));
}

static void test_a_supply_is_a_pin_a_rail_or_none(void **state)
{
	struct map *map = told(*state, "usbphy.usb1_vbus-supply=PH3|mmc0.vmmc-supply=3.0V|"
	                               "usbphy.usb0_vbus-supply=PB9");
	struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	struct dt_node *power = dt_find(map->tree, "/usb1-vbus-switch");
	assert_string_equal(target(map, phy, "usb1_vbus-supply"), "usb1-vbus-switch");
	assert_string_equal(gpio_of(map, power, "gpio"), "pio 7 3 0");
	assert_int_equal(dt_cell(map->tree, power, "regulator-max-microvolt", 0, 0), 5000000);
	assert_true(dt_has(power, "regulator-boot-on"));
	assert_null(
		dt_find(map->tree, "/usb1-vbus")); /* the vendor's, that nothing uses any more */
	assert_string_equal(target(map, dt_find_label(map->tree, "mmc0"), "vmmc-supply"), "vcc3v0");
	assert_string_equal(target(map, phy, "usb0_vbus-supply"), "usb0-vbus");
	map = told(*state, "usbphy.usb1_vbus-supply=none");
	assert_false(dt_has(dt_find_label(map->tree, "usbphy"), "usb1_vbus-supply"));
	assert_null(dt_find(map->tree, "/usb1-vbus"));
}

static void test_a_rail_gets_range_name_and_flag_or_is_unused(void **state)
{
	struct map *map = told(*state, "dcdc2=1.0-1.45V,always-on,vdd-core|ldo2=unused");
	struct dt_node *core = dt_find_label(map->tree, "reg_dcdc2");
	assert_int_equal(dt_cell(map->tree, core, "regulator-min-microvolt", 0, 0), 1000000);
	assert_int_equal(dt_cell(map->tree, core, "regulator-max-microvolt", 0, 0), 1450000);
	assert_string_equal(dt_string(map->tree, core, "regulator-name", 0), "vdd-core");
	assert_true(dt_has(core, "regulator-always-on"));
	assert_false(dt_has(dt_find_label(map->tree, "reg_ldo2"), "regulator-max-microvolt"));
}

static void test_the_chip_of_the_rails_can_be_left_to_the_loader(void **state)
{
	struct map *map = told(*state, "regulators=no");
	assert_non_null(map->pmic);
	assert_null(dt_child(map->pmic, "regulators"));
	assert_null(told(*state, "pmic=no")->pmic);
}

static void test_lists_of_leds_buttons_and_chips_are_the_owners(void **state)
{
	struct map *map = told(*state, "leds=mine:red:power@PH20:low:on PH21|"
	                               "keys=115@191.011,158@PH17|chips=atmel,24c16@i2c1/50");
	struct dt_node *led = dt_find(map->tree, "/leds/led-0");
	struct dt_node *chip = dt_child(dt_find_label(map->tree, "i2c1"), "eeprom@50");
	assert_string_equal(gpio_of(map, led, "gpios"), "pio 7 20 1");
	assert_string_equal(dt_string(map->tree, led, "default-state", 0), "on");
	assert_non_null(dt_find(map->tree, "/leds/led-1"));
	assert_string_equal(gpio_of(map, dt_find(map->tree, "/gpio-keys/key-158"), "gpios"),
	                    "pio 7 17 1");
	assert_string_equal(dt_string(map->tree, chip, "compatible", 0), "atmel,24c16");
	assert_null(dt_find(told(*state, "leds=none")->tree, "/leds"));
}

static void test_buttons_on_the_adc_may_have_fractions_of_a_millivolt(void **state)
{
	static const char text[] = "[lcd0_para]\nlcd_used = 1\n[ctp_para]\nctp_used = 1\n";
	struct answer answer = { .key = "keys", .value = "158@191.011" };
	struct answers answers = { &answer, 1 };
	struct map *map = mapped_with(*state, "a10", text, &answers);
	struct dt_node *button = dt_child(dt_find_label(map->tree, "lradc"), "button-191");
	assert_int_equal(dt_cell(map->tree, button, "linux,code", 0, 0), 158);
	assert_int_equal(dt_cell(map->tree, button, "voltage", 0, 0), 191011);
}

static void test_a_panel_that_the_owner_names_is_linked_to_the_controller(void **state)
{
	struct answer answer = { .key = "panel", .value = "bananapi,s070wv20-ct16" };
	struct answers answers = { &answer, 1 };
	struct map *map =
		mapped_with(*state, "a23", "[lcd0_para]\nlcd_used = 1\nlcd_if = 0\n", &answers);
	struct dt_node *input = dt_find(map->tree, "/panel/port/endpoint");
	struct dt_node *out = dt_find_label(map->tree, "tcon0_out_lcd");
	assert_non_null(input);
	assert_string_equal(target(map, input, "remote-endpoint"), "endpoint@0");
	assert_string_equal(target(map, out, "remote-endpoint"), "endpoint");
	assert_true(is_on(map, "tcon0"));
}

static void test_a_pin_that_the_owner_gives_away_is_taken_from_the_vendors_use(void **state)
{
	struct test *test = *state;
	struct map *map = told(test, "leds=PH5");
	assert_non_null(dt_find(map->tree, "/leds/led-0"));
	assert_false(dt_has(dt_find_label(map->tree, "usbphy"), "usb0_vbus_det-gpios"));
	assert_true(test_said_id(test, "FX235"));
}

/* ---- refusals ---------------------------------------------------------------------------- */

static void test_wrong_answers_are_refused_in_one_run_with_what_was_expected(void **state)
{
	struct test *test = *state;
	struct map *map =
		told(test, "mmc0.cd-gpios=PH99|mmc0.vmmc-suply=3V|dcdc2=7V|dcdc3=1.4-1.0V|"
	                   "console=foo|usb_otg.dr_mode=both|ohci9=yes|phy-address=32|"
	                   "compatible=nothing|leds=red@PZ1|keys=115@9000|chips=x@i2c1/99");
	assert_true(map_refused(map));
	assert_int_equal(test->diags.counts[DIAG_ERROR], 12);
	const char *said = test_said(test);
	assert_non_null(strstr(said, "error FX232: mmc0.cd-gpios=PH99: the a20 has no pin PH99\n"
	                             "  hint: this SoC has PH0 to PH27\n"));
	assert_non_null(strstr(said,
	                       "FX230: nothing in this board's tree is called mmc0.vmmc-suply\n"
	                       "  hint: was mmc0.vmmc-supply meant?"));
	assert_non_null(strstr(said, "is called ohci9\n  hint: was ohci0 meant?"));
	assert_non_null(strstr(said, "FX231: dcdc2: expected a voltage or range up to 6V"));
	assert_non_null(strstr(said, "FX231: dcdc3: expected a voltage or range"));
	assert_non_null(strstr(said, "expected one of otg,host,peripheral, found \"both\""));
	assert_non_null(strstr(said, "phy-address: expected a number within 0-31, found \"32\""));
}

static void test_a_pin_has_one_use_unless_it_switches_supplies(void **state)
{
	struct test *test = *state;
	assert_false(map_refused(told(test, "usbphy.usb1_vbus-supply=PH3|ahci.target-supply=PH3")));
	assert_true(map_refused(told(test, "mmc0.cd-gpios=PH3|leds=me:red:usr@PH3")));
	assert_non_null(strstr(test_said(test), "error FX236: PH3 is the answer to both "
	                                        "mmc0.cd-gpios and leds\n"));
}

static void test_an_answer_about_what_is_off_is_warned_about(void **state)
{
	struct test *test = *state;
	struct map *map =
		told(test, "ehci0=no|usb_otg=no|usbphy.usb1_vbus-supply=PH3|phy-mode=rgmii");
	assert_false(map_refused(map));
	assert_int_equal(test->diags.counts[DIAG_WARNING], 2);
	assert_true(test_said_id(test, "FX234"));
}

/* ---- asking ------------------------------------------------------------------------------ */

static void test_questions_carry_kind_line_and_what_hangs_on_them(void **state)
{
	struct map *map = told(*state, "model=x");
	const struct map_question *sata = question(map, "ahci");
	assert_string_equal(sata->kind, "yes-no");
	assert_string_equal(sata->assumed, "yes");
	assert_string_equal(sata->from.entry, "[sata_para] sata_used = 1");
	assert_true(sata->on > sata->off);
	assert_string_equal(question(map, "uart3")->assumed, "no");
	assert_string_equal(question(map, "usbphy.usb1_vbus-supply")->assumed, "5.0V@PH6");
	assert_string_equal(question(map, "dcdc2")->assumed, "1.0V-1.4V,always-on,vdd-cpu");
	assert_true(question(map, "regulators")->weight > sata->weight);
}

static void test_a_form_filled_in_as_it_was_taken_changes_nothing(void **state)
{
	struct test *test = *state;
	struct bytes form = explain_form(test->arena, told(test, "model=x"));
	char *text = arena_strndup(test->arena, (const char *)form.p, form.len);
	for (char *line = text; (line = strstr(line, "\n#"));)
		if (line[2] != ' ' && strcspn(line + 2, "=") < strcspn(line + 2, " \n"))
			line[1] = ' ';
		else
			line++;
	struct answers answers = read_answers(test, text, 0);
	assert_true(answers.count > 10);
	struct map *map = mapped_with(test, "a20", BOARD, &answers);
	assert_false(map_refused(map));
	assert_int_equal(test->diags.count, 0);
	struct dt_node *phy = dt_find_label(map->tree, "usbphy");
	assert_string_equal(target(map, phy, "usb1_vbus-supply"), "usb1-vbus");
	assert_string_equal(gpio_of(map, dt_find_label(map->tree, "mmc0"), "cd-gpios"),
	                    "pio 7 1 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_file_of_answers_has_comments_blanks_and_values_with_blanks),
		TEST(test_bad_lines_of_answers_are_all_refused_with_their_place),
		TEST(test_the_command_line_overrides_a_file_but_not_itself),
		TEST(test_what_was_answered_is_not_asked_and_names_the_owner),
		TEST(test_a_no_switches_a_node_off_and_a_yes_on_with_the_vendors_pins),
		TEST(test_pins_switch_a_node_on_there),
		TEST(test_a_pin_replaces_the_vendors_and_none_takes_it_away),
		TEST(test_a_supply_is_a_pin_a_rail_or_none),
		TEST(test_a_rail_gets_range_name_and_flag_or_is_unused),
		TEST(test_the_chip_of_the_rails_can_be_left_to_the_loader),
		TEST(test_lists_of_leds_buttons_and_chips_are_the_owners),
		TEST(test_buttons_on_the_adc_may_have_fractions_of_a_millivolt),
		TEST(test_a_panel_that_the_owner_names_is_linked_to_the_controller),
		TEST(test_a_pin_that_the_owner_gives_away_is_taken_from_the_vendors_use),
		TEST(test_wrong_answers_are_refused_in_one_run_with_what_was_expected),
		TEST(test_a_pin_has_one_use_unless_it_switches_supplies),
		TEST(test_an_answer_about_what_is_off_is_warned_about),
		TEST(test_questions_carry_kind_line_and_what_hangs_on_them),
		TEST(test_a_form_filled_in_as_it_was_taken_changes_nothing),
	};
	return cmocka_run_group_tests_name("fex-answers", tests, NULL, NULL);
}
