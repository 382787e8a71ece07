/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "lib/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The system's calls, of which the one that the countdown reaches fails. Tests run one by one. */
static int countdown;
static int error_given;

static bool is_due(void)
{
	errno = error_given;
	return --countdown == 0;
}

static ssize_t failing_pwrite(int fd, const void *data, size_t len, off_t offset)
{
	return is_due() ? -1 : pwrite(fd, data, len, offset);
}

static int failing_ftruncate(int fd, off_t size)
{
	return is_due() ? -1 : ftruncate(fd, size);
}

static int failing_fsync(int fd)
{
	return is_due() ? -1 : fsync(fd);
}

static int failing_rename(const char *from, const char *to)
{
	return is_due() ? -1 : rename(from, to);
}

static const struct output_calls failing = { failing_pwrite, failing_ftruncate, failing_fsync,
	                                     failing_rename };

/* Half of what is asked, and an interruption now and then. */
static ssize_t slow_pwrite(int fd, const void *data, size_t len, off_t offset)
{
	errno = EINTR;
	if (++countdown % 3 == 0)
		return -1;
	return pwrite(fd, data, (len + 1) / 2, offset);
}
static const struct output_calls slow = { slow_pwrite, ftruncate, fsync, rename };

static void test_whichever_call_fails_the_old_image_stays_and_nothing_is_left(void **state)
{
	struct test *test = *state;
	struct card card;
	int calls = 0, result = -1;
	card_make(&card);
	assert_int_equal(card_layout(test, &card), 0);
	assert_int_equal(mkdir("out", 0777), 0);
	test_write_file("out/sd.img", "the old image");
	while (result < 0) {
		struct diags diags = diags_make(test->arena);
		countdown = ++calls;
		error_given = calls % 2 ? ENOSPC : EIO;
		result = image_write(test->arena, &card.layout, "out/sd.img", &failing, &diags);
		if (result == 0)
			break;
		assert_int_equal(diags_exit_code(&diags), 3);
		assert_int_equal(diags.count, 1);
		assert_string_equal(diags.list[0].id, "LB042");
		assert_string_equal(test_read_file(test, "out/sd.img"), "the old image");
		assert_int_equal(test_count_files("out"), 1);
	}
	/* size, table, loader, boot sector, two FATs, two directories, six files of which one is empty,
	 * sync, rename: each of them has failed once. */
	assert_int_equal(calls, 1 + 2 + 3 + 2 + 5 + 2 + 1);
	assert_int_equal(test_count_files("out"), 1);
}

static void test_a_full_disk_says_that_nothing_was_changed(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	assert_int_equal(card_layout(test, &card), 0);
	countdown = 4;
	error_given = ENOSPC;
	assert_int_equal(image_write(test->arena, &card.layout, "sd.img", &failing, &test->diags),
	                 -1);
	const char *said = test_said(test);
	assert_non_null(strstr(said, "sd.img: error LB042: writing failed: at least "));
	assert_non_null(strstr(said, " bytes are needed, the disk has "));
	assert_non_null(strstr(said, ": No space left on device\n"
	                             "  hint: free space there, or write to another disk; nothing "
	                             "was changed\n"));
}

static void test_short_and_interrupted_writes_give_the_same_image(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	assert_int_equal(card_layout(test, &card), 0);
	countdown = 0;
	assert_int_equal(image_write(test->arena, &card.layout, "one.img", &slow, &test->diags), 0);
	assert_int_equal(image_write(test->arena, &card.layout, "two.img", NULL, &test->diags), 0);
	assert_int_equal(system("cmp one.img two.img"), 0);
}

static void assert_refused(struct test *test, const struct card *card, const char *path,
                           const char *id)
{
	struct diags diags = diags_make(test->arena);
	assert_int_equal(image_write(test->arena, &card->layout, path, NULL, &diags), -1);
	assert_int_equal(diags_exit_code(&diags), 2);
	assert_string_equal(diags.list[0].id, id);
	assert_non_null(diags.list[0].hint);
}

static void test_a_directory_a_device_and_a_missing_directory_are_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	assert_int_equal(card_layout(test, &card), 0);
	assert_int_equal(mkdir("directory", 0777), 0);
	assert_refused(test, &card, "directory", "LB040");
	assert_refused(test, &card, "/dev/null", "LB040");
	assert_refused(test, &card, "missing/sd.img", "LB041");
	assert_int_equal(mkfifo("pipe", 0666), 0);
	assert_refused(test, &card, "pipe", "LB040");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_whichever_call_fails_the_old_image_stays_and_nothing_is_left),
		TEST(test_a_full_disk_says_that_nothing_was_changed),
		TEST(test_short_and_interrupted_writes_give_the_same_image),
		TEST(test_a_directory_a_device_and_a_missing_directory_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
