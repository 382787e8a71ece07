/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every unit test has: an arena, diagnostics, and an empty current directory of its own.
 * A test file ends with a table of TEST(function) rows.
 */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/arena.h"
#include "lib/diag.h"

struct test {
	struct arena *arena;
	struct diags diags;
	char *directory, *before;
};

int test_setup(void **state);
int test_teardown(void **state);
/* Skips the test and says why; tests/run joins the two lines. */
#define SKIP(why)                                                                                  \
	do {                                                                                       \
		printf("# why: %s\n", why);                                                        \
		skip();                                                                            \
	} while (0)

#define TEST(function) cmocka_unit_test_setup_teardown(function, test_setup, test_teardown)

/* All diagnostics so far as they would be printed, without colour. */
const char *test_said(struct test *test);
/* Whether a diagnostic with this id was said. */
bool test_said_id(const struct test *test, const char *id);
void test_write_file(const char *path, const char *text);
const char *test_read_file(struct test *test, const char *path);
size_t test_count_files(const char *directory);
/* Top of the source tree. */
const char *test_top(struct test *test);

#endif
