/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a device tree that is judged for Xen and for Linux, with a full context; what was read is
 * written again and must be judged the same. */
#include "dt/lint/lint-table.h"
#include "dt/tree/fdt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct lint_file files[] = {
	{ "vmlinuz", 0x42000000, 0x500000, LINT_YES, false },
	{ "initrd", 0x44000000, 0x100000, LINT_NO, false },
	{ "tree", 0x49ff0000, 0x8000, LINT_UNKNOWN, true },
};
static const char *const ramdisk[] = { "init", NULL };

static size_t judge(struct dt_tree *tree, enum lint_for what_for, struct diags *diags)
{
	struct lint_context context = { .what_for = what_for,
		                        .soc = "sun7i-a20",
		                        .ram_base = 0x40000000,
		                        .ram_size = 0x40000000,
		                        .tty = "ttyS0",
		                        .console_rate = 115200,
		                        .files = files,
		                        .file_count = 3,
		                        .ramdisk = ramdisk };
	size_t before = diags->count;

	lint_tree(tree, &context, diags);
	return diags->count - before;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct dt_tree *tree, *again;

	if (fdt_read(arena, bytes_of(data, size, "input"), &tree, &diags) == 0) {
		size_t xen = judge(tree, LINT_XEN, &diags), alone = judge(tree, LINT_LINUX, &diags);
		struct bytes blob = fdt_write(tree, FDT_NO_SYMBOLS, 0);
		if (fdt_read(arena, blob, &again, &diags) != 0 ||
		    judge(again, LINT_XEN, &diags) != xen ||
		    judge(again, LINT_LINUX, &diags) != alone)
			abort();
	}
	arena_close(arena);
	return 0;
}
