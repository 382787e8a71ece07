/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mainline's boards leave off and the owner switches on: raw NAND, cameras, S/PDIF; and CAN. */
#include "fex-map.h"

#define NAND                                                                                       \
	"[nand_para]\nnand_used = 1\n"                                                             \
	"nand_we = port:PC00<2><default><default><default>\n"                                      \
	"nand_ale = port:PC01<2><default><default><default>\n"                                     \
	"nand_cle = port:PC02<2><default><default><default>\n"                                     \
	"nand_ce1 = port:PC03<2><default><default><default>\n"                                     \
	"nand_ce0 = port:PC04<2><default><default><default>\n"                                     \
	"nand_nre = port:PC05<2><default><default><default>\n"                                     \
	"nand_rb0 = port:PC06<2><default><default><default>\n"                                     \
	"nand_d0 = port:PC08<2><default><default><default>\n"                                      \
	"nand_d1 = port:PC09<2><default><default><default>\n"                                      \
	"nand_d2 = port:PC10<2><default><default><default>\n"                                      \
	"nand_d3 = port:PC11<2><default><default><default>\n"                                      \
	"nand_d4 = port:PC12<2><default><default><default>\n"                                      \
	"nand_d5 = port:PC13<2><default><default><default>\n"                                      \
	"nand_d6 = port:PC14<2><default><default><default>\n"                                      \
	"nand_d7 = port:PC15<2><default><default><default>\n"

#define CAMERA_WIRES                                                                               \
	"csi_pck = port:PE00<3><default><default><default>\n"                                      \
	"csi_ck = port:PE01<3><default><default><default>\n"                                       \
	"csi_hsync = port:PE02<3><default><default><default>\n"                                    \
	"csi_vsync = port:PE03<3><default><default><default>\n"                                    \
	"csi_d0 = port:PE04<3><default><default><default>\n"                                       \
	"csi_d1 = port:PE05<3><default><default><default>\n"                                       \
	"csi_d2 = port:PE06<3><default><default><default>\n"                                       \
	"csi_d3 = port:PE07<3><default><default><default>\n"                                       \
	"csi_d4 = port:PE08<3><default><default><default>\n"                                       \
	"csi_d5 = port:PE09<3><default><default><default>\n"                                       \
	"csi_d6 = port:PE10<3><default><default><default>\n"                                       \
	"csi_d7 = port:PE11<3><default><default><default>\n"

#define CAMERA                                                                                     \
	"[twi1_para]\ntwi_used = 1\ntwi_scl = port:PB18<2><default><default><default>\n"           \
	"twi_sda = port:PB19<2><default><default><default>\n"                                      \
	"[csi0_para]\ncsi_used = 1\ncsi_mname = \"%s\"\ncsi_twi_id = 1\ncsi_twi_addr = 0x78\n"     \
	"csi_hflip = 1\ncsi_vflip = 1\ncsi_avdd = \"\"\ncsi_vol_iovdd = 1800\n" CAMERA_WIRES       \
	"csi_reset = port:PH14<1><default><default><0>\n"                                          \
	"csi_power_en = port:PH16<1><default><default><0>\n"                                       \
	"csi_stby = port:PH19<1><default><default><0>\n"

#define SPDIF "[spdif_para]\nspdif_used = 1\nspdif_dout = port:PB13<4><1><default><default>\n"
#define CAN                                                                                        \
	"[can_para]\ncan_used = %d\ncan_tx = port:PH20<4><default><default><default>\n"            \
	"can_rx = port:PH21<4><default><default><default>\n"

static struct map *answered(struct test *test, const char *soc, const char *text, const char *key,
                            const char *value)
{
	struct answer answer = { .key = key, .value = value };
	return mapped_with(test, soc, text, &(const struct answers){ &answer, 1 });
}

static bool asks(const struct map *map, const char *key)
{
	for (size_t i = 0; i < map->question_count; i++)
		if (strcmp(map->questions[i].key, key) == 0)
			return true;
	return false;
}

static const char *reason_for(const struct map *map, const char *start)
{
	for (size_t i = 0; i < map->note_count; i++)
		if (strncmp(map->notes[i].entry, start, strlen(start)) == 0)
			return map->notes[i].reason;
	return "none";
}

static void test_raw_nand_is_off_until_the_owner_switches_it_on(void **state)
{
	static const char *const socs[] = { "a10", "a10s", "a13", "a20", "a23", "a33" };
	for (size_t i = 0; i < sizeof socs / sizeof *socs; i++) {
		struct map *map = mapped(*state, socs[i], NAND);
		assert_false(is_on(map, "nfc"));
		assert_true(asks(map, "nand"));
		map = answered(*state, socs[i], NAND, "nand", "yes");
		struct dt_node *nfc = dt_find_label(map->tree, "nfc");
		struct dt_node *chip = dt_child(nfc, "nand@0");
		assert_true(is_on(map, "nfc"));
		assert_non_null(chip);
		assert_int_equal(dt_cell(map->tree, chip, "allwinner,rb", 0, 9), 0);
		assert_true(dt_has(nfc, "pinctrl-0"));
	}
}

static void test_nand_takes_mainlines_groups_and_one_chip_select(void **state)
{
	struct map *map = answered(*state, "a13", NAND, "nand", "yes");
	struct dt_node *nfc = dt_find_label(map->tree, "nfc");
	const struct dt_property *groups = dt_property(nfc, "pinctrl-0");
	assert_int_equal(groups->piece_count, 3);
	assert_string_equal(groups->pieces[0].node->labels[0], "nand_pins");
	assert_string_equal(groups->pieces[1].node->labels[0], "nand_cs0_pin");
	assert_string_equal(groups->pieces[2].node->labels[0], "nand_rb0_pin");
}

static void test_nand_of_a_soc_without_a_controller_in_mainline_is_refused(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(test, "h3", NAND);
	assert_false(asks(map, "nand"));
	assert_string_equal(reason_for(map, "[nand_para]"),
	                    "mainline's dtsi of this SoC has no NAND controller");
	answered(test, "h3", NAND, "nand", "yes");
	assert_true(test_said_id(test, "FX303"));
}

static struct map *with_camera(struct test *test, const char *sensor, const char *answer)
{
	char *text = arena_printf(test->arena, CAMERA, sensor);
	return answer ? answered(test, "a20", text, "csi0", answer) : mapped(test, "a20", text);
}

static void test_a_camera_is_off_until_the_owner_switches_it_on(void **state)
{
	struct map *map = with_camera(*state, "ov5640", NULL);
	assert_false(is_on(map, "csi0"));
	assert_true(asks(map, "csi0"));
	map = with_camera(*state, "ov5640", "no");
	assert_false(is_on(map, "csi0"));
}

static void test_a_camera_has_its_clock_wires_supplies_and_link(void **state)
{
	struct map *map = with_camera(*state, "ov5640", "yes");
	struct dt_node *sensor = dt_find(map->tree, "/soc/i2c@1c2b000/camera@3c");
	assert_true(is_on(map, "csi0") && is_on(map, "i2c1"));
	assert_non_null(sensor);
	assert_string_equal(target(map, sensor, "clocks"), "clock@1c20000");
	assert_int_equal(dt_cell(map->tree, sensor, "clocks", 1, 0), 158);
	assert_string_equal(dt_string(map->tree, sensor, "clock-names", 0), "xclk");
	assert_string_equal(gpio_of(map, sensor, "reset-gpios"), "pio 7 14 1");
	assert_string_equal(gpio_of(map, sensor, "powerdown-gpios"), "pio 7 19 0");
	assert_int_equal(dt_cell(map->tree, sensor, "rotation", 0, 0), 180);
	assert_string_equal(target(map, sensor, "pinctrl-0"), "csi-clk-pin");
	struct dt_node *end = dt_find_label(map->tree, "csi0_in");
	assert_string_equal(end->parent->parent->labels[0], "csi0");
	assert_int_equal(dt_cell(map->tree, end, "vsync-active", 0, 9), 0);
	struct dt_node *other =
		dt_find_phandle(map->tree, dt_cell(map->tree, end, "remote-endpoint", 0, 0));
	assert_ptr_equal(other->parent->parent, sensor);
}

static void test_rails_that_the_file_does_not_name_are_behind_the_power_pin(void **state)
{
	struct map *map = with_camera(*state, "ov5640", "yes");
	struct dt_node *sensor = dt_find(map->tree, "/soc/i2c@1c2b000/camera@3c");
	struct dt_node *iovdd = dt_find_label(map->tree, "reg_csi0_iovdd");
	assert_string_equal(target(map, sensor, "AVDD-supply"), "csi0-avdd");
	assert_string_equal(target(map, sensor, "DOVDD-supply"), "csi0-iovdd");
	assert_int_equal(dt_cell(map->tree, iovdd, "regulator-min-microvolt", 0, 0), 1800000);
	assert_string_equal(target(map, iovdd, "vin-supply"), "csi-power");
	assert_string_equal(gpio_of(map, dt_find(map->tree, "/csi-power"), "gpio"), "pio 7 16 0");
}

static void test_a_sensor_without_a_binding_is_refused_unless_the_owner_names_one(void **state)
{
	struct test *test = *state;
	struct map *map = with_camera(test, "gc0308", NULL);
	assert_false(asks(map, "csi0"));
	assert_string_equal(reason_for(map, "[csi0_para] csi_mname"),
	                    "Linux 6.1 has no binding for a sensor \"gc0308\"");
	map = with_camera(test, "gc0308", "ov2640");
	struct dt_node *sensor = dt_find(map->tree, "/soc/i2c@1c2b000/camera@30");
	assert_non_null(sensor);
	assert_string_equal(gpio_of(map, sensor, "resetb-gpios"), "pio 7 14 1");
	assert_false(test_said_id(test, "FX303"));
	with_camera(test, "gc0308", "yes");
	assert_true(test_said_id(test, "FX303"));
}

static void test_spdif_gets_a_card_when_the_owner_has_a_socket(void **state)
{
	struct map *map = mapped(*state, "a20", SPDIF);
	assert_false(is_on(map, "spdif"));
	assert_true(asks(map, "spdif"));
	map = answered(*state, "a20", SPDIF, "spdif", "yes");
	struct dt_node *card = dt_find(map->tree, "/sound-spdif");
	assert_true(is_on(map, "spdif"));
	assert_string_equal(target(map, dt_find_label(map->tree, "spdif"), "pinctrl-0"),
	                    "spdif-tx-pin");
	assert_string_equal(target(map, dt_child(card, "simple-audio-card,codec"), "sound-dai"),
	                    "spdif-out");
}

static void test_can_is_on_where_the_file_says_so(void **state)
{
	struct test *test = *state;
	struct map *map = mapped(test, "a20", arena_printf(test->arena, CAN, 1));
	assert_true(is_on(map, "can0"));
	assert_string_equal(target(map, dt_find_label(map->tree, "can0"), "pinctrl-0"),
	                    "can-ph-pins");
	map = mapped(test, "a20", arena_printf(test->arena, CAN, 0));
	assert_false(is_on(map, "can0"));
	map = answered(test, "a20", arena_printf(test->arena, CAN, 0), "can0", "yes");
	assert_true(is_on(map, "can0"));
	map = answered(test, "a20", arena_printf(test->arena, CAN, 1), "can0", "no");
	assert_false(is_on(map, "can0"));
}

static void test_a_slot_that_the_owner_switches_on_needs_no_module_in_the_file(void **state)
{
	static const char text[] = "[mmc1_para]\nsdc_used = 1\n"
				   "sdc_cmd = port:PG00<4><1><2><default>\n"
				   "sdc_clk = port:PG01<4><1><2><default>\n";
	struct map *map = answered(*state, "a10", text, "mmc1", "yes");
	struct dt_node *slot = dt_find_label(map->tree, "mmc1");
	assert_true(is_on(map, "mmc1"));
	assert_true(dt_has(slot, "vmmc-supply"));
	assert_int_equal(slot->child_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_raw_nand_is_off_until_the_owner_switches_it_on),
		TEST(test_nand_takes_mainlines_groups_and_one_chip_select),
		TEST(test_nand_of_a_soc_without_a_controller_in_mainline_is_refused),
		TEST(test_a_camera_is_off_until_the_owner_switches_it_on),
		TEST(test_a_camera_has_its_clock_wires_supplies_and_link),
		TEST(test_rails_that_the_file_does_not_name_are_behind_the_power_pin),
		TEST(test_a_sensor_without_a_binding_is_refused_unless_the_owner_names_one),
		TEST(test_spdif_gets_a_card_when_the_owner_has_a_socket),
		TEST(test_can_is_on_where_the_file_says_so),
		TEST(test_a_slot_that_the_owner_switches_on_needs_no_module_in_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
