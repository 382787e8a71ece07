/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The boot plan: who loads what, from where, to which address, when, with which arguments.
 * Plain data, made and checked without touching a disk; below it no decisions are left.
 */
#ifndef IMAGER_PLAN_H
#define IMAGER_PLAN_H

#include "imager/board/board.h"
#include "imager/plan/memory-map.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>

/* A file of the boot partition. */
struct plan_file {
	const char *path;      /* "/vmlinuz" */
	const char *role;      /* "hypervisor", "kernel", "ramdisk", "dtb", "script" */
	struct bytes content;  /* of its component; empty for what is made: dtb and script */
	uint64_t size_limit;   /* bytes: the slot that the plan reserves for made files */
	const char *component; /* id it comes from; NULL for made files */
	bool as_uimage;        /* wrapped with a header that says load and entry */
	uint64_t load, entry;
	const char *uimage_type; /* "kernel", "script" … */
};

/* One load command of the script. */
struct plan_load {
	const struct plan_file *file;
	uint64_t address;
	uint64_t size; /* bytes that the file must have on the card; 0: any (made files) */
};

/* A module that Xen gets through /chosen. */
struct plan_module {
	const char *compatible; /* "multiboot,kernel", "multiboot,ramdisk" */
	const char *what;       /* "dom0 kernel (vmlinuz)" */
	uint64_t address, size;
	const char *bootargs; /* NULL: none */
};

struct plan_entry {
	const char *id, *title;
	bool hypervisor;
	const struct plan_load *loads;
	size_t load_count;
	const struct plan_module *modules;
	size_t module_count;
	const char *xen_bootargs; /* NULL without a hypervisor */
	const char *bootargs;     /* the kernel's, dom0's under a hypervisor */
	const char *stdout_path;  /* "serial0:115200n8" */
	const char *command;      /* "bootm 0x45000000 - 0x43800000": what ends the script */
	const struct placement *placements;
	size_t placement_count;
	const struct plan_file *dtb;   /* the entry's own tree, /chosen included */
	const char *dtb_component;     /* what it is made from */
	const char *ramdisk_component; /* NULL: none */
	uint64_t dtb_address;          /* where the script loads it */
	struct where at;
};

struct plan {
	const struct board *board;
	const struct plan_entry *entries;
	size_t entry_count;
	const char *default_entry;
	const struct plan_file *files; /* of the boot partition, in the order they are written */
	size_t file_count;
};

#endif
