/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of the boot partition with their final bytes. */
#ifndef IMAGER_BOOT_FILES_H
#define IMAGER_BOOT_FILES_H

#include "imager/fetch/part.h"
#include "imager/fs/fs.h"
#include "imager/plan/plan.h"

/*
 * Makes every file of the boot partition with its final bytes: uImages are wrapped, the device trees
 * get their nodes, the script is written.
 * @timestamp  seconds since 1970 for files and uImage headers (SOURCE_DATE_EPOCH)
 * Returns 0 and *@out (plan->file_count files), or -1 (IM450: a made file outgrew its
 * slot).
 */
int boot_files(struct arena *arena, const struct plan *plan, const struct parts *parts,
               uint32_t timestamp, const struct fs_file **out, struct diags *diags);

#endif
