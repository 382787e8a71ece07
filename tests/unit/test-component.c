/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/test.h"

#include "imager/fetch/apt-release.h"
#include "imager/fetch/apt-sources.h"
#include "imager/fetch/apt.h"
#include "imager/fetch/component-fetch.h"
#include "imager/fetch/component-lock.h"
#include "imager/format/cpio.h"

#include "lib/digest.h"
#include "lib/input.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_A "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" /* of "a" */

static const struct component *components_find(const struct components *components, const char *id)
{
	for (size_t i = 0; i < components->count; i++)
		if (strcmp(components->list[i].id, id) == 0)
			return &components->list[i];
	return NULL;
}

static const char *const no_needs[] = { NULL };

/* A board of one or two components, its directory "b". */
static struct board board_of(struct test *test, const struct board_component *list, size_t count)
{
	struct board_component *copy = arena_memdup(test->arena, list, count * sizeof(*list));
	mkdir("b", 0777);
	for (size_t i = 0; i < count; i++) {
		copy[i].needs = copy[i].needs == NULL ? no_needs : copy[i].needs;
		copy[i].at = at_line("b/board.conf", (unsigned)i + 1, 1);
	}
	return (struct board){
		.name = "b", .directory = "b", .components = copy, .component_count = count
	};
}

static int fetch(struct test *test, const struct board *board, bool update,
                 struct components *components)
{
	struct fetch_options options = {
		.cache = "cache", .lock = "x.lock", .share = "share", .update = update
	};
	return components_fetch(test->arena, board, &options, components, &test->diags);
}

static int fetch_offline(struct test *test, const struct board *board)
{
	struct fetch_options options = { .cache = "cache", .share = "share", .offline = true };
	struct components components;
	return components_fetch(test->arena, board, &options, &components, &test->diags);
}

static void test_a_local_file_is_recorded_with_its_size_and_digest(void **state)
{
	struct test *test = *state;
	struct board board =
		board_of(test, (struct board_component[]){ { .id = "k", .origin = "path:f" } }, 1);
	struct components components;
	test_write_file("b/f", "a");
	assert_int_equal(fetch(test, &board, false, &components), 0);
	assert_string_equal(components_find(&components, "k")->sha256, HEX_A);
	assert_string_equal(
		test_read_file(test, "x.lock"),
		"# The parts of b's image. `imager fetch --update b` takes newer ones.\n"
		"id\tversion\tsize\tsha256\tname\torigin\n"
		"k\tlocal\t1\t" HEX_A "\tf\tpath:f\n");
}

static void test_a_file_that_differs_from_its_lock_is_refused_and_the_lock_kept(void **state)
{
	struct test *test = *state;
	struct board board =
		board_of(test, (struct board_component[]){ { .id = "k", .origin = "path:f" } }, 1);
	struct components components;
	test_write_file("b/f", "a");
	assert_int_equal(fetch(test, &board, false, &components), 0);
	const char *before = test_read_file(test, "x.lock");
	test_write_file("b/f", "bc");
	assert_int_equal(fetch(test, &board, false, &components), -1);
	assert_true(test_said_id(test, "IM201"));
	assert_non_null(strstr(test_said(test), "expected 1 bytes with SHA-256 ca978112ca1bbdca"));
	assert_non_null(strstr(test_said(test), "also: x.lock:3"));
	assert_string_equal(test_read_file(test, "x.lock"), before);
}

static void test_update_takes_the_new_file_and_rewrites_the_lock(void **state)
{
	struct test *test = *state;
	struct board board =
		board_of(test, (struct board_component[]){ { .id = "k", .origin = "path:f" } }, 1);
	struct components components;
	test_write_file("b/f", "bc");
	assert_int_equal(fetch(test, &board, false, &components), 0);
	test_write_file("b/f", "a");
	assert_int_equal(fetch(test, &board, true, &components), 0);
	assert_non_null(strstr(test_read_file(test, "x.lock"), HEX_A));
}

static void test_all_components_that_cannot_be_had_are_said_in_one_run(void **state)
{
	struct test *test = *state;
	struct board board =
		board_of(test,
	                 (struct board_component[]){
				 { .id = "k", .origin = "path:f", .help = "ask Samsung" },
				 { .id = "l", .origin = "ftp:g" },
				 { .id = "m", .origin = "deb:busybox" } },
	                 3);
	struct components components;
	assert_int_equal(fetch(test, &board, false, &components), -1);
	assert_string_equal(
		test_said(test),
		"b/board.conf:1:1: error IM200: the component k cannot be had: there is no file b/f\n"
		"  hint: ask Samsung\n"
		"b/board.conf:2:1: error IM205: the origin \"ftp:g\" has no known beginning\n"
		"  hint: one of path:, deb:, source:, fex:, ramdisk:\n"
		"b/board.conf:3:1: error IM205: the origin \"deb:busybox\" is not complete\n"
		"  hint: write deb:PACKAGE:ARCH/PATH, e.g. deb:busybox-static:armhf/bin/busybox\n");
	assert_int_not_equal(access("x.lock", F_OK), 0);
}

static void test_offline_what_is_not_in_the_cache_is_refused(void **state)
{
	struct test *test = *state;
	struct board board = board_of(
		test, (struct board_component[]){ { .id = "k", .origin = "deb:p:armhf/f" } }, 1);
	assert_int_equal(fetch_offline(test, &board), -1);
	assert_true(test_said_id(test, "IM202"));
}

/* What an earlier fetch left: the file by its content, the record by its origin. */
static void fill_cache(struct test *test, const char *origin, const char *content)
{
	char hex[SHA256_HEX], name[SHA256_HEX];
	sha256_of(bytes_of_string(content, "f"), hex);
	sha256_of(bytes_of_string(origin, "origin"), name);
	mkdir("cache", 0777);
	mkdir("cache/files", 0777);
	mkdir("cache/origins", 0777);
	mkdir(arena_printf(test->arena, "cache/files/%.16s", hex), 0777);
	test_write_file(arena_printf(test->arena, "cache/files/%.16s/f", hex), content);
	test_write_file(arena_printf(test->arena, "cache/origins/%.16s.lock", name),
	                arena_printf(test->arena,
	                             "id\tversion\tsize\tsha256\tname\torigin\n"
	                             "k\t1.0-1\t%zu\t%s\tf\t%s\n",
	                             strlen(content), hex, origin));
}

static void test_offline_what_is_in_the_cache_is_taken(void **state)
{
	struct test *test = *state;
	struct board board = board_of(
		test, (struct board_component[]){ { .id = "k", .origin = "deb:p:armhf/f" } }, 1);
	fill_cache(test, "deb:p:armhf/f", "a");
	assert_int_equal(fetch_offline(test, &board), 0);
	assert_string_equal(test_said(test), "");
}

static void test_a_cached_file_with_other_bytes_is_not_taken(void **state)
{
	struct test *test = *state;
	struct board board = board_of(
		test, (struct board_component[]){ { .id = "k", .origin = "deb:p:armhf/f" } }, 1);
	fill_cache(test, "deb:p:armhf/f", "a");
	test_write_file("cache/files/ca978112ca1bbdca/f", "b");
	assert_int_equal(fetch_offline(test, &board), -1);
	assert_true(test_said_id(test, "IM202"));
}

static void test_components_that_need_each_other_are_refused(void **state)
{
	static const char *const needs_l[] = { "l", NULL }, *const needs_k[] = { "k", NULL };
	struct test *test = *state;
	struct board board =
		board_of(test,
	                 (struct board_component[]){
				 { .id = "k", .origin = "ramdisk:i", .needs = needs_l },
				 { .id = "l", .origin = "ramdisk:i", .needs = needs_k } },
	                 2);
	struct components components;
	assert_int_equal(fetch(test, &board, false, &components), -1);
	assert_true(test_said_id(test, "IM203"));
}

static void test_a_damaged_lock_is_refused_with_its_line(void **state)
{
	struct test *test = *state;
	struct board board =
		board_of(test, (struct board_component[]){ { .id = "k", .origin = "path:f" } }, 1);
	struct components components;
	test_write_file("b/f", "a");
	test_write_file("x.lock",
	                "id\tversion\tsize\tsha256\tname\torigin\nk\t1\tx\ty\tz\tpath:f\n");
	assert_int_equal(fetch(test, &board, false, &components), -1);
	assert_non_null(strstr(test_said(test), "x.lock:2: error IM204"));
}

static int list_member(void *context, const struct input_member *member,
                       struct input_archive *archive)
{
	struct text *text = context;
	(void)archive;
	text_printf(text, "%o %s %llu %lld\n", member->mode, member->path,
	            (unsigned long long)member->size, (long long)member->mtime);
	return 0;
}

static void test_a_ramdisk_holds_init_the_boards_name_and_what_it_needs(void **state)
{
	static const char *const needs[] = { "busybox", "mmc", NULL };
	struct test *test = *state;
	struct board board = board_of(
		test,
		(struct board_component[]){ { .id = "r", .origin = "ramdisk:i", .needs = needs },
	                                    { .id = "busybox", .origin = "path:busybox" },
	                                    { .id = "mmc", .origin = "path:mmc.ko" } },
		3);
	struct components components;
	struct text text = text_make(test->arena);
	test_write_file("b/i", "#!/bin/sh\n");
	test_write_file("b/busybox", "a");
	test_write_file("b/mmc.ko", "bc");
	assert_int_equal(fetch(test, &board, false, &components), 0);
	assert_int_equal(input_archive_walk(test->arena, components_find(&components, "r")->path,
	                                    list_member, &text, &test->diags),
	                 0);
	assert_string_equal(text.p,
	                    "40755 bin 0 0\n40755 dev 0 0\n40755 etc 0 0\n40755 lib 0 0\n"
	                    "40755 lib/modules 0 0\n20600 dev/console 0 0\n"
	                    "100644 etc/board 2 0\n100755 init 10 0\n100755 bin/busybox 1 0\n"
	                    "100644 lib/modules/mmc.ko 2 0\n"
	                    "100644 lib/modules/order 7 0\n");
}

static void test_the_hosts_mirrors_are_taken_from_both_formats(void **state)
{
	struct test *test = *state;
	mkdir("etc", 0777);
	mkdir("etc/sources.list.d", 0777);
	test_write_file("etc/sources.list",
	                "# deb http://old/debian trixie main\n"
	                "deb [arch=amd64 signed-by=/k.gpg] http://m/debian trixie main contrib\n"
	                "deb-src http://m/debian trixie main\n"
	                "deb http://m/debian trixie-backports main\n"
	                "deb http://other/apt trixie main\n");
	test_write_file(
		"etc/sources.list.d/s.sources",
		"Types: deb deb-src\nURIs: http://s/debian-security\n"
		"Suites: trixie-security\nComponents: main\n\n"
		"Types: deb\nURIs: http://off/debian\nSuites: trixie\nComponents: main\nEnabled: no\n");
	struct apt_release bookworm = { "bookworm", "http://own/debian", "http://own/security" };
	const char *text = apt_sources(test->arena, "etc", "trixie", &bookworm, false);
	assert_non_null(strstr(text, "http://m/debian bookworm main\n"));
	assert_non_null(strstr(text, "http://s/debian-security bookworm-security main\n"));
	assert_null(strstr(text, "own"));
	assert_null(strstr(text, "backports"));
	assert_null(strstr(text, "other"));
	assert_null(strstr(text, "off"));
	assert_null(strstr(text, "deb-src"));
}

static void test_a_host_without_mirrors_gets_the_releases_own(void **state)
{
	struct test *test = *state;
	struct apt_release old = { "old", "http://own/debian", "http://own/security" };
	const char *text = apt_sources(test->arena, "nowhere", "jammy", &old, true);
	assert_non_null(strstr(text, "deb-src "));
	assert_non_null(strstr(text, "http://own/debian old main\n"));
	assert_non_null(strstr(text, "http://own/security old-security main\n"));
}

static void make_releases(void)
{
	mkdir("share", 0777);
	test_write_file("share/debian-releases.tsv", "name\tversion\tdefault\tmirror\tsecurity\n"
	                                             "old\t1\t\thttp://o\thttp://os\n"
	                                             "now\t2\tyes\thttp://n\thttp://ns\n");
}

static void test_without_a_name_the_default_release_is_taken(void **state)
{
	struct test *test = *state;
	struct apt_release release;
	make_releases();
	assert_int_equal(
		apt_release_find(test->arena, "share", NULL, nowhere(), &release, &test->diags), 0);
	assert_string_equal(release.name, "now");
	assert_string_equal(release.mirror, "http://n");
	assert_int_equal(
		apt_release_find(test->arena, "share", "old", nowhere(), &release, &test->diags),
		0);
	assert_string_equal(release.security, "http://os");
}

static void test_an_unknown_release_is_told_once_with_those_that_are_known(void **state)
{
	struct test *test = *state;
	struct where at = at_line("b/board.conf", 5, 1);
	struct board board = board_of(test,
	                              (struct board_component[]){ { .id = "k",
	                                                            .origin = "deb:p:armhf/f",
	                                                            .release = "nwo",
	                                                            .release_at = at },
	                                                          { .id = "l",
	                                                            .origin = "deb:p:armhf/g",
	                                                            .release = "nwo",
	                                                            .release_at = at } },
	                              2);
	struct components components;
	make_releases();
	assert_int_equal(fetch(test, &board, false, &components), -1);
	assert_string_equal(
		test_said(test),
		"b/board.conf:5:1: error IM208: Debian has no release \"nwo\" that is known here\n"
		"  hint: known are old (Debian 1), now (Debian 2); another one is a row of "
		"share/debian-releases.tsv\n");
}

static void test_what_is_cached_of_one_release_is_not_taken_for_another(void **state)
{
	struct test *test = *state;
	struct board board =
		board_of(test,
	                 (struct board_component[]){
				 { .id = "k", .origin = "deb:p:armhf/f", .release = "old" } },
	                 1);
	make_releases();
	fill_cache(test, "deb:p:armhf/f", "a");
	assert_int_equal(fetch_offline(test, &board), -1);
	assert_true(test_said_id(test, "IM202"));
	test->diags = diags_make(test->arena);
	fill_cache(test, "deb:p:armhf/f release=old", "b");
	assert_int_equal(fetch_offline(test, &board), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_local_file_is_recorded_with_its_size_and_digest),
		TEST(test_a_file_that_differs_from_its_lock_is_refused_and_the_lock_kept),
		TEST(test_update_takes_the_new_file_and_rewrites_the_lock),
		TEST(test_all_components_that_cannot_be_had_are_said_in_one_run),
		TEST(test_offline_what_is_not_in_the_cache_is_refused),
		TEST(test_offline_what_is_in_the_cache_is_taken),
		TEST(test_a_cached_file_with_other_bytes_is_not_taken),
		TEST(test_components_that_need_each_other_are_refused),
		TEST(test_a_damaged_lock_is_refused_with_its_line),
		TEST(test_a_ramdisk_holds_init_the_boards_name_and_what_it_needs),
		TEST(test_the_hosts_mirrors_are_taken_from_both_formats),
		TEST(test_a_host_without_mirrors_gets_the_releases_own),
		TEST(test_without_a_name_the_default_release_is_taken),
		TEST(test_an_unknown_release_is_told_once_with_those_that_are_known),
		TEST(test_what_is_cached_of_one_release_is_not_taken_for_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
