/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "dt/tree/fdt.h"
#include "fex2dts/base/base-skeleton.h"
#include "fex2dts/base/base.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/hardware/hardware-from-fex.h"
#include "fex2dts/map/map-table.h"

#include <string.h>

static struct places shipped(struct test *test)
{
	const char *top = test_top(test);
	return places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
}

static struct dt_tree *skeleton(struct test *test, const char *name, struct soc *soc)
{
	struct places places = shipped(test);
	struct dt_tree *tree;
	assert_int_equal(soc_read(test->arena, &places, name, soc, &test->diags), 0);
	assert_int_equal(base_skeleton(test->arena, &places, soc, &tree, &test->diags), 0);
	return tree;
}

static void test_a_skeleton_has_what_xen_asks_for(void **state)
{
	static const char *const socs[] = { "a20", "a31", "a31s", "h3" };
	static const unsigned cpus[] = { 2, 4, 4, 4 };
	for (size_t i = 0; i < 4; i++) {
		struct soc soc;
		struct dt_tree *tree = skeleton(*state, socs[i], &soc);
		struct dt_node *gic = dt_find_label(tree, "gic");
		assert_int_equal(dt_cell_count(tree, gic, "reg"), 8);
		assert_int_equal(dt_cell(tree, gic, "interrupts", 1, 0), 9);
		assert_int_equal(dt_cell_count(tree, dt_find(tree, "/timer"), "interrupts"), 12);
		assert_string_equal(dt_string(tree, dt_find(tree, "/psci"), "method", 0), "smc");
		assert_int_equal(dt_find(tree, "/cpus")->child_count, cpus[i]);
		assert_int_equal(dt_cell(tree, dt_find_label(tree, "uart0"), "reg-shift", 0, 0), 2);
	}
}

static void test_a_soc_without_a_skeleton_needs_a_base(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct soc soc;
	struct dt_tree *tree;
	assert_int_equal(soc_read(test->arena, &places, "a10", &soc, &test->diags), 0);
	assert_int_equal(base_skeleton(test->arena, &places, &soc, &tree, &test->diags), -1);
	assert_string_equal(
		test_said(test),
		"error FX311: no built-in base for the sun4i-a10; expected one of A20, A31, "
		"A31s, H3\n"
		"  hint: name a kernel's tree of any board with this SoC: --base FILE.dtb\n");
}

/* A board on a skeleton, written and read back as a kernel package's tree would be. */
static struct dt_tree *board_tree(struct test *test, const char *text, struct soc *soc)
{
	static const struct map_options none = { 0 };
	struct places places = shipped(test);
	struct map_tables tables;
	struct fex fex;
	struct dt_tree *tree = skeleton(test, "a20", soc);
	assert_int_equal(map_tables_read(test->arena, &places, &tables, &test->diags), 0);
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT,
	                          &fex, &test->diags),
	                 0);
	struct hardware hardware = hardware_from_fex(test->arena, &fex);
	map_board(map_make(test->arena, &hardware, soc, tree, &tables, &none, &test->diags));
	struct bytes blob = fdt_write(tree, FDT_NO_SYMBOLS, 0);
	assert_int_equal(fdt_read(test->arena, blob, &tree, &test->diags), 0);
	return tree;
}

static void test_stripping_takes_a_boards_decisions_and_leaves_the_soc(void **state)
{
	struct test *test = *state;
	struct soc soc;
	struct dt_tree *tree =
		board_tree(test,
	                   "[mmc0_para]\nsdc_used = 1\nsdc_cmd = port:PF03<2><1><2><default>\n"
	                   "sdc_det = port:PH01<0><1><default><default>\n"
	                   "[uart_para]\nuart_debug_tx = port:PB22<2><1><default><default>\n"
	                   "uart_debug_rx = port:PB23<2><1><default><default>\n"
	                   "[pmu_para]\npmu_used = 1\npmu_twi_addr = 52\n"
	                   "[sata_para]\nsata_used = 1\nsata_power_en = port:PB08<1><0><0><0>\n",
	                   &soc);
	assert_non_null(dt_find(tree, "serial0"));
	assert_non_null(dt_find(tree, "/vcc3v3"));
	assert_int_equal(base_strip(tree, &soc, &test->diags), 0);
	struct dt_node *card = dt_find_label(tree, "mmc0");
	assert_non_null(card);
	assert_false(dt_is_enabled(tree, card));
	assert_false(dt_has(card, "cd-gpios") || dt_has(card, "bus-width") ||
	             dt_has(card, "vmmc-supply"));
	assert_int_equal(dt_find_label(tree, "i2c0")->child_count, 0);
	assert_null(dt_find(tree, "/vcc3v3"));
	assert_null(dt_find(tree, "serial0"));
	assert_non_null(dt_find(tree, "/timer"));
}

static void test_a_base_of_another_soc_is_refused(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct soc a20, h3;
	struct dt_tree *tree = skeleton(test, "a20", &a20);
	assert_int_equal(soc_read(test->arena, &places, "h3", &h3, &test->diags), 0);
	assert_int_equal(base_strip(tree, &h3, &test->diags), -1);
	assert_true(test_said_id(test, "FX310"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_skeleton_has_what_xen_asks_for),
		TEST(test_a_soc_without_a_skeleton_needs_a_base),
		TEST(test_stripping_takes_a_boards_decisions_and_leaves_the_soc),
		TEST(test_a_base_of_another_soc_is_refused),
	};
	return cmocka_run_group_tests_name("fex-base", tests, NULL, NULL);
}
