/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "fex2dts/fex/fex-bin.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/fex/fex-text.h"

#include <string.h>

static struct fex read_ok(struct test *test, const char *text)
{
	struct fex fex;
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT,
	                          &fex, &test->diags),
	                 0);
	return fex;
}

static const char *write_text(struct test *test, const struct fex *fex, bool decimal)
{
	struct bytes out;
	assert_int_equal(fex_text_write(test->arena, fex, decimal, &out, &test->diags), 0);
	return arena_strndup(test->arena, (const char *)out.p, out.len);
}

static struct bytes write_bin(struct test *test, const struct fex *fex, bool decimal)
{
	struct bytes out;
	assert_int_equal(fex_bin_write(test->arena, fex, decimal, &out, &test->diags), 0);
	return out;
}

static void assert_refused(struct test *test, const char *text, const char *said)
{
	struct fex fex;
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT,
	                          &fex, &test->diags),
	                 -1);
	assert_string_equal(test_said(test), said);
}

static void test_comments_hexness_and_order_survive_text_to_text(void **state)
{
	struct test *test = *state;
	const char *text = "; head\n\n[b]\nz = 0x0A\n; about y\ny = port:PB02<1><default><1><0>\n"
			   "\n[a]\nk = \"v\"\ne =\n; tail\n";
	struct fex fex = read_ok(test, text);
	assert_string_equal(write_text(test, &fex, false), text);
	assert_int_equal(test->diags.count, 0);
}

static void test_a_word_is_signed_and_unsigned_in_32_bits(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nm = -1\nh = 0xffffffff\nd = 4294967295\nn = -0x1\n");
	assert_int_equal(fex_find(&fex, "a", "m")->word, 0xffffffff);
	assert_int_equal(fex_word(fex_find(&fex, "a", "h"), 0), -1);
	assert_int_equal(fex_word(fex_find(&fex, "a", "d"), 0), -1);
	assert_int_equal(fex_word(fex_find(&fex, "a", "n"), 0), -1);
	assert_true(fex_find(&fex, "a", "h")->hex);
}

static void test_a_port_gives_bank_pin_and_fields(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\np = port:PH10<2><1><3><0>\n"
	                               "w = port:power4<1><default><default><1>\n");
	const struct fex_gpio *gpio = fex_gpio(fex_find(&fex, "a", "p"));
	assert_int_equal(gpio->bank, 8);
	assert_int_equal(gpio->pin, 10);
	assert_int_equal(gpio->mux, 2);
	assert_int_equal(gpio->pull, 1);
	assert_int_equal(gpio->drive, 3);
	assert_int_equal(gpio->data, 0);
	assert_string_equal(fex_gpio_name(test->arena, gpio), "PH10");
	gpio = fex_gpio(fex_find(&fex, "a", "w"));
	assert_int_equal(gpio->bank, FEX_PORT_POWER);
	assert_int_equal(gpio->pull, FEX_DEFAULT);
	assert_int_equal(test->diags.count, 0);
}

static void test_missing_fields_of_a_port_are_default_with_a_warning(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\np = port:PI20\n");
	assert_int_equal(fex_gpio(fex_find(&fex, "a", "p"))->mux, FEX_DEFAULT);
	assert_string_equal(
		test_said(test),
		"a.fex:2:5: warning FX115: a port with 0 of its 4 fields; the others are taken as default\n"
		"  hint: write all four: <mux><pull><drive><data>; <default> where nothing is meant\n");
}

static void test_odd_ports_are_understood_and_written_as_sunxi_fexc_takes_them(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\n1 = port:ph01 <1><><0x2><DEFAULT>\n"
	                               "2 = port:PA01<1><2><3><0><5>\n3 = port:PB02<1\n");
	assert_string_equal(
		write_text(test, &fex, false),
		"[a]\n1 = port:PH01<1><default><2><default>\n"
		"2 = port:PA01<1><2><3><0>\n3 = port:PB02<1><default><default><default>\n");
	assert_true(test_said_id(test, "FX114"));
	assert_true(test_said_id(test, "FX116"));
	assert_int_equal(test->diags.counts[DIAG_ERROR], 0);
}

static void test_leading_zeros_are_decimal_in_the_model_and_octal_in_the_binary(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nvol = 0002500\n");
	struct bytes octal = write_bin(test, &fex, false), decimal = write_bin(test, &fex, true);
	assert_int_equal(fex_word(fex_find(&fex, "a", "vol"), 0), 2500);
	assert_int_equal(le32_at(octal, octal.len - 4), 1344);
	assert_int_equal(le32_at(decimal, decimal.len - 4), 2500);
	assert_string_equal(write_text(test, &fex, false), "[a]\nvol = 0002500\n");
	assert_string_equal(write_text(test, &fex, true), "[a]\nvol = 2500\n");
	assert_string_equal(
		test_said(test),
		"a.fex:2:7: warning FX112: a number with leading zeros: meant is 2500, but the vendors' compiler reads octal and makes 1344 of it\n"
		"  hint: write the number without leading zeros, or use --decimal\n");
}

static void test_zeros_that_cannot_be_octal_are_decimal_everywhere(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nvol = 0800\n");
	struct bytes bin = write_bin(test, &fex, false);
	assert_int_equal(le32_at(bin, bin.len - 4), 800);
	assert_string_equal(write_text(test, &fex, false), "[a]\nvol = 800\n");
	assert_true(test_said_id(test, "FX113"));
}

static void test_line_ends_marks_semicolons_and_spaces_of_vendors_are_read(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "\xef\xbb\xbf[ a ];\r\n\tk\t= 5;\r\n"
	                               "s = \"x\" ; why\rc = \"two\" ;\n");
	assert_string_equal(write_text(test, &fex, false),
	                    "[a]\nk = 5\n; why\ns = \"x\"\nc = \"two\"\n");
	assert_true(test_said_id(test, "FX126"));
	assert_true(test_said_id(test, "FX110"));
	assert_true(test_said_id(test, "FX111"));
	assert_true(test_said_id(test, "FX123"));
	assert_true(test_said_id(test, "FX127"));
	assert_int_equal(test->diags.counts[DIAG_ERROR], 0);
}

static void test_comments_that_lost_their_semicolon_get_it_back(void **state)
{
	struct test *test = *state;
	struct fex fex =
		read_ok(test, "[a]\n:pmu_irq ---irq = 1\n# old = 1\nsee the manual\nk = 1\n");
	assert_int_equal(fex.entry_count, 1);
	assert_string_equal(write_text(test, &fex, false),
	                    "[a]\n; :pmu_irq ---irq = 1\n; # old = 1\n; see the manual\nk = 1\n");
	assert_int_equal(test->diags.counts[DIAG_WARNING], 3);
}

static void test_chinese_comments_and_slashes_in_section_names_are_plain(void **state)
{
	struct test *test = *state;
	const char *text = "; \xe4\xb8\xad\xe6\x96\x87\n[csi0/csi0_dev0]\nk = 1\n";
	struct fex fex = read_ok(test, text);
	assert_string_equal(write_text(test, &fex, false), text);
	assert_int_equal(test->diags.count, 0);
}

static void test_quotes_too_many_and_too_few_and_bare_words_are_strings(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\n1 = \"ft5x_ts\"\"\n2 = \"abc\n3 = axp22_ldoio0\n");
	assert_string_equal(fex_find(&fex, "a", "1")->string, "ft5x_ts\"");
	assert_string_equal(fex_find(&fex, "a", "2")->string, "abc");
	assert_string_equal(fex_find(&fex, "a", "3")->string, "axp22_ldoio0");
	assert_int_equal(test->diags.counts[DIAG_WARNING], 3);
}

static void test_a_string_may_hold_semicolons_and_equals_signs(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nk = \"a;b=c\"\n");
	assert_string_equal(fex_find(&fex, "a", "k")->string, "a;b=c");
	assert_int_equal(test->diags.count, 0);
}

static void test_duplicates_are_told_and_the_first_counts(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nk = 1\nk = 2\n[b]\n[a]\nk = 3\n");
	assert_int_equal(fex_word(fex_find(&fex, "a", "k"), 0), 1);
	assert_string_equal(
		test_said(test),
		"a.fex:3:1: warning FX141: [a] says k = 2, but has said 1 before\n  also: a.fex:2:1\n"
		"  hint: keep the one that is right; the vendors' kernels take the first\n"
		"a.fex:5:1: warning FX142: the section [a] is there twice\n  also: a.fex:1:1\n"
		"  hint: merge the two; the vendors' kernels see the first only\n");
}

static void test_all_errors_of_a_text_come_in_one_run(void **state)
{
	assert_refused(
		*state, "k = 1\n[a]\nb = 12x\nc = port:PZ01\nd = 4294967296\ne f = 1\n",
		"a.fex:1:1: error FX104: the key \"k\" stands before the first section\n"
		"  hint: put it behind a [section]\n"
		"a.fex:3:7: error FX105: expected the end of a number, found \"x\"\n"
		"  hint: write a decimal or 0x… number alone, or quote a string\n"
		"a.fex:4:10: error FX107: expected a bank from PA to PN, found \"PZ01\"\n"
		"  hint: a port is port:PA00<mux><pull><drive><data>, PA to PN, or port:power0\n"
		"a.fex:5:5: error FX106: 4294967296 does not fit in a word of 32 bits\n"
		"  hint: a word holds -2147483648 to 4294967295\n"
		"a.fex:6:1: error FX103: expected the name of a key, found \"e f\"\n"
		"  hint: is this a comment that lost its semicolon?\n");
}

static void test_a_device_tree_named_config_fex_is_named(void **state)
{
	struct test *test = *state;
	struct fex fex;
	struct bytes file = bytes_of("\xd0\x0d\xfe\xed\0\0\0\0", 8, "config.fex");
	assert_int_equal(fex_read(test->arena, file, FEX_FORMAT_AUTO, &fex, &test->diags), -1);
	assert_non_null(strstr(test_said(test), "config.fex: error FX100: expected a fex text or a "
	                                        "script.bin, found a device tree blob (DTB)"));
}

static void test_a_boot_package_is_named(void **state)
{
	struct test *test = *state;
	struct fex fex;
	struct bytes file = bytes_of("sunxi-package\0\0\0", 16, "boot_package.fex");
	assert_int_equal(fex_read(test->arena, file, FEX_FORMAT_AUTO, &fex, &test->diags), -1);
	assert_non_null(strstr(test_said(test), "found a TOC boot package (boot_package.fex)"));
}

static void test_binaries_are_told_from_text_and_read_back(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nw = 5\ns = \"abcd\"\ne =\n[b]\n"
	                               "p = port:PH01<0><1><default><0>\n");
	struct bytes bin = write_bin(test, &fex, false);
	struct fex back;
	assert_int_equal(fex_read(test->arena, bin, FEX_FORMAT_AUTO, &back, &test->diags), 0);
	assert_string_equal(
		write_text(test, &back, false),
		"[a]\nw = 5\ns = \"abcd\"\ne =\n\n[b]\np = port:PH01<0><1><default><0>\n");
	assert_true(bytes_equal(write_bin(test, &back, false), bin));
}

static void test_every_truncation_of_a_binary_is_refused_with_an_offset(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nw = 5\ns = \"abcdefgh\"\np = port:PH01<0>\n");
	struct bytes bin = write_bin(test, &fex, false);
	for (size_t len = 1; len < bin.len; len++) {
		struct diags diags = diags_make(test->arena);
		assert_int_equal(fex_bin_read(test->arena, bytes_at(bin, 0, len), &fex, &diags),
		                 -1);
		assert_string_equal(diags.list[diags.count - 1].id, "FX150");
		assert_int_equal(diags.list[diags.count - 1].at.kind, WHERE_OFFSET);
	}
}

static void test_a_header_with_a_wrong_size_is_read_all_the_same(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nw = 5\n");
	struct bytes bin = write_bin(test, &fex, false);
	put_le32((uint8_t *)bin.p + 4, 0);
	assert_int_equal(fex_bin_read(test->arena, bin, &fex, &test->diags), 0);
	assert_int_equal(test->diags.count, 0);
	put_le32((uint8_t *)bin.p + 4, 1000);
	assert_int_equal(fex_bin_read(test->arena, bin, &fex, &test->diags), 0);
	assert_non_null(strstr(test_said(test), "a.fex: offset 4: warning FX152: the header says "
	                                        "1000 bytes, the file has 100"));
}

static void test_entries_that_overlap_are_refused(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nw = 5\n[b]\nx = 1\n");
	struct bytes bin = write_bin(test, &fex, false);
	put_le32((uint8_t *)bin.p + 16 + 32, 100);
	assert_int_equal(fex_bin_read(test->arena, bin, &fex, &test->diags), -1);
	assert_non_null(strstr(test_said(test), "a.fex: offset 48: error FX150: [a]: 100 entries"));
}

static void test_a_name_beyond_31_bytes_is_cut_in_the_binary_with_a_warning(void **state)
{
	struct test *test = *state;
	struct fex fex = read_ok(test, "[a]\nabcdefghijklmnopqrstuvwxyz0123456789 = 5\n");
	struct bytes bin = write_bin(test, &fex, false);
	assert_string_equal((const char *)bin.p + 56, "abcdefghijklmnopqrstuvwxyz01234");
	assert_true(test_said_id(test, "FX131"));
}

static void test_more_sections_than_a_binary_holds_are_refused(void **state)
{
	struct test *test = *state;
	struct bytes out;
	char text[300 * 8] = "";
	for (int i = 0, at = 0; i < 257; i++)
		at += sprintf(text + at, "[s%d]\n", i);
	struct fex fex = read_ok(test, text);
	assert_int_equal(fex_bin_write(test->arena, &fex, false, &out, &test->diags), -1);
	assert_true(test_said_id(test, "FX132"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_comments_hexness_and_order_survive_text_to_text),
		TEST(test_a_word_is_signed_and_unsigned_in_32_bits),
		TEST(test_a_port_gives_bank_pin_and_fields),
		TEST(test_missing_fields_of_a_port_are_default_with_a_warning),
		TEST(test_odd_ports_are_understood_and_written_as_sunxi_fexc_takes_them),
		TEST(test_leading_zeros_are_decimal_in_the_model_and_octal_in_the_binary),
		TEST(test_zeros_that_cannot_be_octal_are_decimal_everywhere),
		TEST(test_line_ends_marks_semicolons_and_spaces_of_vendors_are_read),
		TEST(test_comments_that_lost_their_semicolon_get_it_back),
		TEST(test_chinese_comments_and_slashes_in_section_names_are_plain),
		TEST(test_quotes_too_many_and_too_few_and_bare_words_are_strings),
		TEST(test_a_string_may_hold_semicolons_and_equals_signs),
		TEST(test_duplicates_are_told_and_the_first_counts),
		TEST(test_all_errors_of_a_text_come_in_one_run),
		TEST(test_a_device_tree_named_config_fex_is_named),
		TEST(test_a_boot_package_is_named),
		TEST(test_binaries_are_told_from_text_and_read_back),
		TEST(test_every_truncation_of_a_binary_is_refused_with_an_offset),
		TEST(test_a_header_with_a_wrong_size_is_read_all_the_same),
		TEST(test_entries_that_overlap_are_refused),
		TEST(test_a_name_beyond_31_bytes_is_cut_in_the_binary_with_a_warning),
		TEST(test_more_sections_than_a_binary_holds_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
