/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/output.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PART_SIZE ((size_t)3 << 20)

/* A file of letters, so that zeros in it are not its own. */
static void write_part(struct test *test, const char *path, size_t size)
{
	uint8_t *p = arena_alloc(test->arena, size);
	memset(p, 'x', size);
	assert_int_equal(output_put(test->arena, path, bytes_of(p, size, path), &test->diags), 0);
}

static struct bytes map_part(struct test *test, const char *path)
{
	struct bytes view;
	write_part(test, path, PART_SIZE);
	assert_int_equal(input_map(test->arena, path, &view, &test->diags), 0);
	return view;
}

static void test_what_is_lost_of_a_mapped_file_reads_as_zeros_and_is_told_once(void **state)
{
	struct test *test = *state;
	struct bytes view = map_part(test, "part");
	assert_int_equal(inputs_whole(&test->diags), 0);
	assert_int_equal(truncate("part", 8192), 0);
	assert_int_equal(view.p[8191], 'x');
	assert_int_equal(view.p[PART_SIZE / 2], 0);
	assert_int_equal(view.p[PART_SIZE - 1], 0);
	assert_int_equal(inputs_whole(&test->diags), -1);
	assert_int_equal(inputs_whole(&test->diags), -1);
	assert_string_equal(
		test_said(test),
		"part: error LB036: cut off while it was read: it had 3145728 bytes, now it has 8192\n"
		"  hint: wait until the program that writes it is done, then start again\n");
	assert_int_equal(diags_exit_code(&test->diags), 3);
	input_unmap(view);
	assert_int_equal(inputs_whole(&test->diags), 0);
}

static void test_a_cut_within_the_last_page_is_seen_too(void **state)
{
	struct test *test = *state;
	struct bytes view = map_part(test, "part");
	assert_int_equal(truncate("part", (off_t)PART_SIZE - 10), 0);
	assert_int_equal(view.p[PART_SIZE - 1], 0);
	assert_int_equal(inputs_whole(&test->diags), -1);
	input_unmap(view);
}

static void test_a_file_that_grows_is_read_as_it_was(void **state)
{
	struct test *test = *state;
	struct bytes view = map_part(test, "part");
	assert_int_equal(truncate("part", (off_t)PART_SIZE * 2), 0);
	assert_int_equal(view.len, PART_SIZE);
	assert_int_equal(inputs_whole(&test->diags), 0);
	input_unmap(view);
}

static void test_a_file_emptied_and_written_again_is_not_taken_for_whole(void **state)
{
	struct test *test = *state;
	struct bytes view = map_part(test, "part");
	assert_int_equal(truncate("part", 0), 0);
	assert_int_equal(view.p[0], 0);
	assert_int_equal(truncate("part", (off_t)PART_SIZE), 0);
	assert_int_equal(inputs_whole(&test->diags), -1);
	assert_true(test_said_id(test, "LB033"));
	input_unmap(view);
}

static void test_each_of_several_files_is_told_for_itself(void **state)
{
	struct test *test = *state;
	struct bytes one = map_part(test, "one"), two = map_part(test, "two"),
		     three = map_part(test, "three");
	char hex[SHA256_HEX];
	assert_int_equal(truncate("one", 1), 0);
	assert_int_equal(truncate("three", 4096), 0);
	sha256_of(one, hex);
	sha256_of(three, hex);
	assert_int_equal(two.p[PART_SIZE - 1], 'x');
	assert_int_equal(inputs_whole(&test->diags), -1);
	assert_non_null(strstr(test_said(test), "one: error LB036"));
	assert_non_null(strstr(test_said(test), "three: error LB036"));
	assert_null(strstr(test_said(test), "two: "));
	input_unmap(one);
	input_unmap(two);
	input_unmap(three);
}

static void test_holes_of_a_mapped_file_are_told(void **state)
{
	struct test *test = *state;
	struct bytes view, empty = bytes_of_string("", "empty");
	test_write_file("sparse", "x");
	assert_int_equal(truncate("sparse", (off_t)1 << 36), 0);
	assert_int_equal(input_map(test->arena, "sparse", &view, &test->diags), 0);
	assert_int_equal(input_next_data(view, 0), 0);
	assert_int_equal(input_next_data(view, MIB), view.len);
	assert_int_equal(input_next_data(bytes_at(view, MIB, 10 * MIB), 5), 10 * MIB);
	assert_int_equal(input_next_data(view, view.len + 5), view.len);
	assert_int_equal(input_next_data(bytes_of_string("abc", "memory"), 2), 2);
	assert_int_equal(input_next_data(empty, 0), 0);
	assert_int_equal(inputs_whole(&test->diags), 0);
	input_unmap(view);
}

/* The system's calls, of which one cuts off the part that is being written. */
static ssize_t cutting_pwrite(int fd, const void *data, size_t len, off_t offset)
{
	if (len > MIB && truncate("part", 4096) < 0)
		abort();
	return pwrite(fd, data, len, offset);
}

static int cutting_ftruncate(int fd, off_t size)
{
	if (truncate("part", 4096) < 0)
		abort();
	return ftruncate(fd, size);
}

static int cutting_fsync(int fd)
{
	if (truncate("part", 4096) < 0)
		abort();
	return fsync(fd);
}

/* An image of a card with the part, cut off by @calls, over an old one. */
static void write_image(struct test *test, const struct output_calls *calls)
{
	struct card card;
	struct bytes part = map_part(test, "part");
	card_make(&card);
	card.files[1].content = part;
	assert_int_equal(card_layout(test, &card), 0);
	test_write_file("sd.img", "the old image");
	test->diags = diags_make(test->arena);
	assert_int_equal(image_write(test->arena, &card.layout, "sd.img", calls, &test->diags), -1);
	assert_string_equal(test_read_file(test, "sd.img"), "the old image");
	assert_int_equal(test->diags.count, 1);
	assert_string_equal(test->diags.list[0].id, "LB036");
	assert_int_equal(test_count_files("."), 2);
	input_unmap(part);
}

static void test_a_part_cut_off_before_the_first_write_leaves_the_old_image(void **state)
{
	struct output_calls calls = output_system_calls;
	calls.ftruncate = cutting_ftruncate;
	write_image(*state, &calls);
}

static void test_a_part_cut_off_under_the_system_call_leaves_the_old_image(void **state)
{
	struct output_calls calls = output_system_calls;
	calls.pwrite = cutting_pwrite;
	write_image(*state, &calls);
}

/* All bytes were there; whether before or after the cut cannot be known for sure, so it is refused. */
static void test_a_part_cut_off_after_it_was_written_is_refused_at_the_next_look(void **state)
{
	struct test *test = *state;
	struct output *output = NULL;
	struct bytes part = map_part(test, "part");
	assert_int_equal(output_open(test->arena, "copy", NULL, &output, &test->diags), 0);
	assert_int_equal(output_write(output, 0, part, &test->diags), 0);
	assert_int_equal(cutting_fsync(output_fd(output)), 0);
	assert_int_equal(output_commit(output, &test->diags), -1);
	output_close(output);
	assert_int_equal(access("copy", F_OK), -1);
	input_unmap(part);
}

/* A fault that is nobody's mapping must end the program as ever, not be repeated for ever. */
static void test_a_fault_outside_the_mapped_files_still_kills(void **state)
{
	struct test *test = *state;
	struct bytes view = map_part(test, "part");
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		raise(SIGBUS);
		raise(SIGBUS);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGBUS);
	input_unmap(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_lost_of_a_mapped_file_reads_as_zeros_and_is_told_once),
		TEST(test_a_cut_within_the_last_page_is_seen_too),
		TEST(test_a_file_that_grows_is_read_as_it_was),
		TEST(test_a_file_emptied_and_written_again_is_not_taken_for_whole),
		TEST(test_each_of_several_files_is_told_for_itself),
		TEST(test_holes_of_a_mapped_file_are_told),
		TEST(test_a_part_cut_off_before_the_first_write_leaves_the_old_image),
		TEST(test_a_part_cut_off_under_the_system_call_leaves_the_old_image),
		TEST(test_a_part_cut_off_after_it_was_written_is_refused_at_the_next_look),
		TEST(test_a_fault_outside_the_mapped_files_still_kills),
	};
	return cmocka_run_group_tests_name("input-map", tests, NULL, NULL);
}
