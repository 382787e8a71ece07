/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "imager/format/firmware.h"
#include "imager/format/spl.h"

#include <string.h>

static const struct firmware_spec spl_row = {
	.id = "spl",
	.offset = 8192,
	.check = "egon",
	.expect = "sun7i-a20-cubieboard2",
	.at = { .kind = WHERE_LINE, .file = "board.conf", .line = 3 }
};

static int check(struct test *test, const struct firmware_spec *row, struct bytes data)
{
	return firmware_check(test->arena, row, data, &test->diags);
}

static void test_a_good_loader_for_this_board_passes(void **state)
{
	struct test *test = *state;
	struct bytes loader = egon_loader(test, "sun7i-a20-cubieboard2");
	assert_int_equal(check(test, &spl_row, loader), 0);
	assert_string_equal(test_said(test), "");
}

static void test_another_boards_loader_is_refused_with_both_names(void **state)
{
	struct test *test = *state;
	struct bytes loader = egon_loader(test, "sun6i-a31-m9");
	assert_int_equal(check(test, &spl_row, loader), -1);
	assert_string_equal(test_said(test),
	                    "loader.bin: offset 32: error IM333: spl: the loader is for "
	                    "\"sun6i-a31-m9\", this board needs \"sun7i-a20-cubieboard2\"\n"
	                    "  hint: take the loader that was built for this board\n");
}

static void test_a_flipped_bit_in_the_spl_is_a_checksum_error(void **state)
{
	struct test *test = *state;
	struct bytes loader = egon_loader(test, "sun7i-a20-cubieboard2");
	((uint8_t *)loader.p)[200] ^= 0x10;
	assert_int_equal(check(test, &spl_row, loader), -1);
	assert_true(test_said_id(test, "IM332"));
	assert_int_equal(test->diags.count, 1);
}

static void test_damage_behind_the_spl_and_a_wrong_place_are_both_said(void **state)
{
	struct test *test = *state;
	struct firmware_spec row = spl_row;
	struct bytes loader = egon_loader(test, "sun7i-a20-cubieboard2");
	row.offset = 4096;
	((uint8_t *)loader.p)[EGON_LOADER_SIZE - 1] ^= 1;
	assert_int_equal(check(test, &row, loader), -1);
	assert_true(test_said_id(test, "IM313"));
	assert_true(test_said_id(test, "IM334"));
}

static void test_the_second_place_of_the_h3_is_allowed(void **state)
{
	struct test *test = *state;
	struct firmware_spec row = spl_row;
	row.offset = 131072;
	assert_int_equal(check(test, &row, egon_loader(test, "sun7i-a20-cubieboard2")), 0);
}

static void test_a_truncated_loader_and_an_spl_alone_are_refused(void **state)
{
	struct test *test = *state;
	struct bytes loader = egon_loader(test, "sun7i-a20-cubieboard2");
	loader.len = 0x5000;
	assert_int_equal(check(test, &spl_row, loader), -1);
	assert_true(test_said_id(test, "IM331"));
	loader.len = 0x6000;
	assert_int_equal(check(test, &spl_row, loader), -1);
	assert_true(test_said_id(test, "IM335"));
	assert_int_equal(check(test, &spl_row, bytes_of_string("#!/bin/sh", "x")), -1);
	assert_true(test_said_id(test, "IM330"));
}

static void test_the_exynos_spl_has_one_size_and_a_plain_sum(void **state)
{
	struct test *test = *state;
	struct firmware_spec row = { .id = "spl", .offset = 17 * 512, .check = "exynos-spl" };
	uint8_t *p = arena_alloc(test->arena, EXYNOS_SPL_SIZE);
	memset(p, 3, 1000);
	put_le32(p + EXYNOS_SPL_SIZE - 4, 3000);
	struct bytes file = bytes_of(p, EXYNOS_SPL_SIZE, "spl.bin");
	assert_int_equal(check(test, &row, file), 0);
	p[0] = 4;
	assert_int_equal(check(test, &row, file), -1);
	assert_true(test_said_id(test, "IM332"));
	file.len = 8192;
	assert_int_equal(check(test, &row, file), -1);
	assert_true(test_said_id(test, "IM331"));
}

static void test_an_implausible_bl1_is_refused_and_none_is_a_warning(void **state)
{
	struct test *test = *state;
	struct firmware_spec row = { .id = "bl1",
		                     .offset = 512,
		                     .check = "exynos-bl1",
		                     .warning = "the board will not start without BL1" };
	assert_int_equal(check(test, &row, bytes_of_string("\xff\xff\xff", "bl1")), -1);
	assert_int_equal(check(test, &row, bytes_of(arena_alloc(test->arena, 9000), 9000, "b")),
	                 -1);
	assert_int_equal(test->diags.counts[DIAG_ERROR], 2);
	assert_int_equal(check(test, &row, bytes_of_string("signed code", "bl1")), 0);
	row.left_empty = true;
	assert_int_equal(check(test, &row, bytes_of(NULL, 0, "bl1")), 0);
	assert_true(test_said_id(test, "IM339"));
	assert_int_equal(test->diags.counts[DIAG_WARNING], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_good_loader_for_this_board_passes),
		TEST(test_another_boards_loader_is_refused_with_both_names),
		TEST(test_a_flipped_bit_in_the_spl_is_a_checksum_error),
		TEST(test_damage_behind_the_spl_and_a_wrong_place_are_both_said),
		TEST(test_the_second_place_of_the_h3_is_allowed),
		TEST(test_a_truncated_loader_and_an_spl_alone_are_refused),
		TEST(test_the_exynos_spl_has_one_size_and_a_plain_sum),
		TEST(test_an_implausible_bl1_is_refused_and_none_is_a_warning),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
