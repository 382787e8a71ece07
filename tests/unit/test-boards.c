/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every board that comes with the project: its description is read and its addresses hold for parts of
 * the size that Debian's have. Device trees are judged elsewhere, with the real ones. */
#include "plan-bench.h"

#include "imager/board/board-read.h"
#include "imager/plan/plan-make.h"

#include "dt/tree/fdt.h"

#include <glob.h>
#include <string.h>

static struct part stand_in(const struct board_component *component, const struct bench *bench)
{
	static const struct {
		const char *id;
		size_t index; /* in the bench's parts */
	} known[] = { { "xen", 0 }, { "kernel", 1 }, { "ramdisk", 2 }, { "dtb", 3 } };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].id, component->id) == 0) {
			struct part part = bench->parts[known[i].index];
			part.component.id = component->id;
			return part;
		}
	/* A second tree, firmware: anything that is a tree will do. */
	struct part part = bench->parts[3];
	part.component.id = component->id;
	return part;
}

static void check_board(struct test *test, const char *directory)
{
	struct bench bench;
	struct board board;
	struct plan plan;

	plan_bench_prepare(test, &bench);
	if (board_read(test->arena, "", directory, &board, &test->diags) != 0)
		fail_msg("%s", test_said(test));
	struct part *list = arena_array(test->arena, board.component_count, sizeof(*list));
	struct parts parts = { list, board.component_count };
	for (size_t i = 0; i < board.component_count; i++)
		list[i] = stand_in(&board.components[i], &bench);
	plan_make(test->arena, &board, &parts, NULL, &plan, &test->diags);
	for (size_t i = 0; i < test->diags.count; i++)
		if (strncmp(test->diags.list[i].id, "IM", 2) == 0)
			fail_msg("%s: %s", directory, test_said(test));
	assert_true(plan.entry_count >= 2);
}

static void test_every_board_plans_both_entries_without_a_collision(void **state)
{
	struct test *test = *state;
	glob_t found;

	assert_int_equal(glob(arena_printf(test->arena, "%s/boards/*/board.conf", test_top(test)),
	                      0, NULL, &found),
	                 0);
	assert_true(found.gl_pathc >= 4);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_board(test, found.gl_pathv[i]);
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_board_plans_both_entries_without_a_collision),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
