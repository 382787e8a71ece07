/*
 * Boot backends: a finished plan becomes files, without any decision. One row per loader.
 */
#ifndef IMAGER_BOOT_H
#define IMAGER_BOOT_H

#include "imager/plan.h"

/* A loader and what it reads. To add one: boot-NAME.c with its function and its row in boot.c. */
struct boot_backend {
	const char *id;   /* "uboot" */
	const char *name; /* for people */
	/* The text that tells the loader what to do, made from the plan alone. */
	struct bytes (*script)(struct arena *arena, const struct plan *plan);
};
extern const struct boot_backend boot_uboot;

/* A backend by id; NULL when there is none. */
const struct boot_backend *boot_backend(const char *id);

/*
 * Makes every file of the boot partition with its final bytes: uImages are wrapped, the device trees
 * get their nodes, the script is written.
 * @timestamp  seconds since 1970 for uImage headers (SOURCE_DATE_EPOCH)
 * Returns 0 and *@out (plan->file_count files, content set), or -1 (IM450: a made file outgrew its
 * slot).
 */
int boot_files(struct arena *arena, const struct plan *plan, const struct plan_part *parts,
               size_t part_count, uint32_t timestamp, const struct plan_file **out,
               struct diags *diags);

#endif
