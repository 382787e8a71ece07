/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "lib/input.h"
#include "serial-tools/log/log-file.h"
#include "serial-tools/log/ring.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* A disk that takes so many bytes. Tests run one by one. */
static size_t room;

static ssize_t write_to_small_disk(int fd, const void *data, size_t len)
{
	if (room == 0) {
		errno = ENOSPC;
		return -1;
	}
	size_t part = len < room ? len : room;
	room -= part;
	return write(fd, data, part);
}

static const struct log_file_calls small_disk = { write_to_small_disk };

static struct log_file *open_log(struct test *test, struct log_file_spec spec)
{
	struct log_file *log;
	spec.path = "log";
	assert_int_equal(log_file_open(test->arena, &spec, &log, &test->diags), 0);
	return log;
}

static void add(struct log_file *log, const char *text, int64_t now_us)
{
	log_file_write(log, bytes_of(text, strlen(text), "test"), now_us);
}

static void test_what_a_full_disk_refuses_is_written_when_there_is_room_again(void **state)
{
	struct test *test = *state;
	struct log_file_loss loss;
	struct log_file *log =
		open_log(test, (struct log_file_spec){ .ring = 64, .calls = &small_disk });
	room = 4;
	add(log, "U-Boot SPL\n", 0);
	assert_int_equal(log_file_tick(log, 1, &loss), LOG_FILE_FULL);
	assert_int_equal(log_file_tick(log, 2, &loss), LOG_FILE_QUIET);
	add(log, "DRAM: 1024 MiB\n", 3);
	assert_string_equal(test_read_file(test, "log"), "U-Bo");
	room = 1000;
	assert_int_equal(log_file_tick(log, 200000, &loss), LOG_FILE_RESUMED);
	assert_int_equal(loss.bytes, 0);
	add(log, "done\n", 200001);
	assert_int_equal(log_file_close(log, 200002), 0);
	assert_string_equal(test_read_file(test, "log"), "U-Boot SPL\nDRAM: 1024 MiB\ndone\n");
}

static void test_an_overflow_drops_the_oldest_and_tells_place_size_and_time(void **state)
{
	struct test *test = *state;
	struct log_file_loss loss;
	struct log_file *log =
		open_log(test, (struct log_file_spec){ .ring = 8, .calls = &small_disk });
	room = 2;
	add(log, "ab01234567", 10);
	assert_int_equal(log_file_tick(log, 11, &loss), LOG_FILE_FULL);
	add(log, "XYZ", 20);
	add(log, "pq", 30);
	room = 1000;
	assert_int_equal(log_file_tick(log, 200000, &loss), LOG_FILE_RESUMED);
	assert_int_equal(loss.offset, 2);
	assert_int_equal(loss.bytes, 5);
	assert_int_equal(loss.from_us, 20);
	assert_int_equal(loss.to_us, 30);
	log_file_close(log, 200001);
	assert_string_equal(test_read_file(test, "log"), "ab567XYZpq");
}

static void test_bytes_that_never_found_room_are_told_at_the_end(void **state)
{
	struct test *test = *state;
	struct log_file *log =
		open_log(test, (struct log_file_spec){ .ring = 8, .calls = &small_disk });
	room = 0;
	add(log, "0123456789", 0);
	assert_int_equal(log_file_close(log, 1), 10);
}

static void test_a_rotation_by_size_cuts_between_lines(void **state)
{
	struct test *test = *state;
	struct log_file *log = open_log(test, (struct log_file_spec){ .rotate_bytes = 11 });
	add(log, "one\ntwo\nthree\nfo", 0);
	add(log, "ur\n", 1);
	log_file_close(log, 2);
	assert_string_equal(test_read_file(test, "log.1"), "one\ntwo\n");
	assert_string_equal(test_read_file(test, "log"), "three\nfour\n");
}

static void test_finished_files_of_an_earlier_run_are_kept(void **state)
{
	struct test *test = *state;
	test_write_file("log.1", "earlier\n");
	struct log_file *log = open_log(test, (struct log_file_spec){ .rotate_bytes = 4 });
	add(log, "abc\ndef\n", 0);
	log_file_close(log, 1);
	assert_string_equal(test_read_file(test, "log.1"), "earlier\n");
	assert_string_equal(test_read_file(test, "log.2"), "abc\n");
	assert_string_equal(test_read_file(test, "log"), "def\n");
}

static void test_only_so_many_finished_files_are_kept_as_asked(void **state)
{
	struct test *test = *state;
	struct log_file *log =
		open_log(test, (struct log_file_spec){ .rotate_bytes = 2, .keep = 2 });
	add(log, "1\n2\n3\n4\n5\n", 0);
	log_file_close(log, 1);
	assert_int_equal(access("log.2", F_OK), -1);
	assert_string_equal(test_read_file(test, "log.3"), "3\n");
	assert_string_equal(test_read_file(test, "log.4"), "4\n");
	assert_string_equal(test_read_file(test, "log"), "5\n");
}

static void test_a_rotation_by_age_waits_for_the_age(void **state)
{
	struct test *test = *state;
	struct log_file_loss loss;
	struct log_file *log = open_log(test, (struct log_file_spec){ .rotate_us = 1000 });
	log_file_tick(log, 0, &loss);
	add(log, "old\n", 1);
	log_file_tick(log, 999, &loss);
	assert_int_equal(access("log.1", F_OK), -1);
	log_file_tick(log, 1000, &loss);
	add(log, "new\n", 1001);
	log_file_close(log, 1002);
	assert_string_equal(test_read_file(test, "log.1"), "old\n");
	assert_string_equal(test_read_file(test, "log"), "new\n");
}

static void test_appending_goes_on_behind_what_is_there(void **state)
{
	struct test *test = *state;
	test_write_file("log", "before\n");
	struct log_file *log = open_log(test, (struct log_file_spec){ .append = true });
	add(log, "after\n", 0);
	log_file_close(log, 1);
	assert_string_equal(test_read_file(test, "log"), "before\nafter\n");
}

static void test_finished_files_are_compressed_and_the_plain_ones_removed(void **state)
{
	struct test *test = *state;
	struct bytes packed, plain;
	struct log_file *log =
		open_log(test, (struct log_file_spec){ .rotate_bytes = 4, .compress = true });
	add(log, "abc\ndef\n", 0);
	log_file_close(log, 1);
	assert_int_equal(access("log.1", F_OK), -1);
	assert_int_equal(access("log", F_OK), -1);
	assert_int_equal(input_read(test->arena, "log.1.zst", 1000, &packed, &test->diags), 0);
	assert_int_equal(input_decompress(test->arena, packed, 1000, &plain, &test->diags), 0);
	assert_int_equal(plain.len, 4);
	assert_memory_equal(plain.p, "abc\n", 4);
}

static void test_a_log_in_a_directory_that_is_missing_is_refused(void **state)
{
	struct test *test = *state;
	struct log_file_spec spec = { .path = "missing/log" };
	struct log_file *log;
	assert_int_equal(log_file_open(test->arena, &spec, &log, &test->diags), -1);
	assert_string_equal(
		test_said(test),
		"missing/log: error SE120: the log cannot be written: No such file or directory\n"
		"  hint: check the directory and its permissions\n");
}

static void test_a_ring_keeps_the_order_across_its_end(void **state)
{
	struct ring ring;
	(void)state;
	assert_int_equal(ring_open(&ring, 8), 0);
	assert_int_equal(ring_put(&ring, bytes_of("abcdef", 6, "")), 0);
	ring_drop(&ring, 4);
	assert_int_equal(ring_put(&ring, bytes_of("ghijkl", 6, "")), 0);
	struct bytes front = ring_front(&ring);
	assert_int_equal(front.len, 4);
	assert_memory_equal(front.p, "efgh", 4);
	ring_drop(&ring, 4);
	front = ring_front(&ring);
	assert_memory_equal(front.p, "ijkl", 4);
	ring_close(&ring);
}

static void test_a_ring_given_more_than_it_holds_keeps_the_end(void **state)
{
	struct ring ring;
	(void)state;
	assert_int_equal(ring_open(&ring, 4), 0);
	assert_int_equal(ring_put(&ring, bytes_of("12345678", 8, "")), 4);
	assert_memory_equal(ring_front(&ring).p, "5678", 4);
	ring_close(&ring);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_a_full_disk_refuses_is_written_when_there_is_room_again),
		TEST(test_an_overflow_drops_the_oldest_and_tells_place_size_and_time),
		TEST(test_bytes_that_never_found_room_are_told_at_the_end),
		TEST(test_a_rotation_by_size_cuts_between_lines),
		TEST(test_finished_files_of_an_earlier_run_are_kept),
		TEST(test_only_so_many_finished_files_are_kept_as_asked),
		TEST(test_a_rotation_by_age_waits_for_the_age),
		TEST(test_appending_goes_on_behind_what_is_there),
		TEST(test_finished_files_are_compressed_and_the_plain_ones_removed),
		TEST(test_a_log_in_a_directory_that_is_missing_is_refused),
		TEST(test_a_ring_keeps_the_order_across_its_end),
		TEST(test_a_ring_given_more_than_it_holds_keeps_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
