/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A FAT file system into its region. */
#ifndef IMAGER_FAT_WRITER_H
#define IMAGER_FAT_WRITER_H

#include "imager/fs/fat-geometry.h"
#include "imager/fs/fat-tree.h"

/* A file system about to be written: checked, so that geometry and tree fit together. */
struct fat {
	const struct fs_request *request;
	struct fat_geometry geometry;
	struct fat_node *root;
	uint8_t label[FAT_LABEL_SIZE];
	uint32_t volume_id, used; /* used: clusters */
};

/* Places everything and writes it. 0 or -1. */
int fat_write(struct arena *arena, struct fat *fat, struct region region, struct diags *diags);

#endif
