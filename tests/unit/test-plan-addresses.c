/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan-bench.h"

/* ---- bad plans: addresses ---- */

static void test_a_ramdisk_over_the_kernel_is_refused_with_both_and_a_free_address(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.entry_count = 1;
	b.board.addresses.kernel_load = 0x42000000;
	b.board.addresses.ramdisk = 0x42400000;
	assert_int_equal(plan_bench_make(&b), -1);
	assert_string_equal(
		test_said(*state),
		"board.conf:30: error IM401: entry xen: ramdisk (initrd) at 0x42400000-0x424dbb9f "
		"overlaps dom0 kernel (vmlinuz) at 0x42000000-0x425451ff\n"
		"  also: dom0 kernel (vmlinuz) at 0x42000000-0x425451ff\n"
		"  hint: addresses.ramdisk = 0x41600000 is free\n");
}

static void test_xen_over_a_module_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.hypervisor = 0x42000000;
	b.board.addresses.kernel_load = 0x42100000;
	plan_bench_refused(&b, "IM401", "overlaps dom0 kernel (vmlinuz) at 0x42100000");
}

static void test_xens_file_over_the_kernel_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.hypervisor_load = 0x44000000;
	b.board.addresses.kernel_load = 0x44010000;
	plan_bench_refused(&b, "IM401", "Xen's file (xen.uimg) at 0x44000000");
}

static void test_a_device_tree_inside_xens_range_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41000000;
	b.board.addresses.dtb = 0x41080000;
	plan_bench_refused(&b, "IM401", "device tree (xen.dtb) at 0x41080000");
}

static void test_growth_of_the_device_tree_counts(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.dtb = 0x43800000;
	b.board.addresses.ramdisk = 0x43801000;
	plan_bench_refused(&b, "IM401", "overlaps device tree (xen.dtb) at 0x43800000");
}

static void test_a_module_in_bootms_window_top_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x49f40000;
	plan_bench_refused(&b, "IM401", "device tree after bootm moved it at 0x49ff");
}

static void test_a_module_over_u_boots_text_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x4a000000;
	plan_bench_refused(&b, "IM401", "overlaps U-Boot before it moves at 0x4a000000");
}

static void test_a_module_under_the_relocated_u_boot_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x5c000000;
	plan_bench_refused(&b, "IM401", "overlaps U-Boot at 0x5c000000-0x5fffffff");
}

static void test_a_kernel_that_would_unpack_over_itself_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.kernel = 0x40008000;
	plan_bench_refused(&b, "IM401", "entry linux: kernel at 0x40008000");
}

static void test_a_kernel_in_another_block_unpacks_there(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.kernel = 0x50000000;
	plan_bench_refused(&b, "IM401", "unpacked kernel at 0x50008000");
}

static void test_an_address_below_ram_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x3ff00000;
	plan_bench_refused(&b, "IM402",
	                   "ramdisk (initrd) at 0x3ff00000-0x3ffdbb9f lies outside the RAM");
}

static void test_an_address_beyond_the_smallest_variant_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x60000000;
	plan_bench_refused(&b, "IM402", "0x40000000-0x5fffffff");
}

static void test_a_module_that_ends_beyond_ram_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.loader.reserve = 0;
	b.board.addresses.ramdisk = 0x5ffff000;
	plan_bench_refused(&b, "IM402", "ramdisk (initrd) at 0x5ffff000-0x600dab9f");
}

static void test_an_address_above_4_gib_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x442000000;
	plan_bench_refused(&b, "IM403", "above 4 GiB, where no 32-bit loader writes");
}

static void test_a_file_that_ends_above_4_gib_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0xfffff000;
	plan_bench_refused(&b, "IM403", "ramdisk (initrd) at 0xfffff000-0x1000dab9f");
}

static void test_a_module_off_a_page_is_refused_with_the_next_page(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x44000004;
	plan_bench_refused(&b, "IM404",
	                   "must be aligned to 4 KiB\n  hint: 0x44001000 is the next such address");
}

static void test_a_device_tree_off_8_bytes_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.dtb = 0x43800004;
	plan_bench_refused(&b, "IM404",
	                   "device tree (xen.dtb) at 0x43800004 must be aligned to 8 B");
}

static void test_xen_off_a_page_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41000100;
	plan_bench_refused(&b, "IM404", "Xen at 0x41000100 must be aligned to 4 KiB");
}

static void test_xen_off_2_mib_is_a_warning(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41100000;
	assert_int_equal(plan_bench_make(&b), 0);
	assert_true(test_said_id(*state, "IM421"));
}

static void test_all_problems_are_said_in_one_run(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.addresses.ramdisk = 0x44000004;
	b.board.addresses.dtb = 0x30000000;
	b.board.loader.hyp = false;
	b.entries[0].kernel_args = "console=hvc0";
	b.wanted_entry = "bsd";
	assert_int_equal(plan_bench_make(&b), -1);
	assert_true(test_said_id(*state, "IM404"));
	assert_true(test_said_id(*state, "IM402"));
	assert_true(test_said_id(*state, "IM409"));
	assert_true(test_said_id(*state, "IM408"));
	assert_true(test_said_id(*state, "IM411"));
}

/* ---- bad plans: sizes ---- */

static void test_a_ramdisk_larger_than_ram_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.entry_count = 1;
	b.board.ram.smallest = 128 * MIB;
	b.board.loader.bootm_size = 64 * MIB;
	b.board.loader.text_base = 0x42000000;
	b.board.loader.reserve = 16 * MIB;
	b.entries[0].dom0_memory = 64 * MIB;
	b.parts[2] = plan_bench_part(*state, "ramdisk", &cpio_kind, 120 * MIB, 120 * MIB);
	plan_bench_refused(&b, "IM405",
	                   "entry xen: no free 120 MiB for ramdisk (initrd) in 128 MiB of RAM");
}

static void test_a_ramdisk_larger_than_bootms_window_is_refused_for_linux_alone(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[2] = plan_bench_part(*state, "ramdisk", &cpio_kind, 170 * MIB, 170 * MIB);
	plan_bench_refused(
		&b, "IM419",
		"entry linux: ramdisk after bootm moved it of 170 MiB does not fit below "
		"0x4a000000");
}

static void test_a_kernel_uimage_beyond_the_loaders_limit_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[1] = plan_bench_part(*state, "kernel", &zimage_kind, 8 * MIB + 4, 30 * MIB);
	plan_bench_refused(&b, "IM406",
	                   "kernel is 8388612 bytes, bootm of this loader takes 8388608");
}

static void test_a_kernel_of_exactly_the_limit_is_taken(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[1] = plan_bench_part(*state, "kernel", &zimage_kind, 8 * MIB, 30 * MIB);
	plan_bench_made(&b);
}

static void test_a_ready_uimage_beyond_the_limit_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[0].payload.kind = &uimage_kind;
	b.parts[0].payload.load = 0x41000000;
	b.board.loader.bootm_len = 512 * KIB;
	plan_bench_refused(&b, "IM406", "take the file that is inside the uImage");
}

static void test_modules_that_leave_xen_no_heap_are_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.entry_count = 1;
	b.board.ram.smallest = 64 * MIB;
	b.board.loader.bootm_size = 48 * MIB;
	b.board.loader.text_base = 0;
	b.board.loader.reserve = 8 * MIB;
	b.board.loader.script = 0;
	b.entries[0].dom0_memory = 0;
	b.board.addresses.hypervisor = 0x41000000;
	b.board.addresses.ramdisk = 0x43400000;
	plan_bench_refused(&b, "IM407", "no hole of 32 MiB");
}

static void test_a_device_tree_too_large_for_xen_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.parts[3] = plan_bench_part(*state, "dtb", &dtb_kind, 2 * MIB, 2 * MIB);
	plan_bench_refused(&b, "IM413", "Xen takes 2 MiB");
}

static void test_memory_for_dom0_beyond_the_smallest_ram_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].dom0_memory = 512 * MIB;
	plan_bench_refused(&b, "DT079",
	                   "dom0_mem=512M is more than Xen can give of 512 MiB of RAM");
}

static void test_memory_for_dom0_that_is_no_power_of_two_below_128_mib_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.entries[0].dom0_memory = 96 * MIB;
	plan_bench_refused(&b, "DT079", "below 128 MiB only powers of two");
}

static void test_ram_that_cannot_be_is_refused(void **state)
{
	struct bench b;

	plan_bench_prepare(*state, &b);
	b.board.ram.smallest = 2048 * MIB;
	plan_bench_refused(&b, "IM415", "cannot be");
	plan_bench_prepare(*state, &b);
	b.board.ram.size = b.board.ram.smallest = 1024;
	plan_bench_refused(&b, "IM415", "RAM of 1024 bytes at 0x40000000");
	plan_bench_prepare(*state, &b);
	b.board.ram.base = 0x40000001;
	plan_bench_refused(&b, "IM415", "at 0x40000001");
	plan_bench_prepare(*state, &b);
	b.board.loader.reserve = 512 * MIB;
	plan_bench_refused(&b, "IM415", "leaves no RAM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_ramdisk_over_the_kernel_is_refused_with_both_and_a_free_address),
		TEST(test_xen_over_a_module_is_refused),
		TEST(test_xens_file_over_the_kernel_is_refused),
		TEST(test_a_device_tree_inside_xens_range_is_refused),
		TEST(test_growth_of_the_device_tree_counts),
		TEST(test_a_module_in_bootms_window_top_is_refused),
		TEST(test_a_module_over_u_boots_text_is_refused),
		TEST(test_a_module_under_the_relocated_u_boot_is_refused),
		TEST(test_a_kernel_that_would_unpack_over_itself_is_refused),
		TEST(test_a_kernel_in_another_block_unpacks_there),
		TEST(test_an_address_below_ram_is_refused),
		TEST(test_an_address_beyond_the_smallest_variant_is_refused),
		TEST(test_a_module_that_ends_beyond_ram_is_refused),
		TEST(test_an_address_above_4_gib_is_refused),
		TEST(test_a_file_that_ends_above_4_gib_is_refused),
		TEST(test_a_module_off_a_page_is_refused_with_the_next_page),
		TEST(test_a_device_tree_off_8_bytes_is_refused),
		TEST(test_xen_off_a_page_is_refused),
		TEST(test_xen_off_2_mib_is_a_warning),
		TEST(test_all_problems_are_said_in_one_run),
		TEST(test_a_ramdisk_larger_than_ram_is_refused),
		TEST(test_a_ramdisk_larger_than_bootms_window_is_refused_for_linux_alone),
		TEST(test_a_kernel_uimage_beyond_the_loaders_limit_is_refused),
		TEST(test_a_kernel_of_exactly_the_limit_is_taken),
		TEST(test_a_ready_uimage_beyond_the_limit_is_refused),
		TEST(test_modules_that_leave_xen_no_heap_are_refused),
		TEST(test_a_device_tree_too_large_for_xen_is_refused),
		TEST(test_memory_for_dom0_beyond_the_smallest_ram_is_refused),
		TEST(test_memory_for_dom0_that_is_no_power_of_two_below_128_mib_is_refused),
		TEST(test_ram_that_cannot_be_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
