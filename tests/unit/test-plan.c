#include "good-tree.h"
#include "test.h"

#include "imager/boot.h"
#include "imager/uimage.h"

#include "dt/fdt.h"
#include "lib/digest.h"

#include <stdlib.h>
#include <string.h>

#define KIB ((uint64_t)1 << 10)
#define MIB ((uint64_t)1 << 20)

/* A board like the Cubieboard2 with its parts; each test changes one thing. */
struct bench {
	struct test *test;
	struct board board;
	struct board_entry entries[2];
	struct plan_part parts[5];
	size_t part_count;
	const char *wanted_entry;
	struct plan plan;
};

static const struct payload_kind xen_kind = { "xen", "Xen" },
				 zimage_kind = { "zimage", "ARM zImage" },
				 dtb_kind = { "dtb", "device tree blob" },
				 cpio_kind = { "cpio", "cpio archive" },
				 uimage_kind = { "uimage", "uImage" },
				 elf_kind = { "elf", "ELF file" };

static struct plan_part part(struct test *test, const char *id, const struct payload_kind *kind,
                             size_t size, uint64_t memory)
{
	uint8_t *data = arena_alloc(test->arena, size);

	for (size_t i = 0; i < size; i += 997)
		data[i] = (uint8_t)i;
	return (struct plan_part){
		.component = id,
		.data = bytes_of(data, size, id),
		.payload = { .kind = kind,
		             .arch = kind == &cpio_kind || kind == &dtb_kind ? NULL : "arm",
		             .compression = "none",
		             .file_size = size,
		             .memory_size = memory }
	};
}

static struct plan_part tree_part(struct test *test)
{
	struct bytes blob = fdt_write(good_board_tree(test->arena), FDT_NO_SYMBOLS, 0);

	blob.name = "good.dtb";
	return (struct plan_part){ .component = "dtb",
		                   .data = blob,
		                   .payload = { .kind = &dtb_kind, .file_size = blob.len } };
}

static void set_board(struct bench *bench)
{
	bench->board = (struct board){
		.name = "good-board",
		.model = "A good board",
		.soc = "sun7i-a20",
		.compatible = "cubietech,cubieboard2",
		.ram = { .base = 0x40000000, .size = 1024 * MIB, .smallest = 512 * MIB },
		.console = { .device = "serial0", .tty = "ttyS0", .rate = 115200 },
		.loader = { .text_base = 0x4a000000,
		            .bootm_len = 8 * MIB,
		            .bootm_low = 0x40000000,
		            .bootm_size = 160 * MIB,
		            .script = 0x43100000,
		            .reserve = 64 * MIB,
		            .hyp = true,
		            .psci = true,
		            .memory = true },
		.addresses = { .at = at_line("board.conf", 30, 0) },
		.entries = bench->entries,
		.entry_count = 2,
		.default_entry = "xen",
		.at = at_line("board.conf", 1, 0),
	};
}

static void prepare(struct test *test, struct bench *bench)
{
	test->diags = diags_make(test->arena);
	memset(bench, 0, sizeof(*bench));
	bench->test = test;
	set_board(bench);
	bench->entries[0] = (struct board_entry){ .id = "xen",
		                                  .title = "Xen with Linux as dom0",
		                                  .hypervisor = "hypervisor",
		                                  .kernel = "kernel",
		                                  .ramdisk = "ramdisk",
		                                  .dtb = "dtb",
		                                  .hypervisor_args = "loglvl=all",
		                                  .kernel_args = "rdinit=/init",
		                                  .dom0_memory = 256 * MIB,
		                                  .at = at_line("board.conf", 40, 0) };
	bench->entries[1] = (struct board_entry){ .id = "linux",
		                                  .title = "Linux alone",
		                                  .kernel = "kernel",
		                                  .ramdisk = "ramdisk",
		                                  .dtb = "dtb",
		                                  .kernel_args = "rdinit=/init",
		                                  .kernel_as_uimage = true,
		                                  .at = at_line("board.conf", 50, 0) };
	bench->parts[0] = part(test, "hypervisor", &xen_kind, 884744, 900 * KIB);
	bench->parts[1] = part(test, "kernel", &zimage_kind, 5526016, 20 * MIB);
	bench->parts[2] = part(test, "ramdisk", &cpio_kind, 900000, 900000);
	bench->parts[3] = tree_part(test);
	bench->part_count = 4;
}

static int make(struct bench *bench)
{
	return plan_make(bench->test->arena, &bench->board, bench->parts, bench->part_count,
	                 bench->wanted_entry, &bench->plan, &bench->test->diags);
}

static const struct plan_entry *entry(const struct bench *bench, size_t index)
{
	return &bench->plan.entries[index];
}

/* "kernel" is the placement "kernel" or "kernel (FILE)". */
static bool is_named(const char *what, const char *name)
{
	size_t len = strlen(name);
	return strncmp(what, name, len) == 0 &&
	       (what[len] == '\0' || strncmp(what + len, " (", 2) == 0);
}

static const struct placement *placed(const struct plan_entry *from, const char *what)
{
	for (size_t i = 0; i < from->placement_count; i++)
		if (is_named(from->placements[i].what, what))
			return &from->placements[i];
	fail_msg("nothing is placed as %s", what);
	return NULL;
}

static const struct plan_file *file(const struct bench *bench, const char *path)
{
	for (size_t i = 0; i < bench->plan.file_count; i++)
		if (strcmp(bench->plan.files[i].path, path) == 0)
			return &bench->plan.files[i];
	return NULL;
}

/* The plan is refused, with this id and this text among what is said. */
static void refused(struct bench *bench, const char *id, const char *said)
{
	assert_int_equal(make(bench), -1);
	if (!test_said_id(bench->test, id) || !strstr(test_said(bench->test), said))
		fail_msg("%s \"%s\" was not said, but: %s", id, said, test_said(bench->test));
}

static void made(struct bench *bench)
{
	if (make(bench) != 0)
		fail_msg("%s", test_said(bench->test));
	assert_string_equal(test_said(bench->test), "");
}

/* ---- good plans ---------------------------------------------------------------------------- */

static void test_a_plan_without_given_addresses_finds_them_all(void **state)
{
	struct bench b;

	prepare(*state, &b);
	made(&b);
	assert_int_equal(placed(entry(&b, 0), "Xen")->address, 0x41000000);
	assert_int_equal(placed(entry(&b, 0), "Xen")->size, 2 * MIB);
	assert_int_equal(placed(entry(&b, 0), "dom0 kernel")->address, 0x41200000);
	assert_int_equal(placed(entry(&b, 0), "ramdisk")->address % 4096, 0);
	assert_int_equal(placed(entry(&b, 0), "device tree")->address % 8, 0);
}

static void test_given_addresses_are_taken(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41000000;
	b.board.addresses.hypervisor_load = 0x45000000;
	b.board.addresses.kernel = 0x42000000;
	b.board.addresses.kernel_load = 0x46000000;
	b.board.addresses.ramdisk = 0x44000000;
	b.board.addresses.dtb = 0x43800000;
	made(&b);
	assert_string_equal(entry(&b, 0)->command, "bootm 0x45000000 - 0x43800000");
	assert_string_equal(entry(&b, 1)->command,
	                    "bootm 0x46000000 0x44000000:0xdbba0 0x43800000");
	assert_int_equal(entry(&b, 0)->modules[0].address, 0x46000000);
	assert_int_equal(file(&b, "/uImage")->load, 0x42000000);
}

static void test_module_sizes_are_those_of_the_files(void **state)
{
	struct bench b;

	prepare(*state, &b);
	made(&b);
	assert_int_equal(entry(&b, 0)->module_count, 2);
	assert_int_equal(entry(&b, 0)->modules[0].size, 5526016);
	assert_int_equal(entry(&b, 0)->modules[1].size, 900000);
	assert_string_equal(entry(&b, 0)->modules[1].compatible, "multiboot,ramdisk");
	assert_int_equal(entry(&b, 1)->module_count, 0);
}

static void test_every_stage_gets_the_boards_console(void **state)
{
	struct bench b;

	prepare(*state, &b);
	made(&b);
	assert_string_equal(entry(&b, 0)->xen_bootargs,
	                    "console=dtuart dtuart=serial0 dom0_mem=256M loglvl=all");
	assert_string_equal(entry(&b, 0)->bootargs, "console=hvc0 rdinit=/init");
	assert_string_equal(entry(&b, 1)->bootargs, "console=ttyS0,115200 rdinit=/init");
	assert_string_equal(entry(&b, 1)->stdout_path, "serial0:115200n8");
	assert_null(entry(&b, 1)->xen_bootargs);
}

static void test_earlycon_is_for_linux_alone(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.console.earlycon = "uart8250,mmio32,0x1c28000";
	made(&b);
	assert_string_equal(entry(&b, 0)->bootargs, "console=hvc0 rdinit=/init");
	assert_string_equal(entry(&b, 1)->bootargs,
	                    "console=ttyS0,115200 earlycon=uart8250,mmio32,0x1c28000 rdinit=/init");
}

static void test_dom0_memory_in_half_mebibytes_is_given_in_kib(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].dom0_memory = 256 * MIB + 512 * KIB;
	made(&b);
	assert_non_null(strstr(entry(&b, 0)->xen_bootargs, "dom0_mem=262656K"));
}

static void test_files_are_wrapped_for_bootm_and_named_by_what_they_are(void **state)
{
	struct bench b;

	prepare(*state, &b);
	made(&b);
	assert_true(file(&b, "/xen.uimg")->as_uimage);
	assert_int_equal(file(&b, "/xen.uimg")->load, 0x41000000);
	assert_int_equal(file(&b, "/xen.uimg")->size_limit, 884744 + 64);
	assert_false(file(&b, "/vmlinuz")->as_uimage);
	assert_true(file(&b, "/uImage")->as_uimage);
	assert_non_null(file(&b, "/xen.dtb"));
	assert_non_null(file(&b, "/linux.dtb"));
	assert_int_equal(b.plan.file_count, 8);
}

static void test_a_ramdisk_that_two_entries_share_is_one_file(void **state)
{
	struct bench b;
	size_t count = 0;

	prepare(*state, &b);
	made(&b);
	for (size_t i = 0; i < b.plan.file_count; i++)
		count += strcmp(b.plan.files[i].role, "ramdisk") == 0;
	assert_int_equal(count, 1);
}

static void test_two_kernels_get_two_names(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[4] = part(*state, "kernel-old", &zimage_kind, 4000000, 16 * MIB);
	b.part_count = 5;
	b.entries[1].kernel = "kernel-old";
	b.entries[1].kernel_as_uimage = false;
	made(&b);
	assert_string_equal(file(&b, "/vmlinuz")->component, "kernel");
	assert_string_equal(file(&b, "/vmlinuz-kernel-old")->component, "kernel-old");
}

static void test_a_hypervisor_too_large_for_bootm_is_started_by_bootz(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.loader.bootm_len = 512 * KIB;
	b.entries[1].kernel_as_uimage = false;
	made(&b);
	assert_int_equal(strncmp(entry(&b, 0)->command, "bootz 0x41000000 - ", 19), 0);
	assert_non_null(file(&b, "/xen"));
	assert_string_equal(entry(&b, 0)->loads[entry(&b, 0)->load_count - 1].file->path, "/xen");
}

static void test_a_kernel_started_by_bootz_runs_where_it_is_loaded(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[1].kernel_as_uimage = false;
	b.board.addresses.kernel = 0x42000000;
	made(&b);
	assert_int_equal(strncmp(entry(&b, 1)->command, "bootz 0x42000000 0x", 19), 0);
	assert_int_equal(placed(entry(&b, 1), "kernel")->when.from, STEP_LOAD);
}

static void test_a_ready_uimage_keeps_its_header_and_its_address(void **state)
{
	static struct payload inner;
	struct bench b;

	prepare(*state, &b);
	inner = b.parts[1].payload;
	b.parts[1].payload = (struct payload){ .kind = &uimage_kind,
		                               .file_size = 5526080,
		                               .load = 0x42000000,
		                               .entry = 0x42000000,
		                               .inner = &inner };
	made(&b);
	assert_false(file(&b, "/uImage")->as_uimage);
	assert_int_equal(placed(entry(&b, 1), "kernel")->address, 0x42000000);
}

static void test_the_kernel_stays_clear_of_where_it_unpacks(void **state)
{
	struct bench b;
	const struct placement *unpacked;

	prepare(*state, &b);
	b.parts[1].payload.memory_size = 40 * MIB;
	made(&b);
	unpacked = placed(entry(&b, 1), "unpacked kernel");
	assert_int_equal(unpacked->address, 0x40008000);
	assert_int_equal(unpacked->size, 40 * MIB);
	assert_true(placed(entry(&b, 1), "kernel")->address >= placement_end(unpacked));
}

static void test_what_bootm_moves_lies_at_the_top_of_its_window(void **state)
{
	struct bench b;
	const struct placement *ramdisk, *tree;

	prepare(*state, &b);
	made(&b);
	ramdisk = placed(entry(&b, 1), "ramdisk after bootm moved it");
	tree = placed(entry(&b, 1), "device tree after bootm moved it");
	assert_int_equal(placement_end(ramdisk), 0x4a000000);
	assert_int_equal(placement_end(tree), ramdisk->address);
	assert_int_equal(placement_end(placed(entry(&b, 0), "device tree after bootm moved it")),
	                 0x4a000000);
}

static void test_without_a_window_bootm_moves_things_below_u_boot(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.loader.bootm_size = 0;
	b.board.loader.bootm_low = 0;
	made(&b);
	assert_int_equal(placement_end(placed(entry(&b, 0), "device tree after bootm moved it")),
	                 0x40000000 + (512 - 64) * MIB);
}

static void test_a_ramdisk_larger_than_the_window_goes_above_u_boots_old_place(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.entry_count = 1;
	b.parts[2] = part(*state, "ramdisk", &cpio_kind, 150 * MIB, 150 * MIB);
	made(&b);
	assert_true(placed(entry(&b, 0), "ramdisk")->address >= 0x4a000000 + MIB);
}

static void test_the_script_may_be_overwritten_by_what_it_loads(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.kernel_load = 0x43000000;
	made(&b);
	assert_true(placed(entry(&b, 0), "dom0 kernel")->address <= b.board.loader.script);
	assert_true(placement_end(placed(entry(&b, 0), "dom0 kernel")) > b.board.loader.script);
}

static void test_the_default_entry_can_be_chosen_when_building(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.wanted_entry = "linux";
	made(&b);
	assert_string_equal(b.plan.default_entry, "linux");
}

static void test_the_emulators_smaller_ram_counts_too(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.emulator.machine = "orangepi-pc";
	b.board.emulator.memory = 256 * MIB;
	b.entries[0].dom0_memory = 128 * MIB;
	made(&b);
	assert_int_equal(placement_end(placed(entry(&b, 0), "U-Boot")), 0x40000000 + 256 * MIB);
}

/* ---- bad plans: addresses ------------------------------------------------------------------ */

static void test_a_ramdisk_over_the_kernel_is_refused_with_both_and_a_free_address(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.entry_count = 1;
	b.board.addresses.kernel_load = 0x42000000;
	b.board.addresses.ramdisk = 0x42400000;
	assert_int_equal(make(&b), -1);
	assert_string_equal(
		test_said(*state),
		"board.conf:30: error IM401: entry xen: ramdisk (initrd) at 0x42400000-0x424dbb9f "
		"overlaps dom0 kernel (vmlinuz) at 0x42000000-0x425451ff\n"
		"  also: dom0 kernel (vmlinuz) at 0x42000000-0x42545200\n"
		"  hint: addresses.ramdisk = 0x41600000 is free\n");
}

static void test_xen_over_a_module_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.hypervisor = 0x42000000;
	b.board.addresses.kernel_load = 0x42100000;
	refused(&b, "IM401", "overlaps dom0 kernel (vmlinuz) at 0x42100000");
}

static void test_xens_file_over_the_kernel_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.hypervisor_load = 0x44000000;
	b.board.addresses.kernel_load = 0x44010000;
	refused(&b, "IM401", "Xen's file (xen.uimg) at 0x44000000");
}

static void test_a_device_tree_inside_xens_range_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41000000;
	b.board.addresses.dtb = 0x41080000;
	refused(&b, "IM401", "device tree (xen.dtb) at 0x41080000");
}

static void test_growth_of_the_device_tree_counts(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.dtb = 0x43800000;
	b.board.addresses.ramdisk = 0x43801000;
	refused(&b, "IM401", "overlaps device tree (xen.dtb) at 0x43800000");
}

static void test_a_module_in_bootms_window_top_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x49f40000;
	refused(&b, "IM401", "device tree after bootm moved it at 0x49ff");
}

static void test_a_module_over_u_boots_text_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x4a000000;
	refused(&b, "IM401", "overlaps U-Boot before it moves at 0x4a000000");
}

static void test_a_module_under_the_relocated_u_boot_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x5c000000;
	refused(&b, "IM401", "overlaps U-Boot at 0x5c000000-0x5fffffff");
}

static void test_a_kernel_that_would_unpack_over_itself_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.kernel = 0x40008000;
	refused(&b, "IM401", "entry linux: kernel at 0x40008000");
}

static void test_a_kernel_in_another_block_unpacks_there(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.kernel = 0x50000000;
	refused(&b, "IM401", "unpacked kernel at 0x50008000");
}

static void test_an_address_below_ram_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x3ff00000;
	refused(&b, "IM402", "ramdisk (initrd) at 0x3ff00000-0x3ffdbb9f lies outside the RAM");
}

static void test_an_address_beyond_the_smallest_variant_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x60000000;
	refused(&b, "IM402", "0x40000000-0x5fffffff");
}

static void test_a_module_that_ends_beyond_ram_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.loader.reserve = 0;
	b.board.addresses.ramdisk = 0x5ffff000;
	refused(&b, "IM402", "ramdisk (initrd) at 0x5ffff000-0x600dab9f");
}

static void test_an_address_above_4_gib_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x442000000;
	refused(&b, "IM403", "above 4 GiB, where no 32-bit loader writes");
}

static void test_a_file_that_ends_above_4_gib_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0xfffff000;
	refused(&b, "IM403", "ramdisk (initrd) at 0xfffff000-0x1000dab9f");
}

static void test_a_module_off_a_page_is_refused_with_the_next_page(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x44000004;
	refused(&b, "IM404",
	        "must be aligned to 4 KiB\n  hint: 0x44001000 is the next such address");
}

static void test_a_device_tree_off_8_bytes_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.dtb = 0x43800004;
	refused(&b, "IM404", "device tree (xen.dtb) at 0x43800004 must be aligned to 8 B");
}

static void test_xen_off_a_page_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41000100;
	refused(&b, "IM404", "Xen at 0x41000100 must be aligned to 4 KiB");
}

static void test_xen_off_2_mib_is_a_warning(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.hypervisor = 0x41100000;
	assert_int_equal(make(&b), 0);
	assert_true(test_said_id(*state, "IM421"));
}

static void test_all_problems_are_said_in_one_run(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.addresses.ramdisk = 0x44000004;
	b.board.addresses.dtb = 0x30000000;
	b.board.loader.hyp = false;
	b.entries[0].kernel_args = "console=hvc0";
	b.wanted_entry = "bsd";
	assert_int_equal(make(&b), -1);
	assert_true(test_said_id(*state, "IM404"));
	assert_true(test_said_id(*state, "IM402"));
	assert_true(test_said_id(*state, "IM409"));
	assert_true(test_said_id(*state, "IM408"));
	assert_true(test_said_id(*state, "IM411"));
}

/* ---- bad plans: sizes ---------------------------------------------------------------------- */

static void test_a_ramdisk_larger_than_ram_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.entry_count = 1;
	b.board.ram.smallest = 128 * MIB;
	b.board.loader.bootm_size = 64 * MIB;
	b.board.loader.text_base = 0x42000000;
	b.board.loader.reserve = 16 * MIB;
	b.entries[0].dom0_memory = 64 * MIB;
	b.parts[2] = part(*state, "ramdisk", &cpio_kind, 120 * MIB, 120 * MIB);
	refused(&b, "IM405", "entry xen: no free 120 MiB for ramdisk (initrd) in 128 MiB of RAM");
}

static void test_a_ramdisk_larger_than_bootms_window_is_refused_for_linux_alone(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[2] = part(*state, "ramdisk", &cpio_kind, 170 * MIB, 170 * MIB);
	refused(&b, "IM419",
	        "entry linux: ramdisk after bootm moved it of 170 MiB does not fit below "
	        "0x4a000000");
}

static void test_a_kernel_uimage_beyond_the_loaders_limit_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[1] = part(*state, "kernel", &zimage_kind, 8 * MIB + 4, 30 * MIB);
	refused(&b, "IM406", "kernel is 8388612 bytes, bootm of this loader takes 8388608");
}

static void test_a_kernel_of_exactly_the_limit_is_taken(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[1] = part(*state, "kernel", &zimage_kind, 8 * MIB, 30 * MIB);
	made(&b);
}

static void test_a_ready_uimage_beyond_the_limit_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[0].payload.kind = &uimage_kind;
	b.parts[0].payload.load = 0x41000000;
	b.board.loader.bootm_len = 512 * KIB;
	refused(&b, "IM406", "take the file that is inside the uImage");
}

static void test_modules_that_leave_xen_no_heap_are_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.entry_count = 1;
	b.board.ram.smallest = 64 * MIB;
	b.board.loader.bootm_size = 48 * MIB;
	b.board.loader.text_base = 0;
	b.board.loader.reserve = 8 * MIB;
	b.board.loader.script = 0;
	b.entries[0].dom0_memory = 0;
	b.board.addresses.hypervisor = 0x41000000;
	b.board.addresses.ramdisk = 0x43400000;
	refused(&b, "IM407", "no hole of 32 MiB");
}

static void test_a_device_tree_too_large_for_xen_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[3] = part(*state, "dtb", &dtb_kind, 2 * MIB, 2 * MIB);
	refused(&b, "IM413", "Xen takes 2 MiB");
}

static void test_memory_for_dom0_beyond_the_smallest_ram_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].dom0_memory = 512 * MIB;
	refused(&b, "DT079", "dom0_mem=512M is more than Xen can give of 512 MiB of RAM");
}

static void test_memory_for_dom0_that_is_no_power_of_two_below_128_mib_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].dom0_memory = 96 * MIB;
	refused(&b, "DT079", "below 128 MiB only powers of two");
}

static void test_ram_that_cannot_be_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.ram.smallest = 2048 * MIB;
	refused(&b, "IM415", "cannot be");
	prepare(*state, &b);
	b.board.ram.size = b.board.ram.smallest = 1024;
	refused(&b, "IM415", "RAM of 1024 bytes at 0x40000000");
	prepare(*state, &b);
	b.board.ram.base = 0x40000001;
	refused(&b, "IM415", "at 0x40000001");
	prepare(*state, &b);
	b.board.loader.reserve = 512 * MIB;
	refused(&b, "IM415", "leaves no RAM");
}

/* ---- bad plans: entries and their parts ---------------------------------------------------- */

static void test_a_part_that_does_not_exist_is_refused_by_name(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].ramdisk = "initrd";
	refused(&b, "IM400",
	        "entry xen: its ramdisk is the component \"initrd\", which does not exist");
}

static void test_all_missing_parts_are_named(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.part_count = 0;
	b.board.entry_count = 1;
	assert_int_equal(make(&b), -1);
	assert_non_null(strstr(test_said(*state), "its hypervisor is"));
	assert_non_null(strstr(test_said(*state), "its kernel is"));
	assert_non_null(strstr(test_said(*state), "its ramdisk is"));
	assert_non_null(strstr(test_said(*state), "its device tree is"));
}

static void test_an_empty_part_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[2].data.len = 0;
	refused(&b, "IM418", "the ramdisk ramdisk is empty");
}

static void test_an_elf_kernel_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[1].payload.kind = &elf_kind;
	refused(&b, "IM300", "kernel");
}

static void test_a_kernel_as_device_tree_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].dtb = "kernel";
	refused(&b, "IM300", "device tree");
}

static void test_a_hypervisor_for_another_architecture_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[0].payload.arch = "arm64";
	refused(&b, "IM301", "arm64");
}

static void test_an_entry_without_kernel_or_tree_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[1].kernel = NULL;
	refused(&b, "IM410", "entry linux has no kernel");
	prepare(*state, &b);
	b.entries[1].dtb = NULL;
	refused(&b, "IM410", "entry linux has no device tree");
}

static void test_a_board_with_nothing_to_boot_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.entry_count = 0;
	refused(&b, "IM412", "the board has nothing to boot");
}

static void test_an_unknown_default_entry_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.default_entry = "windows";
	refused(&b, "IM411",
	        "the board has no entry \"windows\"\n  hint: the first one is \"xen\"");
}

static void test_xen_behind_a_loader_without_hyp_mode_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.loader.hyp = false;
	refused(&b, "IM409", "the loader does not enter HYP mode");
}

static void refused_id(struct test *test, const char *id)
{
	struct bench b;

	prepare(test, &b);
	b.entries[0].id = id;
	refused(&b, "IM417", "cannot be an entry's name");
}

static void test_an_entry_whose_name_the_script_cannot_hold_is_refused(void **state)
{
	refused_id(*state, "Xen 4.17");
	refused_id(*state, "xen;reset");
	refused_id(*state, "bootcmd");
	refused_id(*state, "");
	refused_id(*state, "a-name-that-is-longer-than-thirty-two");
}

/* ---- bad plans: arguments ------------------------------------------------------------------ */

static void test_a_console_among_the_kernels_arguments_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[1].kernel_args = "quiet console=ttyS1,9600";
	refused(&b, "IM408", "the arguments set console=ttyS1,9600, which the plan derives");
}

static void test_dtuart_or_dom0_mem_among_xens_arguments_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].hypervisor_args = "dtuart=serial1 dom0_mem=1G";
	assert_int_equal(make(&b), -1);
	assert_non_null(strstr(test_said(*state), "set dtuart=serial1"));
	assert_non_null(strstr(test_said(*state), "set dom0_mem=1G"));
	assert_non_null(strstr(test_said(*state), "made from the entry's dom0-memory"));
}

static void test_arguments_that_only_contain_the_word_are_taken(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[1].kernel_args = "earlyconsole=1 xconsole=2 rdinit=/init";
	made(&b);
}

static void test_a_curly_quote_in_the_arguments_is_refused_with_its_byte(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[1].kernel_args = "root=\xe2\x80\x9c/dev/mmcblk0p2";
	refused(&b, "IM414", "byte 0xe2 in the arguments");
}

static void test_a_newline_in_the_arguments_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].hypervisor_args = "loglvl=all\nguest_loglvl=all";
	refused(&b, "IM414", "byte 0x0a in the arguments");
}

static void test_arguments_longer_than_the_kernel_keeps_are_refused(void **state)
{
	struct bench b;
	char *args = arena_alloc(((struct test *)*state)->arena, 1100);

	prepare(*state, &b);
	memset(args, 'a', 1099);
	b.entries[1].kernel_args = args;
	refused(&b, "IM414", "at most 1023 are kept");
}

/* ---- bad plans: the tree ------------------------------------------------------------------- */

static void with_tree(struct bench *bench, struct dt_tree *tree)
{
	bench->parts[3].data = fdt_write(tree, FDT_NO_SYMBOLS, 0);
	bench->parts[3].data.name = "bad.dtb";
}

static void test_a_tree_of_another_board_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.compatible = "mele,m9";
	refused(&b, "DT010", "the tree is for cubietech,cubieboard2, the board is mele,m9");
}

static void test_a_tree_with_a_disabled_console_is_refused_and_both_files_are_named(void **state)
{
	struct bench b;
	struct dt_tree *tree;

	prepare(*state, &b);
	tree = good_board_tree(b.test->arena);
	dt_set_string(tree, dt_find(tree, "serial0"), "status", "disabled");
	with_tree(&b, tree);
	refused(&b, "DT042", "xen.dtb (from bad.dtb): /soc/serial@1c28000: status: error DT042");
}

static void test_a_console_alias_that_the_tree_lacks_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.board.console.device = "serial2";
	refused(&b, "DT040", "dtuart=serial2 is neither an alias nor a node of the tree");
}

static void test_a_truncated_tree_is_refused(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.parts[3].data.len = 400;
	refused(&b, "DT001", "good.dtb");
}

static void test_a_reserved_range_over_a_module_is_a_warning(void **state)
{
	struct bench b;
	struct dt_tree *tree;

	prepare(*state, &b);
	tree = good_board_tree(b.test->arena);
	tree->reservations = arena_new(tree->arena, struct dt_reservation);
	tree->reservations[0] = (struct dt_reservation){ 0x41200000, 4096 };
	tree->reservation_count = 1;
	with_tree(&b, tree);
	assert_int_equal(make(&b), 0);
	assert_true(test_said_id(*state, "DT005"));
}

/* ---- made files ---------------------------------------------------------------------------- */

static const struct plan_file *boot(struct bench *bench, const char *path)
{
	const struct plan_file *files;

	made(bench);
	assert_int_equal(boot_files(bench->test->arena, &bench->plan, bench->parts,
	                            bench->part_count, 1700000000, &files, &bench->test->diags),
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

	prepare(*state, &b);
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

	prepare(*state, &b);
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

	prepare(*state, &b);
	tree = good_xen_tree(b.test->arena);
	dt_set_cell(tree, dt_find(tree, "/chosen"), "linux,initrd-start", 0x49000000);
	with_tree(&b, tree);
	tree = read_tree(&b, "/xen.dtb");
	assert_int_equal(dt_find(tree, "/chosen")->child_count, 2);
	assert_null(dt_find(tree, "/chosen/module@44000000"));
	assert_null(dt_property(dt_find(tree, "/chosen"), "linux,initrd-start"));
}

static void test_the_wrapped_hypervisor_says_where_it_runs(void **state)
{
	struct bench b;
	struct uimage header;

	prepare(*state, &b);
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
	const struct plan_file *files;

	prepare(*state, &b);
	made(&b);
	for (size_t i = 0; i < b.plan.file_count; i++)
		((struct plan_file *)b.plan.files)[i].size_limit = 10;
	assert_int_equal(boot_files(b.test->arena, &b.plan, b.parts, b.part_count, 0, &files,
	                            &b.test->diags),
	                 -1);
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

	prepare(*state, &b);
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

	prepare(*state, &b);
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

	prepare(*state, &b);
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

	prepare(*state, &b);
	text = script(&b);
	failed = strstr(text, "echo \"BOOT-FAIL bootm: it returned");
	assert_non_null(failed);
	assert_non_null(strstr(failed, "while true; do sleep 1; done"));
}

static void test_a_title_cannot_break_out_of_its_comment(void **state)
{
	struct bench b;

	prepare(*state, &b);
	b.entries[0].title = "Xen\nreset\r\x01";
	assert_null(strstr(script(&b), "\nreset"));
}

static void test_the_same_plan_gives_the_same_bytes(void **state)
{
	struct bench b, c;
	struct bytes first, second;

	prepare(*state, &b);
	first = boot(&b, "/boot.scr")->content;
	prepare(*state, &c);
	second = boot(&c, "/boot.scr")->content;
	assert_true(bytes_equal(first, second));
}

static void test_a_backend_is_found_by_its_id(void **state)
{
	(void)state;
	assert_string_equal(boot_backend("uboot")->name, "U-Boot");
	assert_null(boot_backend("lilo"));
}

/* ---- printing ------------------------------------------------------------------------------ */

static void test_the_plan_as_json_can_be_read_back(void **state)
{
	struct bench b;
	struct text text;
	struct json json;
	const struct json_value *root, *first;

	prepare(*state, &b);
	made(&b);
	text = text_make(b.test->arena);
	json = json_make(&text);
	plan_json(&b.plan, &json);
	assert_int_equal(json_read(b.test->arena, text_bytes(&text, "plan"), &root, &b.test->diags),
	                 0);
	assert_string_equal(json_member_text(root, "default_entry", ""), "xen");
	first = json_member(root, "entries")->items;
	assert_string_equal(json_member_text(first, "command", ""), entry(&b, 0)->command);
	assert_int_equal(json_member(json_member(first, "modules")->items, "size")->number,
	                 5526016);
}

static void test_the_plan_as_text_names_loads_arguments_and_memory(void **state)
{
	struct bench b;
	char *out = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&out, &len);

	prepare(*state, &b);
	made(&b);
	plan_print(b.test->arena, &b.plan, to);
	fclose(to);
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
		TEST(test_the_emulators_smaller_ram_counts_too),
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
		TEST(test_a_part_that_does_not_exist_is_refused_by_name),
		TEST(test_all_missing_parts_are_named),
		TEST(test_an_empty_part_is_refused),
		TEST(test_an_elf_kernel_is_refused),
		TEST(test_a_kernel_as_device_tree_is_refused),
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
		TEST(test_the_plan_as_json_can_be_read_back),
		TEST(test_the_plan_as_text_names_loads_arguments_and_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
