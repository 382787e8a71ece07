/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of FAT in the table of file systems: how large it must be, and whether files fit. */
#include "imager/fs/fat-writer.h"

#include "lib/number.h"

/* Clusters of this size that everything takes; more than any file system has when it is absurd. */
static uint64_t count_clusters(const struct fat_node *directory, uint32_t size, bool root_too)
{
	uint64_t count = 0;
	if (root_too)
		count += ((uint64_t)directory->slots * FAT_ENTRY_SIZE + size) / size;
	for (size_t i = 0; i < directory->child_count; i++) {
		const struct fat_node *child = directory->children[i];
		count += child->file == NULL ? count_clusters(child, size, true)
		                             : (child->file->content.len + size - 1) / size;
	}
	return count;
}

/* Whether @size bytes take the tree, with a cluster left over: some boot ROMs cannot read a FAT that
 * is full to its end. */
static bool fits(struct fat *fat, uint64_t size, unsigned bits)
{
	struct fat_geometry *geometry = &fat->geometry;
	if (fat_geometry_choose(size, fat->request->sector_size, bits, fat->root->slots,
	                        geometry) != 0)
		return false;
	return count_clusters(fat->root, fat_cluster_size(geometry), geometry->bits == 32) + 1 <=
	       geometry->clusters;
}

static int prepare(struct arena *arena, const struct fs_request *request, struct fat *fat,
                   struct diags *diags)
{
	const char *why;
	*fat = (struct fat){ .request = request };
	if (fat_label_make(request->label, fat->label, &why) < 0)
		return diag_error(diags, "IM525", request->at, why,
		                  "%s: \"%s\" cannot be the label of a FAT file system",
		                  request->what, request->label);
	return fat_tree_make(arena, request, &fat->root, diags);
}

static int measure(struct arena *arena, const struct fs_request *request, unsigned bits,
                   uint64_t *size, struct diags *diags)
{
	struct fat fat;
	const uint64_t mib = (uint64_t)1 << 20, limit = (uint64_t)1 << 41;
	uint64_t content = 0;
	if (prepare(arena, request, &fat, diags) < 0)
		return -1;
	for (size_t i = 0; i < request->file_count; i++)
		content += request->files[i].content.len;
	for (*size = align_up(content + 1, mib); *size < limit; *size += align_up(*size / 32, mib))
		if (fits(&fat, *size, bits))
			return 0;
	return diag_error(diags, "IM526", request->at, "put less on it",
	                  "%s: no FAT file system takes the %s of its files", request->what,
	                  number_size_text(arena, content));
}

static int check(struct arena *arena, const struct fs_request *request, uint64_t size,
                 unsigned bits, struct fat *fat, struct diags *diags)
{
	uint64_t need;
	if (prepare(arena, request, fat, diags) < 0)
		return -1;
	if (fits(fat, size, bits))
		return 0;
	if (measure(arena, request, bits, &need, diags) < 0)
		return -1;
	if (need <= size)
		return diag_error(diags, "IM527", request->at, "choose another size, or type vfat",
		                  "%s: %s cannot be a FAT%u", request->what,
		                  number_size_text(arena, size), bits);
	return diag_error(diags, "IM526", request->at,
	                  arena_printf(arena, "make it %s or larger, or put less on it",
	                               number_size_text(arena, need)),
	                  "%s: its files need %s, it has %s", request->what,
	                  number_size_text(arena, need), number_size_text(arena, size));
}

static int write_fat(struct arena *arena, const struct fs_request *request, unsigned bits,
                     struct region region, struct diags *diags)
{
	struct fat fat;
	if (check(arena, request, region.size, bits, &fat, diags) < 0)
		return -1;
	return fat_write(arena, &fat, region, diags);
}

/* ---- rows: one per type; vfat chooses by size ---------------------------------------------------- */

#define FAT_ROW(ROW, BITS)                                                                         \
	static int ROW##_measure(struct arena *arena, const struct fs_request *request,            \
	                         uint64_t *size, struct diags *diags)                              \
	{                                                                                          \
		return measure(arena, request, BITS, size, diags);                                 \
	}                                                                                          \
	static int ROW##_check(struct arena *arena, const struct fs_request *request,              \
	                       uint64_t size, struct diags *diags)                                 \
	{                                                                                          \
		struct fat fat;                                                                    \
		return check(arena, request, size, BITS, &fat, diags);                             \
	}                                                                                          \
	static int ROW##_write(struct arena *arena, const struct fs_request *request,              \
	                       struct region region, struct diags *diags)                          \
	{                                                                                          \
		return write_fat(arena, request, BITS, region, diags);                             \
	}                                                                                          \
	const struct fs fs_##ROW = { #ROW, ROW##_measure, ROW##_check, ROW##_write }

FAT_ROW(vfat, 0);
FAT_ROW(fat12, 12);
FAT_ROW(fat16, 16);
FAT_ROW(fat32, 32);
