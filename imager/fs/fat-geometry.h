/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which FAT a size becomes, and how large its clusters are. */
#ifndef IMAGER_FAT_GEOMETRY_H
#define IMAGER_FAT_GEOMETRY_H

#include "imager/fs/fat.h"

#include <stdint.h>

struct fat_geometry {
	unsigned bits; /* 12, 16 or 32 */
	uint32_t sector_size, cluster_sectors;
	uint32_t reserved, fat_sectors, root_sectors; /* sectors; root_sectors is 0 with FAT32 */
	uint32_t total, data;                         /* sectors; where cluster 2 is */
	uint32_t clusters;
};

/*
 * Chooses type and cluster size for @size bytes.
 * @bits          12, 16 or 32; 0: by size
 * @root_entries  entries that the root directory holds
 * Returns 0; 1 when no geometry serves (too small, too large for that type).
 */
int fat_geometry_choose(uint64_t size, uint32_t sector_size, unsigned bits, uint32_t root_entries,
                        struct fat_geometry *out);

/* Bytes of a cluster. */
uint32_t fat_cluster_size(const struct fat_geometry *geometry);

#endif
