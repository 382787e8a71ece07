/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a FAT12, FAT16 or FAT32 out of memory, mistrusting every number: what it lists has
 * whole cluster chains that belong to one file only.
 */
#ifndef IMAGER_FAT_READER_H
#define IMAGER_FAT_READER_H

#include "imager/fs/fat-geometry.h"

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>

struct fat_file {
	const char *path; /* "/dtbs/board.dtb" */
	bool directory;
	struct bytes
		content; /* its base is the offset in the whole image when the file is unbroken */
};

struct fat_contents {
	struct fat_geometry geometry;
	const char *label;          /* without spaces at its end; NULL: none */
	uint32_t volume_id, hidden; /* hidden: sectors before the file system */
	struct fat_file *files;
	size_t count;
};

/*
 * @volume  the file system's bytes; holes are zeros
 * Returns 0; 1 no FAT; -1 damaged: IM530 impossible geometry, IM531 a chain that is too short or
 * leaves the file system, IM532 the two tables differ, IM533 clusters that two files claim, IM534 a
 * damaged directory. What could be read is in *@out all the same.
 */
int fat_read(struct arena *arena, struct bytes volume, struct fat_contents *out,
             struct diags *diags);

#endif
