/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a tree cannot tell of itself and its judges want to know (dt/lint/lint-table.h): the board's
 * RAM, what the loader promises, where files lie. A value that is absent means that the rules which
 * need it are not run.
 */
#ifndef DT_LINT_CONTEXT_H
#define DT_LINT_CONTEXT_H

#include "lib/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lint_for {
	LINT_ANY,   /* Xen when the tree carries its arguments or modules, else Linux */
	LINT_XEN,   /* Xen with Linux as dom0 */
	LINT_LINUX, /* Linux alone */
	LINT_BOARD  /* only what holds for both */
};

enum lint_promise { LINT_UNKNOWN, LINT_YES, LINT_NO };

/* Something that lies in RAM when the first kernel starts. */
struct lint_file {
	const char *what;         /* "dom0 kernel (vmlinuz)" */
	uint64_t address, size;   /* bytes */
	enum lint_promise zimage; /* whether it is a zImage, or a uImage around one */
	bool tree;                /* the device tree itself: reserved ranges may cover it */
};

struct lint_context {
	enum lint_for what_for;
	bool nodes_come_later; /* a kernel package's tree: Xen's arguments and modules are not missed */
	enum severity least;    /* leave out what is less: DIAG_NOTE says everything */
	const char *soc;        /* "sun7i-a20", "exynos5250"; NULL: taken from the root, if known */
	const char *compatible; /* that the root must have; NULL: the SoC's */

	uint64_t ram_base, ram_size; /* of the largest variant, bytes; size 0: unknown */
	uint64_t ram_smallest;       /* of the smallest; 0: as ram_size */

	const char *console;   /* alias or path, "serial0"; NULL: from arguments and stdout-path */
	const char *tty;       /* "ttyS0"; NULL: unknown */
	uint64_t console_rate; /* baud that the loader talks; 0: unknown */

	enum lint_promise loader_adds_memory, loader_adds_psci;
	uint64_t load_address; /* where the tree is when the kernel reads it; 0: unknown */
	uint64_t blob_size;    /* bytes; 0: unknown */
	uint64_t added_bytes;  /* what a script will add to the blob; 0: nothing or unknown */
	uint64_t blob_room;    /* free bytes in the blob for it */

	const struct lint_file *files; /* NULL: unknown */
	size_t file_count;
	/* Paths in the ramdisk without a leading '/', a symbolic link with '@' behind it,
	 * NULL-terminated; NULL: unknown. */
	const char *const *ramdisk;
};

#endif
