/*
 * What the files of the plan's family share while a plan is being made: plan.c conducts,
 * plan-arguments.c, plan-place.c and plan-check.c each do one part. Nobody else includes this.
 */
#ifndef IMAGER_PLAN_BUILD_H
#define IMAGER_PLAN_BUILD_H

#include "imager/plan.h"

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

bool plan_is_uimage(const struct part *part);

/* RAM that every variant of the board has, the emulator's included; bytes. */
uint64_t plan_smallest_ram(const struct board *board);

/* Arguments of each stage, console included, out of board->console. -1: IM408, IM414. */
int plan_arguments(struct plan_build *build, struct plan_draft *draft);

/* Chooses between bootm (a checksum protects it, the loader limits its size) and bootz. -1: IM406. */
int plan_choose_start(struct plan_build *build, struct plan_draft *draft);

/* The draft's files with their names and limits; addresses come later. */
void plan_name_files(struct plan_build *build, struct plan_draft *draft);

/* Puts a file on the card; entries share what is the same. A second file of that name gets its
 * component's behind it. */
const struct plan_file *plan_add_file(struct plan_build *build, const struct plan_file *file);

/* Fills the draft's map and addresses: given ones are taken, the others are found (IM405, IM419). */
int plan_place(struct plan_build *build, struct plan_draft *draft);

/* Collisions, RAM, alignment, Xen's heap: says everything that is wrong with the draft's map. */
int plan_check(struct plan_build *build, const struct plan_draft *draft);

#endif
