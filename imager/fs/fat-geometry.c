/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fs/fat-geometry.h"

#include "lib/bytes.h"

#include <stdbool.h>
#include <string.h>

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

static uint32_t divide_up(uint64_t value, uint32_t by)
{
	return (uint32_t)((value + by - 1) / by);
}

static bool count_fits(unsigned bits, uint32_t clusters)
{
	uint32_t least = bits == 12 ? FAT_MARGIN : (bits == 16 ? FAT_MAX_12 : FAT_MAX_16) + 1;
	uint32_t most = bits == 12 ? FAT_MAX_12 : bits == 16 ? FAT_MAX_16 : FAT_MAX_32;
	return clusters >= least + FAT_MARGIN && clusters <= most - FAT_MARGIN;
}

/*
 * The FAT is sized for the clusters that there would be without it, so it is never too short. Data
 * is aligned by more reserved sectors: to a cluster, and to 4 KiB on all but the smallest.
 */
static bool try_geometry(uint64_t total, uint32_t sector_size, unsigned bits, uint32_t root_entries,
                         uint32_t cluster_sectors, struct fat_geometry *out)
{
	uint32_t reserved = bits == 32 ? 32 : 1;
	uint32_t root = bits == 32 ? 0 : divide_up((uint64_t)root_entries * 32, sector_size);
	uint32_t align = cluster_sectors, page = 4096 / sector_size;
	if (total <= reserved + root)
		return false;
	uint64_t most = (total - reserved - root) / cluster_sectors;
	uint32_t fat = divide_up((most + FAT_FIRST_CLUSTER) * bits, sector_size * 8);
	if (bits != 12 && align < page)
		align = page;
	uint64_t data = align_up(reserved + root + 2 * (uint64_t)fat, align);
	if (data >= total)
		return false;
	*out = (struct fat_geometry){
		.bits = bits,
		.sector_size = sector_size,
		.cluster_sectors = cluster_sectors,
		.reserved = (uint32_t)(data - root - 2 * (uint64_t)fat),
		.fat_sectors = fat,
		.root_sectors = root,
		.total = (uint32_t)total,
		.data = (uint32_t)data,
		.clusters = (uint32_t)((total - data) / cluster_sectors),
	};
	return count_fits(bits, out->clusters);
}

/* The cluster size that users of FAT32 expect, in bytes; mkfs.fat and Windows choose the same. */
static uint32_t usual_fat32_cluster(uint64_t size)
{
	if (size < 260 * MIB)
		return 512;
	if (size < 8 * GIB)
		return 4096;
	return size < 16 * GIB ? 8192 : size < 32 * GIB ? 16384 : 32768;
}

static int choose_cluster(uint64_t size, uint32_t sector_size, unsigned bits, uint32_t root_entries,
                          struct fat_geometry *out)
{
	/* Bytes, best first: FAT16 with at least 2 KiB, FAT12 as fine as possible. */
	static const uint32_t order_16[] = { 2048, 4096, 8192, 16384, 32768, 1024, 512, 0 };
	static const uint32_t order_12[] = { 512, 1024, 2048, 4096, 8192, 16384, 32768, 0 };
	const uint32_t order_32[] = {
		usual_fat32_cluster(size), 4096, 2048, 1024, 512, 8192, 16384, 32768, 0
	};
	const uint32_t *order = bits == 12 ? order_12 : bits == 16 ? order_16 : order_32;
	for (; *order != 0; order++)
		if (*order >= sector_size && try_geometry(size / sector_size, sector_size, bits,
		                                          root_entries, *order / sector_size, out))
			return 0;
	return 1;
}

int fat_geometry_choose(uint64_t size, uint32_t sector_size, unsigned bits, uint32_t root_entries,
                        struct fat_geometry *out)
{
	static const unsigned small[] = { 16, 12, 32 }, large[] = { 32, 16, 12 };
	const unsigned *order = size < 512 * MIB ? small : large;
	uint32_t root = root_entries < 512 ? 512 : root_entries;
	root = (uint32_t)align_up(root, sector_size / FAT_ENTRY_SIZE);
	if (size / sector_size > UINT32_MAX)
		return 1;
	for (int i = 0; i < 3; i++)
		if ((bits == 0 || bits == order[i]) &&
		    choose_cluster(size, sector_size, order[i], root, out) == 0)
			return 0;
	return 1;
}

uint32_t fat_cluster_size(const struct fat_geometry *geometry)
{
	return geometry->cluster_sectors * geometry->sector_size;
}
