/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "imager/format/cpio.h"
#include "imager/format/ramdisk.h"

#include <string.h>
#include <sys/stat.h>

static struct bytes archive(struct test *test, const char *path)
{
	struct cpio cpio = cpio_make(test->arena);
	cpio_add(&cpio, "bin", S_IFDIR | 0755, bytes_of_string("", "bin"));
	cpio_add(&cpio, path, S_IFREG | 0755, bytes_of_string("#!/bin/sh\n", "script"));
	cpio_add(&cpio, "sbin", S_IFLNK | 0777, bytes_of_string("bin", "link"));
	return cpio_finish(&cpio);
}

static struct bytes join(struct test *test, struct bytes a, struct bytes b)
{
	uint8_t *all = arena_alloc(test->arena, a.len + b.len);
	memcpy(all, a.p, a.len);
	memcpy(all + a.len, b.p, b.len);
	return bytes_of(all, a.len + b.len, "joined");
}

static void test_paths_are_listed_and_links_are_marked(void **state)
{
	struct test *test = *state;
	const char *const *paths = ramdisk_paths(test->arena, archive(test, "./init"));
	assert_string_equal(paths[0], "bin");
	assert_string_equal(paths[1], "init");
	assert_string_equal(paths[2], "sbin@");
	assert_null(paths[3]);
}

static void test_archives_behind_each_other_are_all_listed(void **state)
{
	struct test *test = *state;
	const char *const *paths =
		ramdisk_paths(test->arena, join(test, archive(test, "/one"), archive(test, "two")));
	assert_string_equal(paths[1], "one");
	assert_string_equal(paths[4], "two");
	assert_null(paths[6]);
}

static void test_every_cut_of_an_archive_is_refused_or_listed_without_a_crash(void **state)
{
	struct test *test = *state;
	struct bytes whole = archive(test, "init");
	size_t refused = 0;

	for (size_t len = 1; len < whole.len; len++)
		refused += ramdisk_paths(test->arena, bytes_at(whole, 0, len)) == NULL;
	assert_true(refused > whole.len / 2);
	assert_non_null(ramdisk_paths(test->arena, whole));
}

static void test_a_length_that_is_no_number_is_refused(void **state)
{
	struct test *test = *state;
	struct bytes whole = archive(test, "init");
	memset((uint8_t *)whole.p + 6 + 11 * 8, 'z', 8);
	assert_null(ramdisk_paths(test->arena, whole));
	assert_null(ramdisk_paths(test->arena, bytes_of_string("no archive at all", "x")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_paths_are_listed_and_links_are_marked),
		TEST(test_archives_behind_each_other_are_all_listed),
		TEST(test_every_cut_of_an_archive_is_refused_or_listed_without_a_crash),
		TEST(test_a_length_that_is_no_number_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
