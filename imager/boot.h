/*
 * Boot backends: a finished plan becomes files, without any decision. One row per loader.
 */
#ifndef IMAGER_BOOT_H
#define IMAGER_BOOT_H

#include "imager/plan.h"

/*
 * Makes every file of the boot partition with its final bytes: uImages are wrapped, the device tree
 * gets its nodes, the script is written.
 * @timestamp  seconds since 1970 for uImage headers (SOURCE_DATE_EPOCH)
 * Returns 0 and *@out (plan->file_count files, content set), or -1 (IM45x: a made file outgrew its slot).
 */
int boot_files(struct arena *arena, const struct plan *plan, const struct plan_part *parts,
               size_t part_count, uint32_t timestamp, const struct plan_file **out,
               struct diags *diags);

#endif
