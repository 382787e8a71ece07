/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "dt/soc/soc-outline.h"
#include "dt/tree/dts.h"
#include "dt/tree/fdt.h"
#include "dt/tree/tree-build.h"

#include <string.h>

/* A base with a labelled serial port and pin controller, as if read from a blob. */
static struct dt_tree *base(struct test *test)
{
	struct dt_tree *tree = dt_tree_make(test->arena, "base");
	struct dt_node *soc = dt_add_node(tree, tree->root, "soc");
	struct dt_node *uart = dt_add_node(tree, soc, "serial@1c28000");
	struct dt_node *pio = dt_add_node(tree, soc, "pinctrl@1c20800");
	const uint32_t reg[] = { 0x1c28000, 0x400 };
	dt_add_label(tree, uart, "uart0");
	dt_add_label(tree, pio, "pio");
	dt_set_cells(tree, uart, "reg", reg, 2);
	dt_set_string(tree, uart, "status", "disabled");
	return tree;
}

static struct dt_origin rule(struct test *test, const char *entry)
{
	struct dt_source *source = arena_new(test->arena, struct dt_source);
	*source = (struct dt_source){ nowhere(), entry };
	return (struct dt_origin){ .rule = "test", .sources = source, .source_count = 1 };
}

static void set_okay(struct test *test, struct dt_tree *tree)
{
	struct dt_node *uart = dt_find_label(tree, "uart0");
	dt_set_string(tree, uart, "status", "okay")->origin =
		rule(test, "[uart_para0] uart_used = 1");
}

static void add_led(struct test *test, struct dt_tree *tree)
{
	struct dt_node *leds = dt_add_node(tree, tree->root, "leds");
	struct dt_property *gpios = dt_set_flag(tree, leds, "gpios");
	leds->origin = rule(test, "[leds_para] leds_pin_1 = port:PH20<1><default><default><0>");
	gpios->origin = leds->origin;
	dt_add_reference(tree, gpios, dt_find_label(tree, "pio"));
	dt_add_cell(tree, gpios, 7, NULL);
	dt_add_cell(tree, gpios, 20, NULL);
	dt_add_cell(tree, gpios, 1, "GPIO_ACTIVE_LOW");
	dt_set_string(tree, leds, "compatible", "gpio-leds")->origin = leds->origin;
}

static const char *write(struct test *test, struct dt_tree *tree, enum dts_style style,
                         bool comments)
{
	const struct dts_options options = { .style = style,
		                             .dtsi = "sun7i-a20.dtsi",
		                             .title = "From a.fex",
		                             .comments = comments };
	struct bytes out = dts_write(test->arena, tree, &options);
	return arena_strndup(test->arena, (const char *)out.p, out.len);
}

static void test_board_style_prints_only_what_rules_wrote(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = base(test);
	set_okay(test, tree);
	add_led(test, tree);
	assert_string_equal(write(test, tree, DTS_BOARD, true),
	                    "// SPDX-License-Identifier: (GPL-2.0+ OR MIT)\n"
	                    "/* From a.fex */\n\n"
	                    "/dts-v1/;\n"
	                    "#include \"sun7i-a20.dtsi\"\n\n"
	                    "#include <dt-bindings/gpio/gpio.h>\n\n"
	                    "/ {\n"
	                    "\t/* [leds_para] leds_pin_1 = PH20 */\n"
	                    "\tleds {\n"
	                    "\t\tcompatible = \"gpio-leds\";\n"
	                    "\t\tgpios = <&pio 7 20 GPIO_ACTIVE_LOW>;\n"
	                    "\t};\n"
	                    "};\n\n"
	                    "&uart0 {\n"
	                    "\tstatus = \"okay\"; /* [uart_para0] uart_used = 1 */\n"
	                    "};\n");
}

static void test_an_overlay_has_numbers_and_no_includes(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = base(test);
	set_okay(test, tree);
	add_led(test, tree);
	assert_string_equal(write(test, tree, DTS_OVERLAY, false),
	                    "/* From a.fex */\n\n"
	                    "/dts-v1/;\n/plugin/;\n\n"
	                    "&{/} {\n"
	                    "\tleds {\n"
	                    "\t\tcompatible = \"gpio-leds\";\n"
	                    "\t\tgpios = <&pio 7 20 1>;\n"
	                    "\t};\n"
	                    "};\n\n"
	                    "&uart0 {\n"
	                    "\tstatus = \"okay\";\n"
	                    "};\n");
}

static void test_standalone_prints_the_whole_tree(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = base(test);
	set_okay(test, tree);
	assert_string_equal(write(test, tree, DTS_STANDALONE, true),
	                    "/* From a.fex */\n\n"
	                    "/dts-v1/;\n\n"
	                    "/ {\n"
	                    "\tsoc {\n"
	                    "\t\tuart0: serial@1c28000 {\n"
	                    "\t\t\treg = <0x1c28000 0x400>;\n"
	                    "\t\t\tstatus = \"okay\"; /* [uart_para0] uart_used = 1 */\n"
	                    "\t\t};\n\n"
	                    "\t\tpio: pinctrl@1c20800 {\n"
	                    "\t\t};\n"
	                    "\t};\n"
	                    "};\n");
}

static void test_blocks_come_in_alphabetical_order_of_their_labels(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = base(test);
	set_okay(test, tree);
	dt_set_flag(tree, dt_find_label(tree, "pio"), "vcc-supply")->origin = rule(test, "[x]");
	const char *text = write(test, tree, DTS_BOARD, false);
	assert_true(strstr(text, "&pio {") < strstr(text, "&uart0 {"));
}

static void test_values_of_a_blob_are_printed_as_what_they_look_like(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = dt_tree_make(test->arena, "blob");
	dt_set_bytes(tree, tree->root, "strings", "a\0bc", 5);
	dt_set_bytes(tree, tree->root, "cells", "\0\0\0\1\0\0\0\xff", 8);
	dt_set_bytes(tree, tree->root, "bytes", "\1\2\3", 3);
	dt_set_bytes(tree, tree->root, "quoted", "\"\\", 3);
	dt_set_flag(tree, tree->root, "flag");
	assert_non_null(strstr(write(test, tree, DTS_STANDALONE, false),
	                       "\tstrings = \"a\", \"bc\";\n"
	                       "\tcells = <0x1 0xff>;\n"
	                       "\tbytes = [01 02 03];\n"
	                       "\tquoted = \"\\\"\\\\\";\n"
	                       "\tflag;\n"));
}

static void test_a_long_list_is_broken_at_80_columns(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = dt_tree_make(test->arena, "long");
	struct dt_property *pins = dt_set_flag(tree, tree->root, "pins");
	for (int i = 0; i < 12; i++)
		dt_add_string(tree, pins, arena_printf(test->arena, "PA%d", i));
	assert_non_null(strstr(
		write(test, tree, DTS_STANDALONE, false),
		"\tpins = \"PA0\", \"PA1\", \"PA2\", \"PA3\", \"PA4\", \"PA5\", \"PA6\", \"PA7\", \"PA8\",\n"
		"\t       \"PA9\", \"PA10\", \"PA11\";\n"));
}

static void test_key_codes_and_triggers_are_macros_in_board_style_only(void **state)
{
	struct test *test = *state;
	const uint32_t interrupts[] = { 0, 32, 8 };
	struct dt_tree *tree = base(test);
	struct dt_node *root = tree->root;
	dt_set_cell(tree, root, "linux,code", 115)->origin = rule(test, "[a]");
	dt_set_cell(tree, root, "linux,other", 115)->origin = rule(test, "[a]");
	dt_set_cells(tree, root, "interrupts", interrupts, 3)->origin = rule(test, "[a]");
	assert_non_null(strstr(write(test, tree, DTS_BOARD, false),
	                       "#include <dt-bindings/input/input.h>\n"
	                       "#include <dt-bindings/interrupt-controller/irq.h>\n\n"
	                       "/ {\n"
	                       "\tlinux,code = <KEY_VOLUMEUP>;\n"
	                       "\tlinux,other = <115>;\n"
	                       "\tinterrupts = <0 32 IRQ_TYPE_LEVEL_LOW>;\n"));
	assert_non_null(strstr(write(test, tree, DTS_OVERLAY, false), "interrupts = <0 32 8>;"));
}

#define INCLUDE_ROWS                                                                               \
	"node\tlabel\tproperty\tvalue\n\t\tcompatible\t\"chip\"\n"                                 \
	"regulators\nregulators/a\treg_a\nregulators/a\t\tregulator-name\t\"a\"\nregulators/a\t\tstatus\t\"disabled\"\n"

static struct dt_tree *with_chip(struct test *test, const char *name)
{
	struct dt_tree *tree = base(test);
	struct dt_node *chip = dt_add_node(tree, dt_find_label(tree, "uart0"), "pmic@34");
	struct dt_node *regulators = dt_add_node(tree, chip, "regulators");
	struct dt_node *a = dt_add_node(tree, regulators, "a");
	chip->origin = regulators->origin = a->origin = rule(test, NULL);
	dt_add_label(tree, chip, "chip");
	dt_add_label(tree, a, "reg_a");
	dt_set_string(tree, chip, "compatible", "chip")->origin = chip->origin;
	dt_set_string(tree, a, "regulator-name", name)->origin = chip->origin;
	return tree;
}

static const char *write_including(struct test *test, struct dt_tree *tree, const char *rows)
{
	struct dts_include include = { "chip.dtsi", "chip", "chip", "", { 0 } };
	const struct dts_includes includes = { &include, 1 };
	const struct dts_options options = { .style = DTS_BOARD,
		                             .dtsi = "sun7i-a20.dtsi",
		                             .includes = &includes };
	assert_int_equal(table_parse(test->arena, bytes_of_string(rows, "chip.tsv"), &include.rows,
	                             &test->diags),
	                 0);
	struct bytes out = dts_write(test->arena, tree, &options);
	return arena_strndup(test->arena, (const char *)out.p, out.len);
}

static void test_what_an_included_file_says_is_not_said_again(void **state)
{
	struct test *test = *state;
	assert_non_null(
		strstr(write_including(test, with_chip(test, "vdd"), INCLUDE_ROWS),
	               "&uart0 {\n\tchip: pmic@34 {\n\t};\n};\n\n"
	               "#include \"chip.dtsi\"\n\n"
	               "&reg_a {\n\tregulator-name = \"vdd\";\n\tstatus = \"okay\";\n};\n"));
}

static void test_a_file_that_says_more_than_the_board_is_not_included(void **state)
{
	struct test *test = *state;
	assert_null(strstr(write_including(test, with_chip(test, "a"),
	                                   INCLUDE_ROWS "regulators/a\t\tregulator-always-on\n"),
	                   "chip.dtsi"));
	assert_null(strstr(
		write_including(test, with_chip(test, "a"), INCLUDE_ROWS "regulators/b\treg_b\n"),
		"chip.dtsi"));
}

static void test_an_entry_cannot_end_its_comment(void **state)
{
	struct test *test = *state;
	struct dt_tree *tree = base(test);
	dt_set_flag(tree, tree->root, "x")->origin = rule(test, "[a] k = \"*/ evil /*\"");
	assert_non_null(strstr(write(test, tree, DTS_BOARD, true), "/* [a] k = \"+/ evil +*\" */"));
}

static void test_the_outline_of_a_soc_has_mainlines_labels(void **state)
{
	struct test *test = *state;
	const char *top = test_top(test);
	struct places places =
		places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
	const char *const *names;
	size_t count;
	assert_int_equal(soc_list(test->arena, &places, &names, &count, &test->diags), 0);
	for (size_t i = 0; i < count; i++) {
		struct dt_tree *tree;
		struct soc soc;
		assert_int_equal(soc_read(test->arena, &places, names[i], &soc, &test->diags), 0);
		assert_int_equal(soc_outline(test->arena, &places, &soc, &tree, &test->diags), 0);
		assert_string_equal(dt_string(tree, dt_find_label(tree, "uart0"), "status", 0),
		                    "disabled");
		for (size_t k = 0; k < soc.group_count; k++)
			assert_non_null(dt_find_label(tree, soc.groups[k].label));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_board_style_prints_only_what_rules_wrote),
		TEST(test_an_overlay_has_numbers_and_no_includes),
		TEST(test_standalone_prints_the_whole_tree),
		TEST(test_blocks_come_in_alphabetical_order_of_their_labels),
		TEST(test_values_of_a_blob_are_printed_as_what_they_look_like),
		TEST(test_a_long_list_is_broken_at_80_columns),
		TEST(test_key_codes_and_triggers_are_macros_in_board_style_only),
		TEST(test_what_an_included_file_says_is_not_said_again),
		TEST(test_a_file_that_says_more_than_the_board_is_not_included),
		TEST(test_an_entry_cannot_end_its_comment),
		TEST(test_the_outline_of_a_soc_has_mainlines_labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
