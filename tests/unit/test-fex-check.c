/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "fex2dts/fex/fex-check.h"
#include "fex2dts/fex/fex-file.h"

#include <string.h>

/* What the check says of @text on @soc, without the hints. */
static const char *check(struct test *test, const char *name, const char *text)
{
	const char *top = test_top(test);
	struct places places =
		places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
	struct bytes file;
	struct table addresses;
	struct soc soc;
	struct fex fex;
	assert_int_equal(soc_read(test->arena, &places, name, &soc, &test->diags), 0);
	assert_int_equal(
		places_read(test->arena, &places, "fex/addresses.tsv", &file, &test->diags), 0);
	assert_int_equal(table_parse(test->arena, file, &addresses, &test->diags), 0);
	struct diags reading = diags_make(test->arena);
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT,
	                          &fex, &reading),
	                 0);
	test->diags = diags_make(test->arena);
	fex_check(test->arena, &fex, &soc, &addresses, &test->diags);
	for (size_t i = 0; i < test->diags.count; i++)
		assert_int_equal(test->diags.list[i].severity, DIAG_NO);
	return test->diags.count == 0 ? "" : test->diags.list[0].message;
}

static void test_a_pin_that_the_soc_has_not(void **state)
{
	assert_string_equal(
		check(*state, "a13", "[lcd0_para]\nlcd_used = 1\nlcdd0 = port:PD00<2><0><0><0>\n"),
		"[lcd0_para] lcdd0 is on PD0, but the a13 has no such pin");
	assert_true(test_said_id(*state, "FX400"));
	assert_string_equal(
		check(*state, "a20", "[lcd0_para]\nlcd_used = 1\nlcdd0 = port:PD00<2><0><0><0>\n"),
		"");
}

static void test_pins_of_sections_that_are_off_and_of_the_pmic_are_not_judged(void **state)
{
	assert_string_equal(check(*state, "a13",
	                          "[lcd0_para]\nlcd_used = 0\nlcdd0 = port:PD00<2><0><0><0>\n"
	                          "[usbc1]\nusb_used = 1\nusb_drv = port:power0<1><0><0><0>\n"),
	                    "");
}

static void test_a_mux_that_is_another_ones_number(void **state)
{
	assert_string_equal(check(*state, "a10",
	                          "[uart_para2]\nuart_used = 1\nuart_tx = port:PI18<4><1><0><0>\n"),
	                    "[uart_para2] uart_tx: PI18 has nothing at mux 4; uart2 is at 3");
	assert_true(test_said_id(*state, "FX401"));
	assert_string_equal(check(*state, "a10",
	                          "[uart_para2]\nuart_used = 1\nuart_tx = port:PI18<3><1><0><0>\n"),
	                    "");
}

static void test_an_output_on_a_pin_that_is_input_only(void **state)
{
	assert_string_equal(
		check(*state, "a10s", "[usbc0]\nusb_used = 1\nusb_det = port:PG00<1><0><0><0>\n"),
		"[usbc0] usb_det: PG0 can only be an input, found mux 1 (output)");
	assert_string_equal(
		check(*state, "a10s", "[usbc0]\nusb_used = 1\nusb_det = port:PG00<0><0><0><0>\n"),
		"");
}

static void test_a_mux_of_a_function_that_no_table_knows_is_not_judged(void **state)
{
	assert_string_equal(
		check(*state, "a80",
	              "[jtag_para]\njtag_enable = 1\njtag_ms = port:PF00<3><0><0><0>\n"),
		"");
}

static void test_a_pin_of_another_peripheral(void **state)
{
	assert_string_equal(check(*state, "a10",
	                          "[spi1_para]\nspi_used = 1\nspi_cs0 = port:PA00<4><0><0><0>\n"),
	                    "[spi1_para] spi_cs0: PA0 with mux 4 is uart2 RTS, not spi1");
	assert_true(test_said_id(*state, "FX402"));
	assert_string_equal(check(*state, "a10",
	                          "[spi1_para]\nspi_used = 1\nspi_cs0 = port:PA00<3><0><0><0>\n"),
	                    "");
}

static void test_two_used_sections_on_the_same_pins_are_said_once_a_pair(void **state)
{
	struct test *test = *state;
	assert_string_equal(
		check(test, "a10",
	              "[jtag_para]\njtag_enable = 1\njtag_ms = port:PF00<4><0><0><0>\n"
	              "jtag_ck = port:PF05<4><0><0><0>\n"
	              "[mmc0_para]\nsdc_used = 1\nsdc_d1 = port:PF00<2><0><0><0>\n"
	              "sdc_d2 = port:PF05<2><0><0><0>\n"),
		"[mmc0_para] wants PF0 PF5 as mmc0, which [jtag_para] uses as jtag; both are switched on");
	assert_int_equal(test->diags.count, 1);
	assert_int_equal(test->diags.list[0].also.line, 3);
}

static void test_sections_that_share_a_wire_or_describe_the_same_do_not_collide(void **state)
{
	assert_string_equal(
		check(*state, "a10",
	              "[mmc0_para]\nsdc_used = 1\nsdc_d1 = port:PF00<2><0><0><0>\n"
	              "[card_boot0_para]\ncard_used = 1\nsdc_d1 = port:PF00<2><0><0><0>\n"
	              "[a]\na_used = 1\ngpio = port:PH01<1><0><0><0>\n"
	              "[b]\nb_used = 1\ngpio = port:PH01<0><0><0><0>\n"
	              "[c]\nc_used = 0\ngpio = port:PF00<1><0><0><0>\n"
	              "[gpio_para]\ngpio_used = 1\ngpio_pin_1 = port:PF00<1><0><0><0>\n"),
		"");
}

static void test_conflicting_duplicates_but_not_equal_ones(void **state)
{
	assert_string_equal(check(*state, "a10", "[a]\nk = 1\nk = 2\n"),
	                    "[a] says k = 2, but has said 1 before");
	assert_true(test_said_id(*state, "FX404"));
	assert_string_equal(check(*state, "a10", "[a]\nk = 1\nk = 0x1\n"), "");
}

static void test_octal_looking_numbers_but_not_zero_and_small_ones(void **state)
{
	assert_string_equal(
		check(*state, "a80", "[a]\ngpio1_vol = 0002500\n"),
		"[a] gpio1_vol = 0002500: meant is 2500, but the vendors' compiler reads "
		"octal and makes 1344 of it");
	assert_string_equal(check(*state, "a80", "[a]\nx = 00\ny = 07\n"), "");
}

#define PANEL                                                                                      \
	"[lcd0_para]\nlcd_used = 1\nlcd_if = 0\nlcd_x = 800\nlcd_y = 480\nlcd_dclk_freq = 33\n"

static void test_panel_timings_that_cannot_be(void **state)
{
	assert_string_equal(check(*state, "a10",
	                          PANEL
	                          "lcd_ht = 800\nlcd_hbp = 46\nlcd_vt = 1050\nlcd_vbp = 23\n"),
	                    "[lcd0_para] lcd_ht = 800 is less than lcd_x + lcd_hbp = 800 + 46");
	assert_string_equal(
		check(*state, "a10",
	              PANEL "lcd_ht = 1055\nlcd_hbp = 46\nlcd_vt = 480\nlcd_vbp = 23\n"),
		"[lcd0_para] lcd_vt = 480 gives 480 lines, less than lcd_y + lcd_vbp = 480 + 23");
	assert_string_equal(
		check(*state, "a10",
	              PANEL
	              "lcd_ht = 1055\nlcd_hbp = 46\nlcd_vt = 1050\nlcd_vbp = 23\nlcd_hspw = 60\n"),
		"[lcd0_para] the sync pulse of 60 is longer than lcd_hbp = 46, which contains it");
	assert_string_equal(
		check(*state, "a10",
	              "[lcd0_para]\nlcd_used = 1\nlcd_if = 0\nlcd_x = 800\nlcd_y = 480\n"
	              "lcd_dclk_freq = 330\nlcd_ht = 1055\nlcd_hbp = 46\nlcd_vt = 1050\nlcd_vbp = 23\n"),
		"[lcd0_para] lcd_dclk_freq = 330 MHz refreshes 1055 x 525 clocks 595 times a second");
}

static void test_panel_timings_in_lines_and_in_half_lines_are_both_right(void **state)
{
	assert_string_equal(check(*state, "a10",
	                          PANEL
	                          "lcd_ht = 1055\nlcd_hbp = 46\nlcd_vt = 1050\nlcd_vbp = 23\n"),
	                    "");
	assert_string_equal(check(*state, "a33",
	                          PANEL
	                          "lcd_ht = 1055\nlcd_hbp = 46\nlcd_vt = 525\nlcd_vbp = 23\n"),
	                    "");
}

#define TOUCH "[ctp_para]\nctp_used = 1\nctp_twi_id = 2\nctp_name = \"ft5x_ts\"\nctp_twi_addr = "

static void test_an_address_that_the_named_chip_has_not(void **state)
{
	assert_string_equal(check(*state, "a10", TOUCH "0x40\n"),
	                    "[ctp_para] ctp_twi_addr = 0x40, but ft5x_ts is the FocalTech FT5x06, "
	                    "which never answers there");
	assert_string_equal(check(*state, "a10", TOUCH "0xb8\n"),
	                    "[ctp_para] ctp_twi_addr = 0xb8 is no address that a chip can have");
	assert_string_equal(check(*state, "a10", TOUCH "0x38\n"), "");
}

static void test_a_chip_on_a_bus_that_is_off_or_missing(void **state)
{
	assert_string_equal(check(*state, "a10", TOUCH "0x38\n[twi2_para]\ntwi2_used = 0\n"),
	                    "[ctp_para] ctp_twi_id = 2, but [twi2_para] is switched off");
	assert_string_equal(check(*state, "a10", TOUCH "0x38\n[twi2_para]\ntwi2_used = 1\n"), "");
	assert_string_equal(
		check(*state, "a10",
	              "[rtc_para]\nrtc_used = 1\nrtc_twi_id = 7\nrtc_twi_addr = 0x51\n"),
		"[rtc_para] rtc_twi_id = 7, but the a10 has no such bus");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_pin_that_the_soc_has_not),
		TEST(test_pins_of_sections_that_are_off_and_of_the_pmic_are_not_judged),
		TEST(test_a_mux_that_is_another_ones_number),
		TEST(test_an_output_on_a_pin_that_is_input_only),
		TEST(test_a_mux_of_a_function_that_no_table_knows_is_not_judged),
		TEST(test_a_pin_of_another_peripheral),
		TEST(test_two_used_sections_on_the_same_pins_are_said_once_a_pair),
		TEST(test_sections_that_share_a_wire_or_describe_the_same_do_not_collide),
		TEST(test_conflicting_duplicates_but_not_equal_ones),
		TEST(test_octal_looking_numbers_but_not_zero_and_small_ones),
		TEST(test_panel_timings_that_cannot_be),
		TEST(test_panel_timings_in_lines_and_in_half_lines_are_both_right),
		TEST(test_an_address_that_the_named_chip_has_not),
		TEST(test_a_chip_on_a_bus_that_is_off_or_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
