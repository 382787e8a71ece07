/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A board like the Cubieboard2 with its parts, from which a good plan follows, for tests that change one
 * thing each. */
#ifndef TESTS_UNIT_PLAN_BENCH_H
#define TESTS_UNIT_PLAN_BENCH_H

#include "good-tree.h"
#include "test.h"

#include "imager/fetch/part.h"
#include "imager/plan/plan-make.h"
#include "imager/plan/plan.h"

#define KIB ((uint64_t)1 << 10)
#define MIB ((uint64_t)1 << 20)

struct bench {
	struct test *test;
	struct board board;
	struct board_entry entries[2];
	struct part parts[5];
	size_t part_count;
	const char *wanted_entry;
	struct plan plan;
};

extern const struct payload_kind xen_kind, zimage_kind, dtb_kind, cpio_kind, uimage_kind, elf_kind;

/* A fresh bench, and fresh diagnostics. */
void plan_bench_prepare(struct test *test, struct bench *bench);
/* A part of @size bytes that takes @memory when it runs. */
struct part plan_bench_part(struct test *test, const char *id, const struct payload_kind *kind,
                            size_t size, uint64_t memory);
/* Replaces the board's device tree. */
void plan_bench_tree(struct bench *bench, struct dt_tree *tree);

/* The bench's parts, as plan_make() and boot_files() take them. */
struct parts plan_bench_parts(const struct bench *bench);
/* plan_make() and plan_lint() on the bench, as commands do. */
int plan_bench_make(struct bench *bench);
/* The plan is made and nothing is said. */
void plan_bench_made(struct bench *bench);
/* The plan is refused, with this id and this text among what is said. */
void plan_bench_refused(struct bench *bench, const char *id, const char *said);

const struct plan_entry *plan_bench_entry(const struct bench *bench, size_t index);
/* "kernel" is the placement "kernel" or "kernel (FILE)"; the test fails when there is none. */
const struct placement *plan_bench_placed(const struct plan_entry *from, const char *what);
/* NULL when there is none. */
const struct plan_file *plan_bench_file(const struct bench *bench, const char *path);

#endif
