/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan-bench.h"

#include "imager/plan/plan-print.h"

#include <stdlib.h>
#include <string.h>

/* ---- good plans ---- */

static void test_a_plan_without_given_addresses_finds_them_all(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 0), "Xen")->address, 0x41000000);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 0), "Xen")->size, 2 * MIB);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 0), "dom0 kernel")->address,
	                 0x41200000);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 0), "ramdisk")->address % 4096, 0);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 0), "device tree")->address % 8, 0);
}

static void test_given_addresses_are_taken(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41000000;
	b.board.addresses.hypervisor_load = 0x45000000;
	b.board.addresses.kernel = 0x42000000;
	b.board.addresses.kernel_load = 0x46000000;
	b.board.addresses.ramdisk = 0x44000000;
	b.board.addresses.dtb = 0x43800000;
	plan_bench_made(&b);
	assert_string_equal(plan_bench_entry(&b, 0)->command, "bootm 0x45000000 - 0x43800000");
	assert_string_equal(plan_bench_entry(&b, 1)->command,
	                    "bootm 0x46000000 0x44000000:0xdbba0 0x43800000");
	assert_int_equal(plan_bench_entry(&b, 0)->modules[0].address, 0x46000000);
	assert_int_equal(plan_bench_file(&b, "/uImage")->load, 0x42000000);
}

static void test_module_sizes_are_those_of_the_files(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	assert_int_equal(plan_bench_entry(&b, 0)->module_count, 2);
	assert_int_equal(plan_bench_entry(&b, 0)->modules[0].size, 5526016);
	assert_int_equal(plan_bench_entry(&b, 0)->modules[1].size, 900000);
	assert_string_equal(plan_bench_entry(&b, 0)->modules[1].compatible, "multiboot,ramdisk");
	assert_int_equal(plan_bench_entry(&b, 1)->module_count, 0);
}

static void test_every_stage_gets_the_boards_console(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	assert_string_equal(plan_bench_entry(&b, 0)->xen_bootargs,
	                    "console=dtuart dtuart=serial0 dom0_mem=256M loglvl=all");
	assert_string_equal(plan_bench_entry(&b, 0)->bootargs, "console=hvc0 rdinit=/init");
	assert_string_equal(plan_bench_entry(&b, 1)->bootargs, "console=ttyS0,115200 rdinit=/init");
	assert_string_equal(plan_bench_entry(&b, 1)->stdout_path, "serial0:115200n8");
	assert_null(plan_bench_entry(&b, 1)->xen_bootargs);
}

static void test_earlycon_is_for_linux_alone(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.console.earlycon = "uart8250,mmio32,0x1c28000";
	plan_bench_made(&b);
	assert_string_equal(plan_bench_entry(&b, 0)->bootargs, "console=hvc0 rdinit=/init");
	assert_string_equal(plan_bench_entry(&b, 1)->bootargs,
	                    "console=ttyS0,115200 earlycon=uart8250,mmio32,0x1c28000 rdinit=/init");
}

static void test_dom0_memory_in_half_mebibytes_is_given_in_kib(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].dom0_memory = 256 * MIB + 512 * KIB;
	plan_bench_made(&b);
	assert_non_null(strstr(plan_bench_entry(&b, 0)->xen_bootargs, "dom0_mem=262656K"));
}

static void test_files_are_wrapped_for_bootm_and_named_by_what_they_are(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	assert_true(plan_bench_file(&b, "/xen.uimg")->as_uimage);
	assert_int_equal(plan_bench_file(&b, "/xen.uimg")->load, 0x41000000);
	assert_int_equal(plan_bench_file(&b, "/xen.uimg")->size_limit, 884744 + 64);
	assert_false(plan_bench_file(&b, "/vmlinuz")->as_uimage);
	assert_true(plan_bench_file(&b, "/uImage")->as_uimage);
	assert_non_null(plan_bench_file(&b, "/xen.dtb"));
	assert_non_null(plan_bench_file(&b, "/linux.dtb"));
	assert_int_equal(b.plan.file_count, 8);
}

static void test_a_ramdisk_that_two_entries_share_is_one_file(void **state)
{
	struct bench b;
	size_t count = 0;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	for (size_t i = 0; i < b.plan.file_count; i++)
		count += strcmp(b.plan.files[i].role, "ramdisk") == 0;
	assert_int_equal(count, 1);
}

static void test_two_kernels_get_two_names(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[4] = plan_bench_part(*state, "kernel-old", &zimage_kind, 4000000, 16 * MIB);
	b.part_count = 5;
	b.entries[1].kernel = "kernel-old";
	b.entries[1].kernel_as_uimage = false;
	plan_bench_made(&b);
	assert_string_equal(plan_bench_file(&b, "/vmlinuz")->component, "kernel");
	assert_string_equal(plan_bench_file(&b, "/vmlinuz-kernel-old")->component, "kernel-old");
}

static void test_a_hypervisor_too_large_for_bootm_is_started_by_bootz(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.loader.bootm_len = 512 * KIB;
	b.entries[1].kernel_as_uimage = false;
	plan_bench_made(&b);
	assert_int_equal(strncmp(plan_bench_entry(&b, 0)->command, "bootz 0x41000000 - ", 19), 0);
	assert_non_null(plan_bench_file(&b, "/xen"));
	assert_string_equal(
		plan_bench_entry(&b, 0)->loads[plan_bench_entry(&b, 0)->load_count - 1].file->path,
		"/xen");
}

static void test_a_kernel_started_by_bootz_runs_where_it_is_loaded(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[1].kernel_as_uimage = false;
	b.board.addresses.kernel = 0x42000000;
	plan_bench_made(&b);
	assert_int_equal(strncmp(plan_bench_entry(&b, 1)->command, "bootz 0x42000000 0x", 19), 0);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 1), "kernel")->when.from,
	                 STEP_LOAD);
}

static void test_a_ready_uimage_keeps_its_header_and_its_address(void **state)
{
	static struct payload inner;
	struct bench b;

	plan_bench_prepare(*state, &b);
	inner = b.parts[1].payload;
	b.parts[1].payload = (struct payload){ .kind = &uimage_kind,
		                               .file_size = 5526080,
		                               .load = 0x42000000,
		                               .entry = 0x42000000,
		                               .inner = &inner };
	plan_bench_made(&b);
	assert_false(plan_bench_file(&b, "/uImage")->as_uimage);
	assert_int_equal(plan_bench_placed(plan_bench_entry(&b, 1), "kernel")->address, 0x42000000);
}

static void test_the_kernel_stays_clear_of_where_it_unpacks(void **state)
{
	struct bench b;
	const struct placement *unpacked;

	plan_bench_prepare(*state, &b);
	b.parts[1].payload.memory_size = 40 * MIB;
	plan_bench_made(&b);
	unpacked = plan_bench_placed(plan_bench_entry(&b, 1), "unpacked kernel");
	assert_int_equal(unpacked->address, 0x40008000);
	assert_int_equal(unpacked->size, 40 * MIB);
	assert_true(plan_bench_placed(plan_bench_entry(&b, 1), "kernel")->address >=
	            placement_end(unpacked));
}

static void test_what_bootm_moves_lies_at_the_top_of_its_window(void **state)
{
	struct bench b;
	const struct placement *ramdisk, *tree;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	ramdisk = plan_bench_placed(plan_bench_entry(&b, 1), "ramdisk after bootm moved it");
	tree = plan_bench_placed(plan_bench_entry(&b, 1), "device tree after bootm moved it");
	assert_int_equal(placement_end(ramdisk), 0x4a000000);
	assert_int_equal(placement_end(tree), ramdisk->address);
	assert_int_equal(placement_end(plan_bench_placed(plan_bench_entry(&b, 0),
	                                                 "device tree after bootm moved it")),
	                 0x4a000000);
}

static void test_without_a_window_bootm_moves_things_below_u_boot(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.loader.bootm_size = 0;
	b.board.loader.bootm_low = 0;
	plan_bench_made(&b);
	assert_int_equal(placement_end(plan_bench_placed(plan_bench_entry(&b, 0),
	                                                 "device tree after bootm moved it")),
	                 0x40000000 + (512 - 64) * MIB);
}

static void test_a_ramdisk_larger_than_the_window_goes_above_u_boots_old_place(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.entry_count = 1;
	b.parts[2] = plan_bench_part(*state, "ramdisk", &cpio_kind, 150 * MIB, 150 * MIB);
	plan_bench_made(&b);
	assert_true(plan_bench_placed(plan_bench_entry(&b, 0), "ramdisk")->address >=
	            0x4a000000 + MIB);
}

static void test_the_script_may_be_overwritten_by_what_it_loads(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.kernel_load = 0x43000000;
	plan_bench_made(&b);
	assert_true(plan_bench_placed(plan_bench_entry(&b, 0), "dom0 kernel")->address <=
	            b.board.loader.script);
	assert_true(placement_end(plan_bench_placed(plan_bench_entry(&b, 0), "dom0 kernel")) >
	            b.board.loader.script);
}

static void test_the_default_entry_can_be_chosen_when_building(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.wanted_entry = "linux";
	plan_bench_made(&b);
	assert_string_equal(b.plan.default_entry, "linux");
}

static void test_an_entry_without_a_ramdisk_gives_bootm_none(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].ramdisk = b.entries[1].ramdisk = NULL;
	b.entries[1].kernel_args = "root=/dev/mmcblk0p2";
	plan_bench_made(&b);
	assert_int_equal(plan_bench_entry(&b, 0)->module_count, 1);
	assert_int_equal(plan_bench_entry(&b, 1)->load_count, 2);
	assert_non_null(strstr(plan_bench_entry(&b, 1)->command, " - 0x"));
}

static void test_the_emulators_smaller_ram_counts_too(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.emulator.machine = "orangepi-pc";
	b.board.emulator.memory = 256 * MIB;
	b.entries[0].dom0_memory = 128 * MIB;
	plan_bench_made(&b);
	assert_int_equal(placement_end(plan_bench_placed(plan_bench_entry(&b, 0), "U-Boot")),
	                 0x40000000 + 256 * MIB);
}

/* ---- printing ---- */

static void test_the_plan_as_json_can_be_read_back(void **state)
{
	struct bench b;
	struct text text;
	struct json json;
	const struct json_value *root, *first;

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	text = text_make(b.test->arena);
	json = json_make(&text);
	plan_json(&b.plan, &json);
	assert_int_equal(json_read(b.test->arena, text_bytes(&text, "plan"), &root, &b.test->diags),
	                 0);
	assert_string_equal(json_member_text(root, "default_entry", ""), "xen");
	first = json_member(root, "entries")->items;
	assert_string_equal(json_member_text(first, "command", ""),
	                    plan_bench_entry(&b, 0)->command);
	assert_int_equal(json_member(json_member(first, "modules")->items, "size")->number,
	                 5526016);
}

static void test_the_plan_as_text_names_loads_arguments_and_memory(void **state)
{
	struct bench b;
	char *out = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&out, &len);

	plan_bench_prepare(*state, &b);
	plan_bench_made(&b);
	plan_print(b.test->arena, &b.plan, to);
	assert_int_equal(fclose(to), 0);
	assert_non_null(strstr(out, "U-Boot loads  /vmlinuz         to 0x41200000  5,526,016 B"));
	assert_non_null(strstr(out, "Xen gets      console=dtuart dtuart=serial0 dom0_mem=256M"));
	assert_non_null(strstr(out, "entry xen: Xen with Linux as dom0 (default)"));
	assert_non_null(
		strstr(out, "0x5c000000-0x5fffffff     67,108,864  loader-bootm     U-Boot ("));
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_plan_without_given_addresses_finds_them_all),
		TEST(test_given_addresses_are_taken),
		TEST(test_module_sizes_are_those_of_the_files),
		TEST(test_every_stage_gets_the_boards_console),
		TEST(test_earlycon_is_for_linux_alone),
		TEST(test_dom0_memory_in_half_mebibytes_is_given_in_kib),
		TEST(test_files_are_wrapped_for_bootm_and_named_by_what_they_are),
		TEST(test_a_ramdisk_that_two_entries_share_is_one_file),
		TEST(test_two_kernels_get_two_names),
		TEST(test_a_hypervisor_too_large_for_bootm_is_started_by_bootz),
		TEST(test_a_kernel_started_by_bootz_runs_where_it_is_loaded),
		TEST(test_a_ready_uimage_keeps_its_header_and_its_address),
		TEST(test_the_kernel_stays_clear_of_where_it_unpacks),
		TEST(test_what_bootm_moves_lies_at_the_top_of_its_window),
		TEST(test_without_a_window_bootm_moves_things_below_u_boot),
		TEST(test_a_ramdisk_larger_than_the_window_goes_above_u_boots_old_place),
		TEST(test_the_script_may_be_overwritten_by_what_it_loads),
		TEST(test_the_default_entry_can_be_chosen_when_building),
		TEST(test_an_entry_without_a_ramdisk_gives_bootm_none),
		TEST(test_the_emulators_smaller_ram_counts_too),
		TEST(test_the_plan_as_json_can_be_read_back),
		TEST(test_the_plan_as_text_names_loads_arguments_and_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
