/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the plan's family share while a plan is being made: plan-make.c conducts, plan-arguments.c,
 * plan-files.c, plan-place.c and plan-check.c each do one part. Nobody else includes this.
 */
#ifndef IMAGER_PLAN_DRAFT_H
#define IMAGER_PLAN_DRAFT_H

#include "imager/fetch/part.h"
#include "imager/plan/memory-map.h"
#include "imager/plan/plan.h"

#define MIB ((uint64_t)1 << 20)

/* Xen maps itself in 2 MiB of virtual space and wants to start on such a boundary (Xen
 * docs/misc/arm/booting.txt; 4 KiB is enough for 4.17 on arm32). */
#define XEN_SPACE ((uint64_t)2 << 20)
#define PAGE      ((uint64_t)4096)

struct plan_build {
	struct arena *arena;
	const struct board *board;
	const struct parts *parts;
	struct plan_file *files; /* room for all that the entries can ask for */
	size_t file_count;
	struct diags *diags;
};

/* How the last command starts a payload. */
enum plan_start { START_BOOTM, START_BOOTZ };

/* An entry while it is being made: its parts, its files, then its addresses. */
struct plan_draft {
	const struct board_entry *entry;
	const struct part *hypervisor, *kernel, *ramdisk, *dtb; /* NULL: none */
	struct plan_file *hypervisor_file, *kernel_file, *ramdisk_file, *dtb_file;
	enum plan_start start;
	const char *xen_bootargs, *bootargs;
	uint64_t run, start_load;                 /* what bootm/bootz starts: destination, source */
	uint64_t kernel_load, ramdisk_at, dtb_at; /* of the modules, of the tree */
	struct memory_map map;
};

/* Whether the part is a uImage already. */
bool plan_is_uimage(const struct part *part);

#endif
