/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan-bench.h"

#include "imager/plan/plan-lint.h"
#include "imager/plan/plan-make.h"

#include "dt/tree/fdt.h"

#include <string.h>

const struct payload_kind xen_kind = { "xen", "Xen" };
const struct payload_kind zimage_kind = { "zimage", "ARM zImage" };
const struct payload_kind dtb_kind = { "dtb", "device tree blob" };
const struct payload_kind cpio_kind = { "cpio", "cpio archive" };
const struct payload_kind uimage_kind = { "uimage", "uImage" };
const struct payload_kind elf_kind = { "elf", "ELF file" };

struct part plan_bench_part(struct test *test, const char *id, const struct payload_kind *kind,
                            size_t size, uint64_t memory)
{
	uint8_t *data = arena_alloc(test->arena, size);

	for (size_t i = 0; i < size; i += 997)
		data[i] = (uint8_t)i;
	return (struct part){ .component = { .id = id },
		              .data = bytes_of(data, size, id),
		              .payload = { .kind = kind,
		                           .arch = kind == &cpio_kind || kind == &dtb_kind ? NULL
		                                                                           : "arm",
		                           .compression = "none",
		                           .file_size = size,
		                           .memory_size = memory } };
}

static struct part tree_part(struct test *test)
{
	struct bytes blob = fdt_write(good_board_tree(test->arena), FDT_NO_SYMBOLS, 0);

	blob.name = "good.dtb";
	return (struct part){ .component = { .id = "dtb" },
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

void plan_bench_prepare(struct test *test, struct bench *bench)
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
	bench->parts[0] = plan_bench_part(test, "hypervisor", &xen_kind, 884744, 900 * KIB);
	bench->parts[1] = plan_bench_part(test, "kernel", &zimage_kind, 5526016, 20 * MIB);
	bench->parts[2] = plan_bench_part(test, "ramdisk", &cpio_kind, 900000, 900000);
	bench->parts[3] = tree_part(test);
	bench->part_count = 4;
}

struct parts plan_bench_parts(const struct bench *bench)
{
	return (struct parts){ bench->parts, bench->part_count };
}

int plan_bench_make(struct bench *bench)
{
	struct parts parts = plan_bench_parts(bench);
	struct arena *arena = bench->test->arena;
	struct diags *diags = &bench->test->diags;
	int planned =
		plan_make(arena, &bench->board, &parts, bench->wanted_entry, &bench->plan, diags);
	int judged = plan_lint(arena, &bench->plan, &parts, planned == 0, diags);
	return planned < 0 || judged < 0 ? -1 : 0;
}

const struct plan_entry *plan_bench_entry(const struct bench *bench, size_t index)
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

const struct placement *plan_bench_placed(const struct plan_entry *from, const char *what)
{
	for (size_t i = 0; i < from->placement_count; i++)
		if (is_named(from->placements[i].what, what))
			return &from->placements[i];
	fail_msg("nothing is placed as %s", what);
	return NULL;
}

const struct plan_file *plan_bench_file(const struct bench *bench, const char *path)
{
	for (size_t i = 0; i < bench->plan.file_count; i++)
		if (strcmp(bench->plan.files[i].path, path) == 0)
			return &bench->plan.files[i];
	return NULL;
}

/* The plan is refused, with this id and this text among what is said. */
void plan_bench_refused(struct bench *bench, const char *id, const char *said)
{
	assert_int_equal(plan_bench_make(bench), -1);
	if (!test_said_id(bench->test, id) || !strstr(test_said(bench->test), said))
		fail_msg("%s \"%s\" was not said, but: %s", id, said, test_said(bench->test));
}

void plan_bench_made(struct bench *bench)
{
	if (plan_bench_make(bench) != 0)
		fail_msg("%s", test_said(bench->test));
	assert_string_equal(test_said(bench->test), "");
}

void plan_bench_tree(struct bench *bench, struct dt_tree *tree)
{
	bench->parts[3].data = fdt_write(tree, FDT_NO_SYMBOLS, 0);
	bench->parts[3].data.name = "bad.dtb";
}
