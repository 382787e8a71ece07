/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan-bench.h"

#include "imager/boot/boot-files.h"
#include "imager/boot/boot-table.h"
#include "imager/format/uimage.h"

#include "dt/tree/fdt.h"
#include "dt/tree/tree-build.h"
#include "lib/digest.h"

#include <string.h>

static const struct fs_file *boot(struct bench *bench, const char *path)
{
	const struct fs_file *files;

	plan_bench_made(bench);
	struct parts parts = plan_bench_parts(bench);
	assert_int_equal(boot_files(bench->test->arena, &bench->plan, &parts, 1700000000, &files,
	                            &bench->test->diags),
	                 0);
	for (size_t i = 0; i < bench->plan.file_count; i++)
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	fail_msg("no file %s", path);
	return NULL;
}

static struct dt_tree *read_tree(struct bench *bench, const char *path)
{
	struct dt_tree *tree;

	assert_int_equal(fdt_read(bench->test->arena, boot(bench, path)->content, &tree,
	                          &bench->test->diags),
	                 0);
	return tree;
}

static void test_xens_tree_holds_arguments_and_exact_modules(void **state)
{
	struct bench b;
	struct dt_tree *tree;
	struct dt_node *chosen, *kernel;

	plan_bench_prepare(*state, &b);
	tree = read_tree(&b, "/xen.dtb");
	chosen = dt_find(tree, "/chosen");
	kernel = dt_find(tree, "/chosen/module@41200000");
	assert_int_equal(dt_cell(tree, chosen, "#address-cells", 0, 0), 1);
	assert_int_equal(dt_cell(tree, chosen, "#size-cells", 0, 0), 1);
	assert_string_equal(dt_string(tree, chosen, "xen,xen-bootargs", 0),
	                    "console=dtuart dtuart=serial0 dom0_mem=256M loglvl=all");
	assert_string_equal(dt_string(tree, kernel, "compatible", 0), "multiboot,kernel");
	assert_string_equal(dt_string(tree, kernel, "compatible", 1), "multiboot,module");
	assert_int_equal(dt_cell(tree, kernel, "reg", 0, 0), 0x41200000);
	assert_int_equal(dt_cell(tree, kernel, "reg", 1, 0), 5526016);
	assert_string_equal(dt_string(tree, kernel, "bootargs", 0), "console=hvc0 rdinit=/init");
	assert_null(dt_property(chosen, "bootargs"));
}

static void test_linuxs_tree_holds_its_arguments_and_nothing_of_xens(void **state)
{
	struct bench b;
	struct dt_tree *tree;
	struct dt_node *chosen;

	plan_bench_prepare(*state, &b);
	tree = read_tree(&b, "/linux.dtb");
	chosen = dt_find(tree, "/chosen");
	assert_string_equal(dt_string(tree, chosen, "bootargs", 0),
	                    "console=ttyS0,115200 rdinit=/init");
	assert_string_equal(dt_string(tree, chosen, "stdout-path", 0), "serial0:115200n8");
	assert_int_equal(chosen->property_count, 2);
	assert_int_equal(chosen->child_count, 0);
}

static void test_what_another_boot_left_in_chosen_is_removed(void **state)
{
	struct bench b;
	struct dt_tree *tree;

	plan_bench_prepare(*state, &b);
	tree = good_xen_tree(b.test->arena);
	dt_set_cell(tree, dt_find(tree, "/chosen"), "linux,initrd-start", 0x49000000);
	plan_bench_tree(&b, tree);
	tree = read_tree(&b, "/xen.dtb");
	assert_int_equal(dt_find(tree, "/chosen")->child_count, 2);
	assert_null(dt_find(tree, "/chosen/module@44000000"));
	assert_null(dt_property(dt_find(tree, "/chosen"), "linux,initrd-start"));
}

static void test_the_wrapped_hypervisor_says_where_it_runs(void **state)
{
	struct bench b;
	struct uimage header;

	plan_bench_prepare(*state, &b);
	assert_int_equal(uimage_parse(boot(&b, "/xen.uimg")->content, &header, &b.test->diags), 0);
	assert_int_equal(header.load, 0x41000000);
	assert_int_equal(header.entry, 0x41000000);
	assert_int_equal(header.size, 884744);
	assert_int_equal(header.time, 1700000000);
	assert_int_equal(header.type, uimage_type("kernel"));
	assert_int_equal(header.data_crc, crc32_of(0, b.parts[0].data));
}

static void test_a_made_file_that_outgrows_its_slot_is_an_error(void **state)
{
	struct bench b;
	const struct fs_file *files;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	for (size_t i = 0; i < b.plan.file_count; i++)
		((struct plan_file *)b.plan.files)[i].size_limit = 10;
	struct parts parts = plan_bench_parts(&b);
	assert_int_equal(boot_files(b.test->arena, &b.plan, &parts, 0, &files, &b.test->diags), -1);
	assert_true(test_said_id(*state, "IM450"));
}

static const char *script(struct bench *bench)
{
	struct bytes text = boot(bench, "/boot.cmd")->content;
	return arena_strndup(bench->test->arena, (const char *)text.p, text.len);
}

static void test_the_script_names_its_medium_only_by_u_boots_variables(void **state)
{
	struct bench b;
	const char *text;

	plan_bench_prepare(*state, &b);
	text = script(&b);
	assert_non_null(strstr(text, "setenv card \"${devtype} ${devnum}:${distro_bootpart}\""));
	assert_non_null(
		strstr(text, "if test -z \"${distro_bootpart}\"; then setenv distro_bootpart 1"));
	assert_null(strstr(text, "mmc"));
}

static void test_the_script_checks_every_load_and_the_size_of_every_module(void **state)
{
	struct bench b;
	const char *text;

	plan_bench_prepare(*state, &b);
	text = script(&b);
	assert_non_null(strstr(text, "if load ${card} 0x41200000 /vmlinuz; then"));
	assert_non_null(strstr(text, "if test \"${filesize}\" = 545200; then true; else"));
	assert_non_null(
		strstr(text, "echo \"BOOT-FAIL vmlinuz: it cannot be loaded from ${card}\""));
	assert_non_null(strstr(text, "echo \"BOOT-FAIL xen.uimg: it cannot be loaded"));
	assert_non_null(strstr(text, "echo \"BOOT-FAIL linux.dtb: it cannot be loaded"));
}

static void test_the_script_starts_the_default_unless_another_entry_is_named(void **state)
{
	struct bench b;
	const char *text;

	plan_bench_prepare(*state, &b);
	b.wanted_entry = "linux";
	text = script(&b);
	assert_non_null(strstr(text, "if test -z \"${entry}\"; then setenv entry linux; fi"));
	assert_non_null(strstr(text, "setenv entry xen; boot"));
	assert_non_null(strstr(text, "elif test \"${entry}\" = linux; then"));
	assert_non_null(strstr(text, "BOOT-FAIL entry ${entry}: this card has xen linux"));
}

static void test_the_script_stops_when_the_kernel_does_not_start(void **state)
{
	struct bench b;
	const char *text, *failed;

	plan_bench_prepare(*state, &b);
	text = script(&b);
	failed = strstr(text, "echo \"BOOT-FAIL bootm: it returned");
	assert_non_null(failed);
	assert_non_null(strstr(failed, "while true; do sleep 1; done"));
}

static void test_a_title_cannot_break_out_of_its_comment(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].title = "Xen\nreset\r\x01";
	assert_null(strstr(script(&b), "\nreset"));
}

static void test_the_same_plan_gives_the_same_bytes(void **state)
{
	struct bench b, c;
	struct bytes first, second;

	plan_bench_prepare(*state, &b);
	first = boot(&b, "/boot.scr")->content;
	plan_bench_prepare(*state, &c);
	second = boot(&c, "/boot.scr")->content;
	assert_true(bytes_equal(first, second));
}

static void test_a_backend_is_found_by_its_id(void **state)
{
	(void)state;
	assert_string_equal(boot_backend("uboot")->name, "U-Boot");
	assert_null(boot_backend("lilo"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_xens_tree_holds_arguments_and_exact_modules),
		TEST(test_linuxs_tree_holds_its_arguments_and_nothing_of_xens),
		TEST(test_what_another_boot_left_in_chosen_is_removed),
		TEST(test_the_wrapped_hypervisor_says_where_it_runs),
		TEST(test_a_made_file_that_outgrows_its_slot_is_an_error),
		TEST(test_the_script_names_its_medium_only_by_u_boots_variables),
		TEST(test_the_script_checks_every_load_and_the_size_of_every_module),
		TEST(test_the_script_starts_the_default_unless_another_entry_is_named),
		TEST(test_the_script_stops_when_the_kernel_does_not_start),
		TEST(test_a_title_cannot_break_out_of_its_comment),
		TEST(test_the_same_plan_gives_the_same_bytes),
		TEST(test_a_backend_is_found_by_its_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
