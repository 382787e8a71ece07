/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "fex2dts/fex/fex-file.h"
#include "fex2dts/hardware/hardware-from-fex.h"
#include "fex2dts/hardware/hardware-print.h"
#include "lib/text.h"

#include <string.h>

static struct hardware hardware_of(struct test *test, const char *text)
{
	struct fex *fex = arena_new(test->arena, struct fex);
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT, fex,
	                          &test->diags),
	                 0);
	return hardware_from_fex(test->arena, fex);
}

static void test_the_dialects_name_the_same_facts(void **state)
{
	static const char *const texts[] = {
		"[mmc2_para]\nsdc_used = 1\nsdc_buswidth = 8\nsdc_cmd = port:PC06<3><1><2><0>\n",
		"[mmc2_para]\nsdc_used = 1\nbus_width = 8\nsdc_cmd = port:PC06<3><1><2><0>\n",
		"[sdc2]\nsdc2_used = 1\nbus-width = 8\nsdc2_cmd = port:PC06<3><1><2><0>\n",
	};
	for (size_t i = 0; i < 3; i++) {
		struct hardware hw = hardware_of(*state, texts[i]);
		const struct hw_device *mmc = hardware_used(&hw, HW_MMC, 2);
		assert_non_null(mmc);
		assert_int_equal(hw_number(mmc, "bus-width", 0), 8);
		assert_int_equal(hw_gpio(mmc, "cmd")->gpio.mux, 3);
	}
}

static void test_an_unused_device_is_there_but_not_used(void **state)
{
	struct hardware hw =
		hardware_of(*state, "[uart_para3]\nuart_used = 0\n[uart1]\nuart_used = 1\n");
	assert_non_null(hardware_find(&hw, HW_UART, 3));
	assert_null(hardware_used(&hw, HW_UART, 3));
	assert_non_null(hardware_used(&hw, HW_UART, 1));
	assert_null(hardware_find(&hw, HW_UART, 0));
}

static void test_the_console_is_no_uart_of_its_own(void **state)
{
	struct hardware hw = hardware_of(*state, "[uart_para]\nuart_debug_port = 2\n");
	assert_int_equal(hw_number(hardware_find(&hw, HW_CONSOLE, 0), "port", -1), 2);
	assert_null(hardware_find(&hw, HW_UART, 0));
}

static void test_the_first_of_duplicates_counts(void **state)
{
	struct hardware hw =
		hardware_of(*state, "[spi2_para]\nspi_used = 1\nspi_cs0 = port:PB14<2><0><0><0>\n"
	                            "spi_cs0 = port:PC19<3><0><0><0>\n");
	const struct hw_fact *pin = hw_gpio(hardware_find(&hw, HW_SPI, 2), "cs0");
	assert_int_equal(pin->gpio.bank, 2);
	assert_int_equal(pin->from.at.line, 3);
}

static void test_a_pin_of_the_pmic_is_none_of_the_soc(void **state)
{
	struct hardware hw = hardware_of(
		*state, "[usbc0]\nusb_used = 1\nusb_drv_vbus_gpio = port:power4<1><0><default><0>\n"
			"usb_id_gpio = port:PH04<0><1><default><default>\n");
	const struct hw_device *usb = hardware_used(&hw, HW_USB, 0);
	assert_false(hw_is_soc_pin(hw_gpio(usb, "drive-vbus")));
	assert_true(hw_is_soc_pin(hw_gpio(usb, "id")));
	assert_null(hw_gpio(usb, "detect-vbus"));
}

static void test_an_unknown_section_is_kept_under_its_name(void **state)
{
	struct hardware hw = hardware_of(*state, "[smart_cover]\nsmart_cover_used = 1\n");
	assert_int_equal(hw.devices[0].kind, HW_OTHER);
	assert_string_equal(hw.devices[0].section, "smart_cover");
	assert_string_equal(hw.devices[0].facts[0].name, "smart_cover_used");
}

static void test_two_boards_differ_by_name_of_device_and_fact(void **state)
{
	struct test *test = *state;
	struct hardware a = hardware_of(test, "[mmc0_para]\nsdc_used = 1\nsdc_buswidth = 4\n"
	                                      "sdc_det = port:PH01<0><1><0><0>\n"
	                                      "[uart_para2]\nuart_used = 1\n");
	struct hardware b = hardware_of(test, "[mmc0_para]\nsdc_used = 1\nsdc_buswidth = 8\n"
	                                      "sdc_det = port:PH10<0><1><0><0>\n"
	                                      "[uart_para2]\nuart_used = 0\n");
	struct text out = text_make(test->arena);
	assert_int_equal(hardware_diff(test->arena, &a, &b, &out), 3);
	assert_string_equal(out.p, "mmc 0: bus-width 4 -> 8\n"
	                           "mmc 0: detect PH1 mux 0 -> PH10 mux 0\n"
	                           "uart 2: used yes -> no\n");
	out = text_make(test->arena);
	assert_int_equal(hardware_diff(test->arena, &a, &a, &out), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_dialects_name_the_same_facts),
		TEST(test_an_unused_device_is_there_but_not_used),
		TEST(test_the_console_is_no_uart_of_its_own),
		TEST(test_the_first_of_duplicates_counts),
		TEST(test_a_pin_of_the_pmic_is_none_of_the_soc),
		TEST(test_an_unknown_section_is_kept_under_its_name),
		TEST(test_two_boards_differ_by_name_of_device_and_fact),
	};
	return cmocka_run_group_tests_name("fex-hardware", tests, NULL, NULL);
}
