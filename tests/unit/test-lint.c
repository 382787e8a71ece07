/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lint-bench.h"

#include "dt/lint/lint.h"
#include "dt/tree/tree-build.h"

#include <string.h>

static void test_a_good_tree_breaks_no_rule_under_xen_and_alone(void **state)
{
	struct test *test = *state;
	struct bench bench;

	for (int alone = 0; alone < 2; alone++) {
		bench_prepare(test, &bench, alone);
		assert_int_equal(lint_tree(bench.tree, &bench.context, &test->diags), 0);
		assert_string_equal(test_said(test), "");
	}
}

static void test_a_good_domain_breaks_no_rule(void **state)
{
	struct test *test = *state;
	struct bench bench;

	bench_prepare(test, &bench, false);
	bench_add_domain(&bench);
	assert_int_equal(lint_tree(bench.tree, &bench.context, &test->diags), 0);
	assert_string_equal(test_said(test), "");
}

static const struct lint_rule *rule_of(const char *id)
{
	for (size_t t = 0; lint_tables[t]; t++)
		for (size_t i = 0; i < lint_tables[t]->count; i++)
			if (strcmp(lint_tables[t]->rules[i].id, id) == 0)
				return &lint_tables[t]->rules[i];
	return NULL;
}

static void test_every_mistake_is_found_by_its_rule_and_by_no_other(void **state)
{
	struct test *test = *state;
	struct bench bench;

	for (size_t i = 0; i < lint_case_count; i++) {
		bench_prepare(test, &bench, lint_cases[i].linux_alone);
		bench.context.least =
			rule_of(lint_cases[i].id)->severity == DIAG_NOTE ? DIAG_NOTE : DIAG_WARNING;
		lint_cases[i].mistake(&bench);
		int result = lint_tree(bench.tree, &bench.context, &test->diags);
		if (!test_said_id(test, lint_cases[i].id))
			fail_msg("%s did not fire; said: %s", lint_cases[i].id, test_said(test));
		for (size_t d = 0; d < test->diags.count && !lint_cases[i].also_others; d++)
			if (bench.context.least > DIAG_NOTE &&
			    strcmp(test->diags.list[d].id, lint_cases[i].id) != 0)
				fail_msg("%s: also said %s", lint_cases[i].id, test_said(test));
		assert_int_equal(result, rule_of(lint_cases[i].id)->severity >= DIAG_NO ? -1 : 0);
	}
}

static void test_every_rule_has_a_case(void **state)
{
	size_t rules = 0;
	(void)state;

	for (size_t t = 0; lint_tables[t]; t++)
		for (size_t i = 0; i < lint_tables[t]->count; i++, rules++) {
			bool found = false;
			for (size_t c = 0; c < lint_case_count; c++)
				found = found ||
				        !strcmp(lint_cases[c].id, lint_tables[t]->rules[i].id);
			if (!found)
				fail_msg("%s has no tree it fires on", lint_tables[t]->rules[i].id);
		}
	assert_int_equal(rules, lint_case_count);
}

static void test_prerequisites_name_rules_that_exist(void **state)
{
	struct test *test = *state;

	for (size_t t = 0; lint_tables[t]; t++)
		for (size_t i = 0; i < lint_tables[t]->count; i++) {
			const char *p = lint_tables[t]->rules[i].after;
			for (; p && *p; p += 5, p += strspn(p, " "))
				assert_non_null(rule_of(arena_strndup(test->arena, p, 5)));
		}
}

static void test_a_bare_tree_with_nothing_known_runs_only_the_rules_that_need_nothing(void **state)
{
	struct test *test = *state;
	struct lint_context context = { .least = DIAG_WARNING };
	struct dt_tree *tree = good_board_tree(test->arena);

	assert_int_equal(lint_tree(tree, &context, &test->diags), 0);
	assert_string_equal(test_said(test), "");
}

static void test_an_empty_tree_is_judged_without_a_crash(void **state)
{
	struct test *test = *state;
	struct lint_context context = { .what_for = LINT_XEN, .least = DIAG_NOTE };

	assert_int_equal(lint_tree(dt_tree_make(test->arena, "empty.dtb"), &context, &test->diags),
	                 -1);
	assert_true(test_said_id(test, "DT020"));
	assert_true(test_said_id(test, "DT030"));
	assert_true(test_said_id(test, "DT050"));
	assert_false(test_said_id(test, "DT051"));
}

static void test_a_message_names_node_property_found_and_expected(void **state)
{
	struct test *test = *state;
	struct bench bench;

	bench_prepare(test, &bench, false);
	bench_cells(&bench, UART, "interrupts", 3, 0, 0, 1);
	lint_tree(bench.tree, &bench.context, &test->diags);
	assert_string_equal(
		test_said(test),
		"good.dtb: /soc/serial@1c28000: interrupts: error DT045: the console's interrupt "
		"is SPI 0, on the sun7i-a20 it is SPI 1\n"
		"  hint: correct the number\n");
}

/* Trees that look like a mistake and are none. */
static void assert_silent(struct test *test, struct bench *bench)
{
	lint_tree(bench->tree, &bench->context, &test->diags);
	assert_string_equal(test_said(test), "");
	bench_prepare(test, bench, false);
}

static void test_what_only_looks_like_a_mistake_is_no_mistake(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	bench_text(&b, GIC, "compatible", "arm,cortex-a7-gic");
	assert_silent(test, &b);
	bench_cells(&b, "/timer", "clock-frequency", 1, 24000000);
	assert_silent(test, &b);
	bench_text(&b, XENARGS, "console=dtuart"); /* stdout-path is enough */
	assert_silent(test, &b);
	bench_text(&b, XENARGS, "dtuart=/soc/serial@1c28000");
	assert_silent(test, &b);
	bench_text(&b, XENARGS, "dtuart=serial0 dom0_mem=64M");
	assert_silent(test, &b);
	bench_text(&b, XENARGS, "dtuart=serial0 dom0_mem=128M,max:256M");
	assert_silent(test, &b);
	bench_text(&b, XENARGS, "dtuart=serial0 dom0_mem=798M");
	assert_silent(test, &b);
	bench_text(&b, KERNEL, "bootargs", "console=tty0 console=hvc0 rdinit=/init");
	assert_silent(test, &b);
	bench_text(&b, KERNEL, "bootargs", "console=hvc0 root=/dev/mmcblk0p2");
	assert_silent(test, &b);
	bench_cells(&b, KERNEL, "reg", 2, GOOD_KERNEL, 0x500010); /* slightly larger is fine */
	assert_silent(test, &b);
	bench_drop(&b, "/chosen", "#address-cells"); /* the root's are the same */
	assert_silent(test, &b);
	bench_drop(&b, UART, "status");
	assert_silent(test, &b);
}

static void test_an_init_behind_a_linked_directory_may_be_there(void **state)
{
	static const char *const merged[] = { "sbin@", "usr/sbin/init", NULL };
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	b.context.ramdisk = merged;
	bench_text(&b, KERNEL, "bootargs", "console=hvc0 rdinit=/sbin/init");
	assert_silent(test, &b);
	b.context.ramdisk = merged;
	bench_text(&b, KERNEL, "bootargs", "console=hvc0 rdinit=/sbinit");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_true(test_said_id(test, "DT07A"));
}

static void test_the_old_strings_of_xen_4_4_are_modules_too(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	dt_add_string(b.tree,
	              dt_set_string(b.tree, bench_at(&b, KERNEL), "compatible", "xen,linux-zimage"),
	              "xen,multiboot-module");
	dt_add_string(
		b.tree,
		dt_set_string(b.tree, bench_at(&b, RAMDISK), "compatible", "xen,linux-initrd"),
		"xen,multiboot-module");
	assert_silent(test, &b);
}

static void test_dom0_arguments_in_chosen_count_when_the_module_has_none(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	bench_drop(&b, KERNEL, "bootargs");
	bench_text(&b, "/chosen", "xen,dom0-bootargs", "console=ttyS0 rdinit=/init");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_true(test_said_id(test, "DT049"));
}

static void check_dom0_mem(struct test *test, const char *value, const char *said)
{
	struct bench b;

	bench_prepare(test, &b, false);
	bench_text(&b, XENARGS, arena_printf(test->arena, "dtuart=serial0 dom0_mem=%s", value));
	lint_tree(b.tree, &b.context, &test->diags);
	assert_non_null(strstr(test_said(test), said));
}

static void test_memory_of_dom0_that_panicked_in_real_runs_is_refused(void **state)
{
	check_dom0_mem(*state, "256", "has no unit and means KiB");
	check_dom0_mem(*state, "16M", "would crash in its first instructions");
	check_dom0_mem(*state, "96M", "below 128 MiB only powers of two");
	check_dom0_mem(*state, "896M", "is more than Xen can give of 1 GiB of RAM");
	check_dom0_mem(*state, "2G", "is more than Xen can give of 1 GiB of RAM");
	check_dom0_mem(*state, "lots", "is no size");
}

static void test_a_disabled_bus_disables_the_console_behind_it(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	bench_text(&b, "/soc", "status", "disabled");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_true(test_said_id(test, "DT042"));
	assert_true(test_said_id(test, "DT020"));
}

static void test_a_shared_console_interrupt_names_the_other_device(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	bench_cells(&b, "/soc/mmc@1c0f000", "interrupts", 3, 0, 1, 4);
	lint_tree(b.tree, &b.context, &test->diags);
	assert_non_null(strstr(test_said(test), "is also that of /soc/mmc@1c0f000"));
	bench_prepare(test, &b, false);
	bench_cells(&b, "/soc/mmc@1c0f000", "interrupts", 3, 0, 1, 4);
	bench_text(&b, "/soc/mmc@1c0f000", "status", "disabled");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_string_equal(test_said(test), "");
}

static void test_addresses_are_read_through_a_bus_with_ranges(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	bench_cells(&b, "/soc", "ranges", 3, 0, 0x1c00000, 0x100000);
	bench_cells(&b, GIC, "reg", 8, 0x81000, 0x1000, 0x82000, 0x2000, 0x84000, 0x2000, 0x86000,
	            0x2000);
	bench_cells(&b, UART, "reg", 2, 0x28000, 0x400);
	assert_silent(test, &b);
}

static void test_an_allowed_rule_is_a_note_and_lets_the_tree_pass(void **state)
{
	static const char *const allowed[] = { "DT042", NULL };
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	test->diags.allowed = allowed;
	bench_text(&b, UART, "status", "disabled");
	assert_int_equal(lint_tree(b.tree, &b.context, &test->diags), 0);
	assert_true(test_said_id(test, "DT042"));
}

static void
test_a_tree_for_another_soc_is_told_once_and_not_corrected_number_by_number(void **state)
{
	struct test *test = *state;
	struct bench b;

	bench_prepare(test, &b, false);
	b.context.soc = "exynos5250";
	b.context.compatible = "insignal,arndale";
	assert_int_equal(lint_tree(b.tree, &b.context, &test->diags), -1);
	assert_int_equal(test->diags.count, 1);
	assert_string_equal(test->diags.list[0].id, "DT010");
	assert_non_null(strstr(test_said(test), " has the SoC exynos5250: nothing is compared"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_good_tree_breaks_no_rule_under_xen_and_alone),
		TEST(test_a_good_domain_breaks_no_rule),
		TEST(test_every_mistake_is_found_by_its_rule_and_by_no_other),
		TEST(test_every_rule_has_a_case),
		TEST(test_prerequisites_name_rules_that_exist),
		TEST(test_a_bare_tree_with_nothing_known_runs_only_the_rules_that_need_nothing),
		TEST(test_an_empty_tree_is_judged_without_a_crash),
		TEST(test_a_message_names_node_property_found_and_expected),
		TEST(test_what_only_looks_like_a_mistake_is_no_mistake),
		TEST(test_an_init_behind_a_linked_directory_may_be_there),
		TEST(test_the_old_strings_of_xen_4_4_are_modules_too),
		TEST(test_dom0_arguments_in_chosen_count_when_the_module_has_none),
		TEST(test_memory_of_dom0_that_panicked_in_real_runs_is_refused),
		TEST(test_a_disabled_bus_disables_the_console_behind_it),
		TEST(test_a_shared_console_interrupt_names_the_other_device),
		TEST(test_addresses_are_read_through_a_bus_with_ranges),
		TEST(test_an_allowed_rule_is_a_note_and_lets_the_tree_pass),
		TEST(test_a_tree_for_another_soc_is_told_once_and_not_corrected_number_by_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
