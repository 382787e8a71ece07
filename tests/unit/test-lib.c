/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "lib/input.h"
#include "lib/json.h"
#include "lib/number.h"
#include "lib/output.h"
#include "lib/table.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void test_a_size_takes_binary_units_and_sectors(void **state)
{
	uint64_t value;
	(void)state;
	assert_int_equal(number_parse_size("64M", &value), 0);
	assert_int_equal(value, 64 << 20);
	assert_int_equal(number_parse_size("16s", &value), 0);
	assert_int_equal(value, 8192);
	assert_int_equal(number_parse_size("0x1000", &value), 0);
	assert_int_equal(value, 4096);
}

static void test_a_number_with_other_characters_or_above_64_bits_is_refused(void **state)
{
	uint64_t value = 7;
	(void)state;
	assert_int_equal(number_parse("12x", &value), -1);
	assert_int_equal(number_parse("", &value), -1);
	assert_int_equal(number_parse("-1", &value), -1);
	assert_int_equal(number_parse("18446744073709551616", &value), -1);
	assert_int_equal(number_parse_size("99999999999G", &value), -1);
	assert_int_equal(value, 7);
}

static void test_leading_zeros_are_decimal(void **state)
{
	uint64_t value;
	(void)state;
	assert_int_equal(number_parse("0800", &value), 0);
	assert_int_equal(value, 800);
}

static void test_a_table_gives_cells_by_column_and_row_line(void **state)
{
	struct test *test = *state;
	struct table table;
	struct bytes file = bytes_of_string("# c\nid\tname\n\na\tx\nb\n", "t.tsv");
	assert_int_equal(table_parse(test->arena, file, &table, &test->diags), 0);
	assert_int_equal(table.row_count, 2);
	assert_string_equal(table_cell(&table, &table.rows[0], "name"), "x");
	assert_string_equal(table_cell(&table, &table.rows[1], "name"), "");
	assert_int_equal(table.rows[1].line, 5);
}

static void test_a_row_with_too_many_cells_is_an_error_with_its_line(void **state)
{
	struct test *test = *state;
	struct table table;
	struct bytes file = bytes_of_string("id\na\tb\n", "t.tsv");
	assert_int_equal(table_parse(test->arena, file, &table, &test->diags), -1);
	assert_string_equal(
		test_said(test),
		"t.tsv:2: error LB010: the row has 2 cells, the header names 1 columns\n"
		"  hint: remove the extra tabs, or name the column in the header\n");
}

static void test_json_is_read_back_as_it_was_written(void **state)
{
	struct test *test = *state;
	struct text text = text_make(test->arena);
	struct json json = json_make(&text);
	const struct json_value *value;
	json_object(&json);
	json_key_string(&json, "a", "x\"\\\n\xff");
	json_key_array(&json, "b");
	json_u64(&json, 18446744073709551615ull);
	json_end(&json);
	json_end(&json);
	assert_string_equal(text.p, "{\n  \"a\": \"x\\\"\\\\\\n\xef\xbf\xbd\",\n  \"b\": [\n    "
	                            "18446744073709551615\n  ]\n}\n");
	assert_int_equal(json_read(test->arena, text_bytes(&text, "j"), &value, &test->diags), 0);
	assert_string_equal(json_member_text(value, "a", ""), "x\"\\\n\xef\xbf\xbd");
	assert_string_equal(json_member(value, "b")->items->string, "18446744073709551615");
}

static void test_broken_json_is_refused_with_its_offset(void **state)
{
	static const char *const broken[] = { "", "{", "[1,", "{\"a\" 1}", "nul", "\"a", "[1]x" };
	struct test *test = *state;
	const struct json_value *value;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_int_equal(json_read(test->arena, bytes_of_string(broken[i], "j"), &value,
		                           &test->diags),
		                 -1);
	assert_int_equal(test->diags.counts[DIAG_ERROR], 7);
}

static ssize_t full_disk(int fd, const void *data, size_t len, off_t offset)
{
	(void)fd, (void)data, (void)len, (void)offset;
	errno = ENOSPC;
	return -1;
}

static void test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(void **state)
{
	struct test *test = *state;
	struct output_calls calls = output_system_calls;
	struct output *output;
	calls.pwrite = full_disk;
	test_write_file("old", "old");
	assert_int_equal(output_open(test->arena, "old", &calls, &output, &test->diags), 0);
	assert_int_equal(output_write(output, 0, bytes_of_string("new", "n"), &test->diags), -1);
	output_close(output);
	assert_string_equal(test_read_file(test, "old"), "old");
	assert_int_equal(test_count_files("."), 1);
	assert_int_equal(diags_exit_code(&test->diags), 3);
}

static void test_an_output_appears_whole_with_its_holes_as_zeros(void **state)
{
	struct test *test = *state;
	struct output *output;
	assert_int_equal(output_open(test->arena, "new", NULL, &output, &test->diags), 0);
	assert_int_equal(output_write(output, 3, bytes_of_string("x", "n"), &test->diags), 0);
	assert_int_equal(access("new", F_OK), -1);
	assert_int_equal(output_commit(output, &test->diags), 0);
	output_close(output);
	assert_memory_equal(test_read_file(test, "new"), "\0\0\0x", 4);
}

static void test_a_region_refuses_what_lies_beside_it(void **state)
{
	struct test *test = *state;
	struct output *output;
	assert_int_equal(output_open(test->arena, "new", NULL, &output, &test->diags), 0);
	struct region region = output_region(output, 512, 2, "the test");
	assert_int_equal(region_write(region, 0, bytes_of_string("ab", "n"), &test->diags), 0);
	assert_int_equal(region_write(region, 1, bytes_of_string("ab", "n"), &test->diags), -1);
	output_close(output);
}

static void test_an_output_that_is_not_committed_has_no_name(void **state)
{
	struct test *test = *state;
	struct output *output = NULL;
	int fd = open(".", O_TMPFILE | O_RDWR, 0600);
	if (fd < 0)
		SKIP("this file system has no files without a name");
	close(fd);
	if (output_open(test->arena, "file", NULL, &output, &test->diags) < 0)
		fail_msg("%s", test_said(test));
	assert_int_equal(output_write(output, 0, bytes_of_string("half", ""), &test->diags), 0);
	assert_int_equal(test_count_files("."), 0); /* what a killed run would leave */
	assert_int_equal(output_commit(output, &test->diags), 0);
	output_close(output);
	assert_int_equal(test_count_files("."), 1);
	assert_string_equal(test_read_file(test, "file"), "half");
}

static void test_gzip_of_one_member_or_two_unpacks_and_a_limit_holds(void **state)
{
	/* gzip -n of "070701" */
	static const uint8_t packed[] = { 0x1f, 0x8b, 0x08, 0,    0,    0,    0,    0, 0,
		                          0x03, 0x33, 0x30, 0x37, 0x30, 0x37, 0x30, 4, 0,
		                          0xe5, 0xff, 0x2e, 0xf9, 6,    0,    0,    0 };
	struct test *test = *state;
	uint8_t twice[2 * sizeof(packed)];
	struct bytes out, one = bytes_of(packed, sizeof(packed), "one.gz");
	assert_int_equal(input_decompress(test->arena, one, 6, &out, &test->diags), 0);
	assert_true(bytes_equal(out, bytes_of_string("070701", "")));
	memcpy(twice, packed, sizeof(packed));
	memcpy(twice + sizeof(packed), packed, sizeof(packed));
	assert_int_equal(input_decompress(test->arena, bytes_of(twice, sizeof(twice), "two.gz"),
	                                  100, &out, &test->diags),
	                 0);
	assert_true(bytes_equal(out, bytes_of_string("070701070701", "")));
	assert_int_equal(input_decompress(test->arena, one, 5, &out, &test->diags), -1);
	assert_true(test_said_id(test, "LB032"));
}

static void test_a_device_that_takes_bytes_is_written_and_a_full_one_is_an_error(void **state)
{
	struct test *test = *state;
	struct bytes data = bytes_of_string("text", "text");
	assert_int_equal(output_put(test->arena, "/dev/null", data, &test->diags), 0);
	assert_int_equal(test->diags.count, 0);
	assert_int_equal(output_put(test->arena, "/dev/full", data, &test->diags), -1);
	assert_string_equal(test_said(test),
	                    "/dev/full: error LB042: writing failed: No space left on device\n"
	                    "  hint: is there room, and a reader behind it?\n");
}

static void test_of_many_warnings_alike_the_first_are_said_and_the_rest_counted(void **state)
{
	struct test *test = *state;
	for (unsigned i = 1; i <= 5; i++)
		diag_warning(&test->diags, "LB001", at_line("a", i, 0), "mend it", "odd");
	diag_warning(&test->diags, "LB002", at_line("a", 6, 0), "mend it", "other");
	diag_no(&test->diags, "LB003", at_line("a", 7, 0), "mend it", "no");
	diag_no(&test->diags, "LB003", at_line("a", 8, 0), "mend it", "no");
	diag_no(&test->diags, "LB003", at_line("a", 9, 0), "mend it", "no");
	test->diags.most_alike = 2;
	assert_string_equal(test_said(test), "a:1: warning LB001: odd\n  hint: mend it\n"
	                                     "a:2: warning LB001: odd\n  hint: mend it\n"
	                                     "  and 3 more warning LB001 like these; -v says all\n"
	                                     "a:6: warning LB002: other\n  hint: mend it\n"
	                                     "a:7: error LB003: no\n  hint: mend it\n"
	                                     "a:8: error LB003: no\n  hint: mend it\n"
	                                     "a:9: error LB003: no\n  hint: mend it\n");
	test->diags.most_alike = 5;
	assert_null(strstr(test_said(test), "more"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_size_takes_binary_units_and_sectors),
		TEST(test_a_number_with_other_characters_or_above_64_bits_is_refused),
		TEST(test_leading_zeros_are_decimal),
		TEST(test_a_table_gives_cells_by_column_and_row_line),
		TEST(test_a_row_with_too_many_cells_is_an_error_with_its_line),
		TEST(test_json_is_read_back_as_it_was_written),
		TEST(test_broken_json_is_refused_with_its_offset),
		TEST(test_a_full_disk_leaves_the_old_file_and_nothing_beside_it),
		TEST(test_an_output_appears_whole_with_its_holes_as_zeros),
		TEST(test_a_region_refuses_what_lies_beside_it),
		TEST(test_an_output_that_is_not_committed_has_no_name),
		TEST(test_a_device_that_takes_bytes_is_written_and_a_full_one_is_an_error),
		TEST(test_of_many_warnings_alike_the_first_are_said_and_the_rest_counted),
		TEST(test_gzip_of_one_member_or_two_unpacks_and_a_limit_holds),
	};
	return cmocka_run_group_tests_name("lib", tests, NULL, NULL);
}
