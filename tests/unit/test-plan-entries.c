/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan-bench.h"

#include "dt/tree/fdt.h"
#include "dt/tree/tree-build.h"

#include <string.h>

/* ---- bad plans: entries and their parts ---- */

static void test_a_part_that_does_not_exist_is_refused_by_name(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].ramdisk = "initrd";
	plan_bench_refused(
		&b, "IM400",
		"entry xen: its ramdisk is the component \"initrd\", which does not exist");
}

static void test_all_missing_parts_are_named(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.part_count = 0;
	b.board.entry_count = 1;
	assert_int_equal(plan_bench_make(&b), -1);
	assert_non_null(strstr(test_said(*state), "its hypervisor is"));
	assert_non_null(strstr(test_said(*state), "its kernel is"));
	assert_non_null(strstr(test_said(*state), "its ramdisk is"));
	assert_non_null(strstr(test_said(*state), "its device tree is"));
}

static void test_an_empty_part_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[2].data.len = 0;
	plan_bench_refused(&b, "IM418", "the ramdisk ramdisk is empty");
}

static void test_an_elf_kernel_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[1].payload.kind = &elf_kind;
	plan_bench_refused(&b, "IM300", "kernel");
}

static void test_a_kernel_as_device_tree_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].dtb = "kernel";
	plan_bench_refused(&b, "IM300", "device tree");
}

static void test_a_uimage_around_something_else_is_refused(void **state)
{
	static struct payload inner;
	struct bench b;

	plan_bench_prepare(*state, &b);
	inner = (struct payload){ .kind = &elf_kind, .arch = "arm" };
	b.parts[1].payload.kind = &uimage_kind;
	b.parts[1].payload.inner = &inner;
	plan_bench_refused(&b, "IM300", "kernel");
}

static void test_a_uimage_that_loads_to_address_0_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[0].payload.kind = &uimage_kind;
	b.parts[0].payload.load = 0;
	plan_bench_refused(&b, "IM402", "Xen at 0x0-0x1fffff lies outside the RAM");
}

static void test_a_hypervisor_for_another_architecture_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[0].payload.arch = "arm64";
	plan_bench_refused(&b, "IM301", "arm64");
}

static void test_an_entry_without_kernel_or_tree_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[1].kernel = NULL;
	plan_bench_refused(&b, "IM410", "entry linux has no kernel");
	plan_bench_prepare(*state, &b);
	b.entries[1].dtb = NULL;
	plan_bench_refused(&b, "IM410", "entry linux has no device tree");
}

static void test_a_board_with_nothing_to_boot_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.entry_count = 0;
	plan_bench_refused(&b, "IM412", "the board has nothing to boot");
}

static void test_an_unknown_default_entry_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.default_entry = "windows";
	plan_bench_refused(&b, "IM411",
	                   "the board has no entry \"windows\"\n  hint: one of xen, linux");
}

static void test_xen_behind_a_loader_without_hyp_mode_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.loader.hyp = false;
	plan_bench_refused(&b, "IM409", "the loader does not enter HYP mode");
}

static void refused_id(struct test *test, const char *id)
{
	struct bench b;

	plan_bench_prepare(test, &b);
	b.entries[0].id = id;
	plan_bench_refused(&b, "IM417", "cannot be an entry's name");
}

static void test_an_entry_whose_name_the_script_cannot_hold_is_refused(void **state)
{
	refused_id(*state, "Xen 4.17");
	refused_id(*state, "xen;reset");
	refused_id(*state, "bootcmd");
	refused_id(*state, "");
	refused_id(*state, "a-name-that-is-longer-than-thirty-two");
}

/* ---- bad plans: arguments ---- */

static void test_a_console_among_the_kernels_arguments_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[1].kernel_args = "quiet console=ttyS1,9600";
	plan_bench_refused(&b, "IM408",
	                   "the arguments set console=ttyS1,9600, which the plan derives");
}

static void test_dtuart_or_dom0_mem_among_xens_arguments_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].hypervisor_args = "dtuart=serial1 dom0_mem=1G";
	assert_int_equal(plan_bench_make(&b), -1);
	assert_non_null(strstr(test_said(*state), "set dtuart=serial1"));
	assert_non_null(strstr(test_said(*state), "set dom0_mem=1G"));
	assert_non_null(strstr(test_said(*state), "made from the entry's dom0-memory"));
}

static void test_arguments_that_only_contain_the_word_are_taken(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[1].kernel_args = "earlyconsole=1 xconsole=2 rdinit=/init";
	plan_bench_made(&b);
}

static void test_a_curly_quote_in_the_arguments_is_refused_with_its_byte(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[1].kernel_args = "root=\xe2\x80\x9c/dev/mmcblk0p2";
	plan_bench_refused(&b, "IM414", "byte 0xe2 in the arguments");
}

static void test_a_newline_in_the_arguments_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].hypervisor_args = "loglvl=all\nguest_loglvl=all";
	plan_bench_refused(&b, "IM414", "byte 0x0a in the arguments");
}

static void test_arguments_longer_than_the_kernel_keeps_are_refused(void **state)
{
	struct bench b;
	char *args = arena_alloc(((struct test *)*state)->arena, 1100);

	plan_bench_prepare(*state, &b);
	memset(args, 'a', 1099);
	b.entries[1].kernel_args = args;
	plan_bench_refused(&b, "IM414", "at most 1023 are kept");
}

/* ---- bad plans: the tree ---- */

static void test_a_tree_of_another_board_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.compatible = "mele,m9";
	plan_bench_refused(&b, "DT010",
	                   "the tree is for cubietech,cubieboard2, the board is mele,m9");
}

static void test_a_tree_with_a_disabled_console_is_refused_and_both_files_are_named(void **state)
{
	struct bench b;
	struct dt_tree *tree;

	plan_bench_prepare(*state, &b);
	tree = good_board_tree(b.test->arena);
	dt_set_string(tree, dt_find(tree, "serial0"), "status", "disabled");
	plan_bench_tree(&b, tree);
	plan_bench_refused(&b, "DT042",
	                   "xen.dtb (from bad.dtb): /soc/serial@1c28000: status: error DT042");
}

static void test_a_console_alias_that_the_tree_lacks_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.console.device = "serial2";
	plan_bench_refused(&b, "DT040",
	                   "dtuart=serial2 is neither an alias nor a node of the tree");
}

static void test_a_truncated_tree_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[3].data.len = 400;
	plan_bench_refused(&b, "DT001", "good.dtb");
}

static void test_a_reserved_range_over_a_module_is_a_warning(void **state)
{
	struct bench b;
	struct dt_tree *tree;

	plan_bench_prepare(*state, &b);
	tree = good_board_tree(b.test->arena);
	tree->reservations = arena_new(tree->arena, struct dt_reservation);
	tree->reservations[0] = (struct dt_reservation){ 0x41200000, 4096 };
	tree->reservation_count = 1;
	plan_bench_tree(&b, tree);
	assert_int_equal(plan_bench_make(&b), 0);
	assert_true(test_said_id(*state, "DT005"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_part_that_does_not_exist_is_refused_by_name),
		TEST(test_all_missing_parts_are_named),
		TEST(test_an_empty_part_is_refused),
		TEST(test_an_elf_kernel_is_refused),
		TEST(test_a_kernel_as_device_tree_is_refused),
		TEST(test_a_uimage_around_something_else_is_refused),
		TEST(test_a_uimage_that_loads_to_address_0_is_refused),
		TEST(test_a_hypervisor_for_another_architecture_is_refused),
		TEST(test_an_entry_without_kernel_or_tree_is_refused),
		TEST(test_a_board_with_nothing_to_boot_is_refused),
		TEST(test_an_unknown_default_entry_is_refused),
		TEST(test_xen_behind_a_loader_without_hyp_mode_is_refused),
		TEST(test_an_entry_whose_name_the_script_cannot_hold_is_refused),
		TEST(test_a_console_among_the_kernels_arguments_is_refused),
		TEST(test_dtuart_or_dom0_mem_among_xens_arguments_is_refused),
		TEST(test_arguments_that_only_contain_the_word_are_taken),
		TEST(test_a_curly_quote_in_the_arguments_is_refused_with_its_byte),
		TEST(test_a_newline_in_the_arguments_is_refused),
		TEST(test_arguments_longer_than_the_kernel_keeps_are_refused),
		TEST(test_a_tree_of_another_board_is_refused),
		TEST(test_a_tree_with_a_disabled_console_is_refused_and_both_files_are_named),
		TEST(test_a_console_alias_that_the_tree_lacks_is_refused),
		TEST(test_a_truncated_tree_is_refused),
		TEST(test_a_reserved_range_over_a_module_is_a_warning),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
