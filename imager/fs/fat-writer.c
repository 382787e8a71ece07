/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes a FAT that was checked: boot sector, tables, directories, then each file in one
 * stretch. Clusters that hold nothing are never written and stay holes.
 */
#include "imager/fs/fat-writer.h"

#include "lib/digest.h"

#include <string.h>
#include <time.h>

#define MEDIA        0xf8 /* fixed disk */
#define FSINFO       1    /* sector */
#define BACKUP_BOOT  6    /* sector of the copy of boot sector and FSInfo */
#define END_OF_CHAIN 0x0fffffffu
#define YEAR_1980    ((int64_t)315532800)  /* its first second, since 1970 */
#define YEAR_2107    ((int64_t)4354819199) /* its last one: FAT counts 128 years */

/* ---- placing: directories first, then files, each in one stretch --------------------------------- */

static void place(struct fat *fat, struct fat_node *node, uint64_t bytes)
{
	node->clusters = (uint32_t)((bytes + fat_cluster_size(&fat->geometry) - 1) /
	                            fat_cluster_size(&fat->geometry));
	node->cluster = node->clusters == 0 ? 0 : FAT_FIRST_CLUSTER + fat->used;
	fat->used += node->clusters;
}

static void place_directories(struct fat *fat, struct fat_node *directory)
{
	if (directory->parent != NULL || fat->geometry.bits == 32)
		place(fat, directory,
		      (uint64_t)(directory->slots == 0 ? 1 : directory->slots) * FAT_ENTRY_SIZE);
	for (size_t i = 0; i < directory->child_count; i++)
		if (directory->children[i]->file == NULL)
			place_directories(fat, directory->children[i]);
}

static void place_files(struct fat *fat, struct fat_node *directory)
{
	for (size_t i = 0; i < directory->child_count; i++) {
		struct fat_node *child = directory->children[i];
		if (child->file == NULL)
			place_files(fat, child);
		else
			place(fat, child, child->file->content.len);
	}
}

/* ---- writing ------------------------------------------------------------------------------------- */

/* A time as FAT stores it: local time of no zone, from 1980 to 2107. */
struct fat_time {
	uint16_t date, time;
	uint8_t odd_second; /* in 10 ms */
};

static struct fat_time fat_time_of(int64_t seconds)
{
	struct tm tm;
	time_t when = seconds < YEAR_1980 ? YEAR_1980 : seconds > YEAR_2107 ? YEAR_2107 : seconds;
	gmtime_r(&when, &tm);
	return (struct fat_time){
		.date = (uint16_t)((tm.tm_year - 80) << 9 | (tm.tm_mon + 1) << 5 | tm.tm_mday),
		.time = (uint16_t)(tm.tm_hour << 11 | tm.tm_min << 5 | tm.tm_sec / 2),
		.odd_second = tm.tm_sec % 2 ? 100 : 0,
	};
}

/* The id is made of what the file system holds: the same for the same content, else another. */
static uint32_t count_volume_id(const struct fs_request *request)
{
	uint8_t numbers[8];
	uint32_t crc = crc32_of(0, bytes_of_string(request->label ? request->label : "", ""));
	put_le32(numbers, request->timestamp);
	put_le32(numbers + 4, (uint32_t)request->offset);
	crc = crc32_of(crc, bytes_of(numbers, sizeof(numbers), ""));
	for (size_t i = 0; i < request->file_count; i++) {
		const char *path = request->files[i].path;
		crc = crc32_of(crc, bytes_of(path, strlen(path) + 1, ""));
		crc = crc32_of(crc, request->files[i].content);
	}
	return crc;
}

/* Offsets: FAT specification, "Boot Sector and BPB". */
static void fill_boot_sector(const struct fat *fat, uint8_t *sector)
{
	const struct fat_geometry *g = &fat->geometry;
	uint8_t *extended = sector + (g->bits == 32 ? 64 : 36);
	bool small = g->bits != 32 && g->total < 0x10000;
	memcpy(sector, g->bits == 32 ? "\xeb\x58\x90imager  " : "\xeb\x3c\x90imager  ", 11);
	put_le16(sector + 11, (uint16_t)g->sector_size);
	sector[13] = (uint8_t)g->cluster_sectors;
	put_le16(sector + 14, (uint16_t)g->reserved);
	sector[16] = 2; /* tables */
	put_le16(sector + 17, (uint16_t)(g->root_sectors * (g->sector_size / FAT_ENTRY_SIZE)));
	put_le16(sector + 19, (uint16_t)(small ? g->total : 0));
	sector[21] = MEDIA;
	put_le16(sector + 22, (uint16_t)(g->bits == 32 ? 0 : g->fat_sectors));
	put_le16(sector + 24, 63); /* sectors a track, heads: what disks claim */
	put_le16(sector + 26, 255);
	put_le32(sector + 28, (uint32_t)(fat->request->offset / g->sector_size));
	put_le32(sector + 32, small ? 0 : g->total);
	if (g->bits == 32) {
		put_le32(sector + 36, g->fat_sectors);
		put_le32(sector + 44, fat->root->cluster);
		put_le16(sector + 48, FSINFO);
		put_le16(sector + 50, BACKUP_BOOT);
	}
	extended[0] = 0x80; /* drive */
	extended[2] = 0x29; /* id, label and type follow */
	put_le32(extended + 3, fat->volume_id);
	memcpy(extended + 7, fat->label, FAT_LABEL_SIZE);
	memcpy(extended + 18,
	       g->bits == 12   ? "FAT12   "
	       : g->bits == 16 ? "FAT16   "
	                       : "FAT32   ",
	       8);
	put_le16(sector + 510, 0xaa55);
}

static void fill_fsinfo(const struct fat *fat, uint8_t *sector)
{
	put_le32(sector, 0x41615252);
	put_le32(sector + 484, 0x61417272);
	put_le32(sector + 488, fat->geometry.clusters - fat->used);
	put_le32(sector + 492, FAT_FIRST_CLUSTER + fat->used);
	put_le32(sector + 508, 0xaa550000);
}

static int write_reserved(struct arena *arena, const struct fat *fat, struct region region,
                          struct diags *diags)
{
	uint32_t size = fat->geometry.sector_size;
	uint8_t *sectors = arena_alloc(arena, 2 * (size_t)size);
	bool large = fat->geometry.bits == 32;
	struct bytes data = bytes_of(sectors, large ? 2 * (size_t)size : size, "boot sector");
	fill_boot_sector(fat, sectors);
	if (large)
		fill_fsinfo(fat, sectors + size);
	if (region_write(region, 0, data, diags) < 0)
		return -1;
	return large ? region_write(region, (uint64_t)BACKUP_BOOT * size, data, diags) : 0;
}

static void put_link(uint8_t *table, unsigned bits, uint32_t cluster, uint32_t next)
{
	uint8_t *at = table + (size_t)cluster * bits / 8;
	if (bits == 32)
		put_le32(at, next);
	else if (bits == 16)
		put_le16(at, (uint16_t)next);
	else if (cluster % 2 == 0)
		put_le16(at, (uint16_t)((next & 0xfff) | (at[1] & 0xf0) << 8));
	else
		put_le16(at, (uint16_t)((next & 0xfff) << 4 | (at[0] & 0x0f)));
}

static void link_chains(const struct fat *fat, const struct fat_node *node, uint8_t *table)
{
	for (uint32_t i = 0; i < node->clusters; i++)
		put_link(table, fat->geometry.bits, node->cluster + i,
		         i + 1 < node->clusters ? node->cluster + i + 1 : END_OF_CHAIN);
	for (size_t i = 0; i < node->child_count; i++)
		link_chains(fat, node->children[i], table);
}

/* Only the part of the tables that is in use: the rest reads as zeros, which means free. */
static int write_tables(struct arena *arena, const struct fat *fat, struct region region,
                        struct diags *diags)
{
	const struct fat_geometry *g = &fat->geometry;
	size_t len = ((size_t)fat->used + FAT_FIRST_CLUSTER) * g->bits / 8 + 4;
	len = (size_t)align_up(len, g->sector_size);
	if (len > (size_t)g->fat_sectors * g->sector_size)
		len = (size_t)g->fat_sectors * g->sector_size;
	uint8_t *table = arena_alloc(arena, len + 4);
	put_link(table, g->bits, 0, 0x0fffff00 | MEDIA);
	put_link(table, g->bits, 1, END_OF_CHAIN);
	link_chains(fat, fat->root, table);
	for (uint32_t copy = 0; copy < 2; copy++)
		if (region_write(region,
		                 (uint64_t)(g->reserved + copy * g->fat_sectors) * g->sector_size,
		                 bytes_of(table, len, "FAT"), diags) < 0)
			return -1;
	return 0;
}

/* @node  whose entry it is; a label and ".." in the root have none */
static uint8_t *put_entry(const struct fat *fat, uint8_t *entry, const uint8_t *name,
                          uint8_t attributes, const struct fat_node *node)
{
	struct fat_time time = fat_time_of(node == NULL ? fat->root->time : node->time);
	memcpy(entry, name, FAT_LABEL_SIZE);
	entry[11] = attributes;
	entry[12] = 0;
	entry[13] = time.odd_second;
	put_le16(entry + 14, time.time); /* made, read, changed */
	put_le16(entry + 16, time.date);
	put_le16(entry + 18, time.date);
	put_le16(entry + 22, time.time);
	put_le16(entry + 24, time.date);
	if (node != NULL) {
		put_le16(entry + 20, (uint16_t)(node->cluster >> 16));
		put_le16(entry + 26, (uint16_t)node->cluster);
		put_le32(entry + 28, node->file == NULL ? 0 : (uint32_t)node->file->content.len);
	}
	return entry + FAT_ENTRY_SIZE;
}

/* The parts of a long name come last first, 13 units each, ended by 0 and filled up with 0xffff. */
static uint8_t *put_long_name(uint8_t *entry, const struct fat_name *name)
{
	static const uint8_t places[13] = { 1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30 };
	for (unsigned part = name->slots - 1; part > 0; part--, entry += FAT_ENTRY_SIZE) {
		entry[0] = (uint8_t)(part | (part == name->slots - 1 ? 0x40 : 0));
		entry[11] = FAT_LONG_NAME;
		entry[13] = fat_name_sum(name->base);
		for (unsigned i = 0; i < 13; i++) {
			unsigned at = (part - 1) * 13 + i;
			put_le16(entry + places[i], at < name->long_units    ? name->long_name[at]
			                            : at == name->long_units ? 0
			                                                     : 0xffff);
		}
	}
	return entry;
}

static uint8_t *put_dots(const struct fat *fat, uint8_t *entry, const struct fat_node *directory)
{
	/* ".." of a directory in the root says 0, also where the root is a cluster chain. */
	bool in_root = directory->parent->parent == NULL;
	entry = put_entry(fat, entry, (const uint8_t *)".          ", FAT_DIRECTORY, directory);
	return put_entry(fat, entry, (const uint8_t *)"..         ", FAT_DIRECTORY,
	                 in_root ? NULL : directory->parent);
}

static uint64_t cluster_offset(const struct fat_geometry *g, uint32_t cluster)
{
	uint64_t sector = g->data + (uint64_t)(cluster - FAT_FIRST_CLUSTER) * g->cluster_sectors;
	return sector * g->sector_size;
}

static int write_directory(struct arena *arena, const struct fat *fat,
                           const struct fat_node *directory, struct region region,
                           struct diags *diags)
{
	const struct fat_geometry *g = &fat->geometry;
	size_t len = (size_t)directory->slots * FAT_ENTRY_SIZE;
	uint8_t *entries = arena_alloc(arena, len), *at = entries;
	if (directory->parent != NULL)
		at = put_dots(fat, at, directory);
	else if (fat->request->label != NULL)
		at = put_entry(fat, at, fat->label, FAT_LABEL, NULL);
	for (size_t i = 0; i < directory->child_count; i++) {
		const struct fat_node *child = directory->children[i];
		at = put_long_name(at, &child->name);
		at = put_entry(fat, at, child->name.base,
		               child->file == NULL ? FAT_DIRECTORY : FAT_ARCHIVE, child);
		at[12 - FAT_ENTRY_SIZE] = child->name.case_bits;
	}
	uint64_t offset = directory->cluster == 0
	                          ? (uint64_t)(g->data - g->root_sectors) * g->sector_size
	                          : cluster_offset(g, directory->cluster);
	return region_write(region, offset, bytes_of(entries, len, "directory"), diags);
}

static int write_tree(struct arena *arena, const struct fat *fat, const struct fat_node *directory,
                      struct region region, struct diags *diags)
{
	if (write_directory(arena, fat, directory, region, diags) < 0)
		return -1;
	for (size_t i = 0; i < directory->child_count; i++) {
		const struct fat_node *child = directory->children[i];
		int result =
			child->file == NULL
				? write_tree(arena, fat, child, region, diags)
				: region_write(region,
		                               child->cluster == 0 ? 0
		                                                   : cluster_offset(&fat->geometry,
		                                                                    child->cluster),
		                               child->file->content, diags);
		if (result < 0)
			return -1;
	}
	return 0;
}

int fat_write(struct arena *arena, struct fat *fat, struct region region, struct diags *diags)
{
	fat->volume_id = count_volume_id(fat->request);
	place_directories(fat, fat->root);
	place_files(fat, fat->root);
	if (write_reserved(arena, fat, region, diags) < 0 ||
	    write_tables(arena, fat, region, diags) < 0)
		return -1;
	return write_tree(arena, fat, fat->root, region, diags);
}
