/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A good tree, everything that is known of its board, and mistakes to make in it one at a time. */
#ifndef TESTS_UNIT_LINT_BENCH_H
#define TESTS_UNIT_LINT_BENCH_H

#include "good-tree.h"
#include "test.h"

#include "dt/lint/lint-table.h"

#define MIB ((uint64_t)1 << 20)

#define GIC     "/soc/interrupt-controller@1c81000"
#define UART    "/soc/serial@1c28000"
#define KERNEL  "/chosen/module@42000000"
#define RAMDISK "/chosen/module@44000000"
#define XENARGS "/chosen", "xen,xen-bootargs"

struct bench {
	struct dt_tree *tree;
	struct lint_context context;
	struct lint_file files[3];
};

struct lint_case {
	const char *id;
	void (*mistake)(struct bench *bench);
	bool linux_alone, also_others; /* others: the mistake breaks more rules than one */
};

/* One row for each rule. */
extern const struct lint_case lint_cases[];
extern const size_t lint_case_count;

/* A fresh good tree, for Xen or for Linux alone, and fresh diagnostics. */
void bench_prepare(struct test *test, struct bench *bench, bool linux_alone);
/* Adds a domain that Xen can build. */
void bench_add_domain(struct bench *b);

struct dt_node *bench_at(struct bench *bench, const char *path);
struct dt_node *bench_node(struct bench *bench, const char *parent, const char *name);
void bench_drop(struct bench *bench, const char *path, const char *property);
void bench_drop_node(struct bench *bench, const char *path);
void bench_text(struct bench *bench, const char *path, const char *property, const char *value);
/* @count cells follow, each an int. */
void bench_cells(struct bench *bench, const char *path, const char *property, size_t count, ...);

#endif
