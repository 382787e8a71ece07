/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/talk/sink-log.h"

#include <string.h>

static const char *stamped(struct test *test, struct stamp *stamp, int64_t time_us)
{
	char to[STAMP_ROOM];
	return arena_strndup(test->arena, to, stamp_write(stamp, time_us, to));
}

static void test_stamps_have_the_shapes_that_readers_know(void **state)
{
	const int64_t wall = (int64_t)1795247206 * 1000000; /* 2026-11-21T07:46:46Z */
	struct stamp_spec spec = { .wall_us = wall };
	assert_int_equal(stamp_parse("start", &spec), 0);
	struct stamp stamp = stamp_make(&spec);
	assert_string_equal(stamped(*state, &stamp, 1234567), "[    1.234567] ");
	assert_int_equal(stamp_parse("delta", &spec), 0);
	stamp = stamp_make(&spec);
	stamped(*state, &stamp, 1000000);
	assert_string_equal(stamped(*state, &stamp, 1250148), "[    1.250148     0.250148] ");
	assert_int_equal(stamp_parse("wall", &spec), 0);
	stamp = stamp_make(&spec);
	assert_string_equal(stamped(*state, &stamp, 654145), "[2026-11-21T07:46:46.654145Z] ");
	assert_int_equal(stamp_parse("none", &spec), 0);
	stamp = stamp_make(&spec);
	assert_string_equal(stamped(*state, &stamp, 5), "");
	assert_int_equal(stamp_parse("noon", &spec), -1);
}

static void test_seconds_can_count_from_a_line_on(void **state)
{
	struct stamp stamp = stamp_make(&(struct stamp_spec){ .start = true });
	stamp_restart(&stamp, 2000000);
	assert_string_equal(stamped(*state, &stamp, 2000000), "[    0.000000] ");
	assert_string_equal(stamped(*state, &stamp, 1999999), "[-    0.000001] ");
}

static struct sink open_stamped(struct test *test)
{
	struct log_file_spec spec = { .path = "lines" };
	struct stamp_spec stamps = { .start = true };
	struct sink sink;
	assert_int_equal(sink_stamped_open(test->arena, &spec, &stamps, &sink, &test->diags), 0);
	return sink;
}

static void add_line(struct sink *sink, const char *text, int64_t time_us, bool cut, bool half)
{
	struct line line = { .time_us = time_us, .text = text, .len = strlen(text), .cut = cut };
	if (half)
		sink_half(sink, &line);
	else
		sink_line(sink, &line);
}

static void test_each_line_has_the_time_of_its_first_byte_and_empty_ones_have_none(void **state)
{
	struct test *test = *state;
	struct sink sink = open_stamped(test);
	add_line(&sink, "U-Boot SPL", 1000, false, false);
	add_line(&sink, "", 2000, false, false);
	add_line(&sink, "DRAM: 1 GiB", 3000, false, false);
	sink_close(&sink, 4000);
	assert_string_equal(test_read_file(test, "lines"),
	                    "[    0.001000] U-Boot SPL\n\n[    0.003000] DRAM: 1 GiB\n");
}

static void test_an_unfinished_line_is_shown_and_goes_on_where_it_stood(void **state)
{
	struct test *test = *state;
	struct sink sink = open_stamped(test);
	add_line(&sink, "login: ", 1000, false, true);
	assert_int_equal(sink_tick(&sink, 30000), INT64_MAX);
	assert_string_equal(test_read_file(test, "lines"), "[    0.001000] login: ");
	add_line(&sink, "login: root", 1000, false, false);
	sink_close(&sink, 4000);
	assert_string_equal(test_read_file(test, "lines"), "[    0.001000] login: root\n");
}

static void test_a_line_whose_shown_text_was_taken_back_is_told_anew(void **state)
{
	struct test *test = *state;
	struct sink sink = open_stamped(test);
	add_line(&sink, "autoboot:  2", 1000, false, true);
	add_line(&sink, "autoboot:  0", 1000, false, false);
	sink_close(&sink, 4000);
	assert_string_equal(test_read_file(test, "lines"),
	                    "[    0.001000] autoboot:  2\n[    0.001000] autoboot:  0\n");
}

static void test_an_endless_line_has_one_stamp(void **state)
{
	struct test *test = *state;
	struct sink sink = open_stamped(test);
	add_line(&sink, "aaaa", 1000, true, false);
	add_line(&sink, "bbbb", 1500, true, false);
	add_line(&sink, "cc", 2000, false, false);
	sink_close(&sink, 4000);
	assert_string_equal(test_read_file(test, "lines"), "[    0.001000] aaaabbbbcc\n");
}

static void test_a_note_stands_on_a_line_of_its_own(void **state)
{
	struct test *test = *state;
	struct sink sink = open_stamped(test);
	add_line(&sink, "=> ", 1000, false, true);
	sink_note(&sink, "the port is gone", 2000);
	add_line(&sink, "=> boot", 3000, false, false);
	sink_close(&sink, 4000);
	assert_string_equal(test_read_file(test, "lines"),
	                    "[    0.001000] => \n[    0.002000] [-- the port is gone --]\n"
	                    "[    0.003000] => boot\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_stamps_have_the_shapes_that_readers_know),
		TEST(test_seconds_can_count_from_a_line_on),
		TEST(test_each_line_has_the_time_of_its_first_byte_and_empty_ones_have_none),
		TEST(test_an_unfinished_line_is_shown_and_goes_on_where_it_stood),
		TEST(test_a_line_whose_shown_text_was_taken_back_is_told_anew),
		TEST(test_an_endless_line_has_one_stamp),
		TEST(test_a_note_stands_on_a_line_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
