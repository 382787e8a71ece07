/* Lines that a vendor copied from the reference design, beside those that are the board's. */
#include "fex-map.h"

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
	struct map_answer answer = { "touch-sure", "yes" };
	struct map_options options = { .answers = &answer, .answer_count = 1 };
	struct map *map = mapped(*state, "a20", text);
	assert_int_equal(map->class, MAP_BOARD);
	assert_null(dt_child(dt_find_label(map->tree, "i2c1"), "touchscreen@38"));
	map = mapped_with(*state, "a20", text, &options);
	assert_non_null(dt_child(dt_find_label(map->tree, "i2c1"), "touchscreen@38"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_leds_with_triggers_are_leds_where_they_are_used),
		TEST(test_a_boxs_usb_wifi_is_powered_by_its_own_pin),
		TEST(test_a_speakers_own_pin_comes_before_the_amplifiers),
		TEST(test_a_development_boards_touch_panel_is_the_owners_to_confirm),
	};
	return cmocka_run_group_tests_name("fex-map-leftovers", tests, NULL, NULL);
}
