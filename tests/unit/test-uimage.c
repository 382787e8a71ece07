/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "imager/format/uimage.h"

#include <string.h>

static struct uimage kernel_values(void)
{
	return (struct uimage){ .time = 1700000000,
		                .load = 0x8000,
		                .entry = 0x8000,
		                .os = (uint8_t)uimage_os("linux"),
		                .arch = (uint8_t)uimage_arch("arm"),
		                .type = UIMAGE_KERNEL,
		                .name = "nm" };
}

static struct bytes wrapped(struct test *test, uint8_t type, const char *text)
{
	struct uimage values = kernel_values();
	values.type = type;
	return uimage_wrap(test->arena, &values, bytes_of_string(text, "uImage"));
}

static void test_a_wrapped_kernel_reads_back_with_all_its_values(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	struct bytes file = wrapped(test, UIMAGE_KERNEL, "hello\n");
	assert_int_equal(file.len, 70);
	assert_int_equal(uimage_parse(file, &uimage, &test->diags), 0);
	assert_int_equal(uimage.data_crc, 0x363a3020);
	assert_int_equal(uimage.size, 6);
	assert_int_equal(uimage.time, 1700000000);
	assert_string_equal(uimage.name, "nm");
	assert_int_equal(uimage_check_data(file, &uimage, &test->diags), 0);
	assert_string_equal(uimage_text(test->arena, &uimage),
	                    "arm linux kernel, uncompressed, \"nm\", 6 B, load 0x00008000, entry "
	                    "0x00008000");
	assert_string_equal(test_said(test), "");
}

static void test_a_script_has_a_table_with_its_length_before_it(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	struct bytes file = wrapped(test, UIMAGE_SCRIPT, "echo\n");
	assert_int_equal(uimage_parse(file, &uimage, &test->diags), 0);
	assert_int_equal(uimage.size, 13);
	assert_int_equal(be32_at(file, 64), 5);
	assert_int_equal(be32_at(file, 68), 0);
	assert_true(bytes_equal(uimage_payload(file, &uimage), bytes_of_string("echo\n", "")));
	assert_int_equal(uimage_check_data(file, &uimage, &test->diags), 0);
}

static void test_a_file_without_the_magic_is_not_mine(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	assert_int_equal(uimage_parse(bytes_of_string("hello", "f"), &uimage, &test->diags), 1);
	assert_int_equal(test->diags.count, 0);
}

static void test_a_header_cut_off_is_refused_with_its_length(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	struct bytes file = wrapped(test, UIMAGE_KERNEL, "hello\n");
	file.len = 41;
	assert_int_equal(uimage_parse(file, &uimage, &test->diags), -1);
	assert_string_equal(
		test_said(test),
		"uImage: offset 41: error IM310: a uImage header needs 64 bytes, the file has 41\n"
		"  hint: was the copy interrupted? compare its size with the original\n");
}

static void test_a_changed_header_is_refused_with_both_sums(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	struct bytes file = wrapped(test, UIMAGE_KERNEL, "hello\n");
	((uint8_t *)file.p)[18] ^= 1;
	assert_int_equal(uimage_parse(file, &uimage, &test->diags), -1);
	assert_true(test_said_id(test, "IM311"));
}

static void test_data_shorter_than_the_header_says_is_told_by_how_much(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	struct bytes file = wrapped(test, UIMAGE_KERNEL, "hello\n");
	file.len -= 4;
	assert_int_equal(uimage_parse(file, &uimage, &test->diags), 0);
	assert_int_equal(uimage_check_data(file, &uimage, &test->diags), -1);
	assert_string_equal(
		test_said(test),
		"uImage: offset 66: error IM312: the header promises 6 bytes of data, the file has "
		"2: 4 are missing\n"
		"  hint: the file was cut off: copy it again and compare the sizes\n");
}

static void test_changed_data_and_bytes_behind_it_are_said(void **state)
{
	struct test *test = *state;
	struct uimage uimage;
	struct bytes file = wrapped(test, UIMAGE_KERNEL, "hello\n");
	((uint8_t *)file.p)[65] ^= 1;
	assert_int_equal(uimage_parse(file, &uimage, &test->diags), 0);
	assert_int_equal(uimage_check_data(file, &uimage, &test->diags), -1);
	assert_true(test_said_id(test, "IM313"));
	uint8_t longer[73] = { 0 };
	struct bytes good = wrapped(test, UIMAGE_KERNEL, "hello\n");
	memcpy(longer, good.p, good.len);
	assert_int_equal(
		uimage_check_data(bytes_of(longer, sizeof(longer), "u"), &uimage, &test->diags), 0);
	assert_int_equal(test->diags.counts[DIAG_WARNING], 1);
	assert_true(test_said_id(test, "IM315"));
}

static void test_a_table_that_points_beyond_the_data_is_refused(void **state)
{
	struct test *test = *state;
	struct uimage uimage, values = kernel_values();
	uint8_t data[9] = { 0, 0, 0, 2, 0, 0, 0, 0, 'x' };
	uint8_t file[73];
	values.type = UIMAGE_MULTI;
	uimage_header(&values, bytes_of(data, 9, "m"), file);
	memcpy(file + 64, data, 9);
	assert_int_equal(uimage_parse(bytes_of(file, 73, "m"), &uimage, &test->diags), 0);
	assert_int_equal(uimage_check_data(bytes_of(file, 73, "m"), &uimage, &test->diags), -1);
	assert_true(test_said_id(test, "IM314"));
}

static void test_names_and_codes_go_both_ways(void **state)
{
	(void)state;
	assert_int_equal(uimage_arch("ppc"), 7);
	assert_string_equal(uimage_arch_name(7), "powerpc");
	assert_int_equal(uimage_type("nonsense"), -1);
	assert_string_equal(uimage_os_name(99), "unknown");
	for (int code = 0; code < 256; code++)
		if (strcmp(uimage_os_name((uint8_t)code), "unknown") != 0)
			assert_int_equal(uimage_os(uimage_os_name((uint8_t)code)), code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_wrapped_kernel_reads_back_with_all_its_values),
		TEST(test_a_script_has_a_table_with_its_length_before_it),
		TEST(test_a_file_without_the_magic_is_not_mine),
		TEST(test_a_header_cut_off_is_refused_with_its_length),
		TEST(test_a_changed_header_is_refused_with_both_sums),
		TEST(test_data_shorter_than_the_header_says_is_told_by_how_much),
		TEST(test_changed_data_and_bytes_behind_it_are_said),
		TEST(test_a_table_that_points_beyond_the_data_is_refused),
		TEST(test_names_and_codes_go_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
