/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "dt/tree/fdt-overlay.h"
#include "dt/tree/fdt.h"
#include "dt/tree/tree-build.h"

#include <string.h>

/* /{ compatible = "b", "s"; soc { pio: pinctrl@10 {…}; serial@20 { pinctrl-0 = <&pio>; } } } */
static struct dt_tree *small_tree(struct test *test)
{
	struct dt_tree *tree = dt_tree_make(test->arena, "small");
	struct dt_property *compatible = dt_set_string(tree, tree->root, "compatible", "b");
	dt_add_string(tree, compatible, "s");
	struct dt_node *soc = dt_add_node(tree, tree->root, "soc");
	struct dt_node *pio = dt_add_node(tree, soc, "pinctrl@10");
	dt_add_label(tree, pio, "pio");
	struct dt_node *serial = dt_add_node(tree, soc, "serial@20");
	dt_set_reference(tree, serial, "pinctrl-0", pio);
	dt_set_string(tree, serial, "status", "disabled");
	struct dt_node *aliases = dt_add_node(tree, tree->root, "aliases");
	dt_add_path(tree, dt_set_flag(tree, aliases, "serial0"), serial);
	return tree;
}

static void test_a_node_is_found_by_path_label_alias_and_compatible(void **state)
{
	struct dt_tree *tree = small_tree(*state);
	struct dt_node *serial = dt_find(tree, "/soc/serial@20");
	assert_non_null(serial);
	assert_ptr_equal(dt_find(tree, "/soc/serial"), serial);
	assert_ptr_equal(dt_find(tree, "serial0"), serial);
	assert_string_equal(dt_find_label(tree, "pio")->name, "pinctrl@10");
	assert_ptr_equal(dt_find_compatible(tree, NULL, "s"), tree->root);
	assert_null(dt_find(tree, "/soc/spi@30"));
	assert_null(dt_find_compatible(tree, tree->root, "s"));
}

static void test_a_tree_survives_the_way_through_a_blob(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = small_tree(test), *again;
	struct bytes blob = fdt_write(tree, FDT_SYMBOLS, 0);
	assert_int_equal(fdt_read(test->arena, blob, &again, &test->diags), 0);
	struct dt_node *serial = dt_find(again, "serial0");
	assert_non_null(serial);
	assert_ptr_equal(dt_find_phandle(again, dt_cell(again, serial, "pinctrl-0", 0, 0)),
	                 dt_find_label(again, "pio"));
	assert_string_equal(dt_string(again, again->root, "compatible", 1), "s");
	assert_false(dt_is_enabled(again, serial));
	struct bytes second = fdt_write(again, FDT_SYMBOLS, 0);
	assert_true(bytes_equal(blob, second));
}

static void test_room_for_a_loader_lies_inside_the_total_size(void **state)
{
	struct dt_tree *tree = small_tree(*state);
	struct bytes tight = fdt_write(tree, FDT_NO_SYMBOLS, 0);
	struct bytes roomy = fdt_write(tree, FDT_NO_SYMBOLS, 4096);
	assert_int_equal(roomy.len, tight.len + 4096);
	assert_int_equal(be32_at(roomy, 4), roomy.len);
}

static void test_a_blob_cut_anywhere_is_refused(void **state)
{
	struct test *test = *state;
	struct bytes blob = fdt_write(small_tree(test), FDT_SYMBOLS, 0);
	struct dt_tree *again;
	for (size_t len = 0; len < blob.len; len++) {
		struct bytes cut = bytes_of(blob.p, len, "cut");
		assert_int_equal(fdt_read(test->arena, cut, &again, &test->diags), -1);
	}
	assert_int_equal(test->diags.counts[DIAG_ERROR], blob.len);
}

static void test_a_copy_refers_to_its_own_nodes(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = small_tree(test);
	struct dt_tree *copy = dt_tree_copy(test->arena, tree);
	struct dt_property *group = dt_property(dt_find(copy, "/soc/serial"), "pinctrl-0");
	assert_ptr_equal(group->pieces[0].node, dt_find_label(copy, "pio"));
	assert_ptr_not_equal(group->pieces[0].node, dt_find_label(tree, "pio"));
	dt_set_string(copy, dt_find(copy, "serial0"), "status", "okay");
	assert_false(dt_is_enabled(tree, dt_find(tree, "serial0")));
}

static void test_an_overlay_of_what_rules_wrote_gives_the_tree_again(void **state)
{
	struct test *test = *state;
	struct dt_tree *base, *tree, *merged;
	struct bytes base_blob = fdt_write(small_tree(test), FDT_SYMBOLS, 0), out;
	assert_int_equal(fdt_read(test->arena, base_blob, &base, &test->diags), 0);
	tree = dt_tree_copy(test->arena, base);
	struct dt_node *serial = dt_find(tree, "serial0");
	dt_set_string(tree, serial, "status", "okay")->origin.rule = "uart";
	struct dt_node *group = dt_add_node(tree, dt_find_label(tree, "pio"), "uart-pins");
	group->origin.rule = "uart.pins";
	dt_set_string(tree, group, "function", "uart0")->origin.rule = "uart.pins";
	dt_set_reference(tree, serial, "pinctrl-0", group)->origin.rule = "uart.pins";
	for (int by_label = 0; by_label < 2; by_label++) {
		struct dt_tree *overlay = fdt_overlay(test->arena, tree, by_label);
		struct bytes part = fdt_write(overlay, FDT_SYMBOLS, 0);
		assert_int_equal(
			fdt_apply_overlay(test->arena, base_blob, part, &out, &test->diags), 0);
		assert_int_equal(fdt_read(test->arena, out, &merged, &test->diags), 0);
		struct dt_node *there = dt_find(merged, "serial0");
		assert_true(dt_is_enabled(merged, there));
		struct dt_node *to =
			dt_find_phandle(merged, dt_cell(merged, there, "pinctrl-0", 0, 0));
		assert_string_equal(to->name, "uart-pins");
		assert_string_equal(dt_string(merged, to, "function", 0), "uart0");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_node_is_found_by_path_label_alias_and_compatible),
		TEST(test_a_tree_survives_the_way_through_a_blob),
		TEST(test_room_for_a_loader_lies_inside_the_total_size),
		TEST(test_a_blob_cut_anywhere_is_refused),
		TEST(test_a_copy_refers_to_its_own_nodes),
		TEST(test_an_overlay_of_what_rules_wrote_gives_the_tree_again),
	};
	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
