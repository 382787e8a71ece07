/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of file systems that imager can write. */
#ifndef IMAGER_FS_TABLE_H
#define IMAGER_FS_TABLE_H

#include "imager/fs/fs.h"

/* NULL when there is none of that name. */
const struct fs *fs_find(const char *name);
/* "vfat, fat12, …", for messages. */
const char *fs_names(struct arena *arena);

#endif
