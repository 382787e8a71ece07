/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/card/layout.h"

#include "imager/disk/partition-table.h"
#include "imager/fs/fs-table.h"

#include "lib/digest.h"
#include "lib/number.h"

#include <stdlib.h>
#include <string.h>

#define SECTOR_SIZE   512
#define CARD_LIMIT    ((uint64_t)1 << 63) /* bytes: where files and devices end (off_t) */
#define DEFAULT_ALIGN ((uint64_t)1 << 20) /* of partitions: erase blocks of cards, U-Boot below */

/* What goes through the making of one layout. */
struct making {
	struct arena *arena;
	const struct board *board;
	struct layout *out;
	struct extent *extents;
	size_t count;
	uint64_t asked_size; /* bytes, 0: as large as needed */
	struct diags *diags;
};

static int add_extent(struct making *making, struct extent extent)
{
	if (extent.length > CARD_LIMIT || extent.offset > CARD_LIMIT - extent.length)
		return diag_error(making->diags, "IM507", extent.at,
		                  "check its offset, size and limit: no card is that large",
		                  "%s (%s bytes from byte %s on) ends behind 8 EiB", extent.what,
		                  number_commas(making->arena, extent.length),
		                  number_commas(making->arena, extent.offset));
	if (extent.partition != NULL && extent.partition->in_table &&
	    (extent.offset + extent.length) / SECTOR_SIZE > UINT32_MAX)
		return diag_error(making->diags, "IM511", extent.at, "make it smaller",
		                  "%s ends beyond the 32-bit sectors of an MBR", extent.what);
	making->extents =
		arena_push(making->arena, making->extents, making->count, sizeof(*making->extents));
	making->extents[making->count++] = extent;
	return 0;
}

static int add_firmware(struct making *making, const struct board_firmware *firmware,
                        struct bytes data)
{
	uint64_t length = data.len > 0 ? data.len : firmware->limit;
	if (firmware->limit > 0 && data.len > firmware->limit)
		return diag_error(making->diags, "IM504", firmware->spec.at,
		                  "check that it is the file for this board and this offset",
		                  "%s has %s bytes, its place on the card takes %s",
		                  firmware->spec.id, number_commas(making->arena, data.len),
		                  number_commas(making->arena, firmware->limit));
	if (length == 0)
		return 0;
	return add_extent(making, (struct extent){
					  .offset = firmware->spec.offset,
					  .length = length,
					  .what = firmware->spec.id,
					  .content = data.len > 0 ? EXTENT_BYTES : EXTENT_RESERVED,
					  .bytes = data,
					  .at = firmware->spec.at,
				  });
}

/* The first aligned byte behind everything placed so far. */
static uint64_t next_free(const struct making *making, uint64_t align)
{
	uint64_t end = 1;
	for (size_t i = 0; i < making->count; i++)
		if (making->extents[i].offset + making->extents[i].length > end)
			end = making->extents[i].offset + making->extents[i].length;
	return align_up(end, align);
}

static struct fs_request request_of(const struct making *making,
                                    const struct board_partition *partition, uint64_t offset)
{
	return (struct fs_request){
		.what = arena_printf(making->arena, "partition %s", partition->name),
		.label = partition->label,
		.offset = offset,
		.sector_size = making->out->sector_size,
		.timestamp = making->out->timestamp,
		.files = making->out->files,
		.file_count = making->out->file_count,
		.at = partition->at,
	};
}

static int no_size(const struct making *making, const struct board_partition *partition)
{
	return diag_error(
		making->diags, "IM505", partition->at, "give the partition or the image a size",
		"partition %s has no size and no file system to measure", partition->name);
}

/* The size that was given; of the last one the rest of the image; else what the files take. */
static int partition_size(const struct making *making, const struct board_partition *partition,
                          const struct fs *fs, uint64_t offset, uint64_t *size)
{
	const struct board_layout *layout = &making->board->layout;
	bool last = partition == &layout->partitions[layout->partition_count - 1];
	*size = partition->size;
	if (*size > 0)
		return 0;
	if (last && making->asked_size > offset) {
		*size = (making->asked_size - offset) / SECTOR_SIZE * SECTOR_SIZE;
		return 0;
	}
	if (fs == NULL)
		return no_size(making, partition);
	struct fs_request request = request_of(making, partition, offset);
	return fs->measure(making->arena, &request, size, making->diags);
}

static int add_partition(struct making *making, const struct board_partition *partition)
{
	const struct fs *fs = NULL;
	uint64_t align = partition->align              ? partition->align
	                 : making->board->layout.align ? making->board->layout.align
	                                               : DEFAULT_ALIGN;
	uint64_t size, offset = partition->offset;
	if (partition->filesystem != NULL && (fs = fs_find(partition->filesystem)) == NULL)
		return diag_error(making->diags, "IM503", partition->at,
		                  arena_printf(making->arena, "one of %s", fs_names(making->arena)),
		                  "partition %s: no file system is called \"%s\"", partition->name,
		                  partition->filesystem);
	if (offset == 0)
		offset = next_free(making, align);
	if (partition_size(making, partition, fs, offset, &size) < 0)
		return -1;
	if (offset % SECTOR_SIZE != 0 || size % SECTOR_SIZE != 0)
		return diag_error(
			making->diags, "IM506", partition->at, "use multiples of 512 bytes",
			"partition %s does not start or end on a sector", partition->name);
	struct fs_request request = request_of(making, partition, offset);
	if (fs != NULL && fs->check(making->arena, &request, size, making->diags) < 0)
		return -1;
	return add_extent(
		making,
		(struct extent){
			.offset = offset,
			.length = size,
			.what = arena_printf(making->arena, "partition %s", partition->name),
			.content = fs == NULL ? EXTENT_RESERVED : EXTENT_FILESYSTEM,
			.partition = partition,
			.at = partition->at,
		});
}

static int compare_extents(const void *a, const void *b)
{
	const struct extent *x = a, *y = b;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return strcmp(x->what, y->what);
}

/* @b lies on @a; what can move most easily, a partition, is told where to. */
static int collide(const struct making *making, const struct extent *a, const struct extent *b)
{
	if (a->partition != NULL && b->partition == NULL) {
		const struct extent *other = a;
		a = b;
		b = other;
	}
	uint64_t end = a->offset + a->length;
	uint64_t free_from = b->partition == NULL ? end : align_up(end, DEFAULT_ALIGN);
	diag_error(making->diags, "IM500", b->at,
	           arena_printf(making->arena, "move %s to byte %llu or behind", b->what,
	                        (unsigned long long)free_from),
	           "%s (bytes %llu to %llu) lies on %s (bytes %llu to %llu)", b->what,
	           (unsigned long long)b->offset, (unsigned long long)(b->offset + b->length - 1),
	           a->what, (unsigned long long)a->offset, (unsigned long long)(end - 1));
	diag_also(making->diags, a->at);
	return -1;
}

/* Each extent against the one before it that reaches furthest. */
static int check_collisions(const struct making *making)
{
	int result = 0;
	const struct extent *furthest = &making->extents[0];
	for (size_t i = 1; i < making->count; i++) {
		const struct extent *extent = &making->extents[i];
		if (extent->offset < furthest->offset + furthest->length)
			result = collide(making, furthest, extent);
		if (extent->offset + extent->length > furthest->offset + furthest->length)
			furthest = extent;
	}
	return result;
}

static int set_size(struct making *making)
{
	uint64_t end = 0, card = making->board->emulator.card;
	int result = 0;
	for (size_t i = 0; i < making->count; i++) {
		const struct extent *extent = &making->extents[i];
		uint64_t extent_end = extent->offset + extent->length;
		end = extent_end > end ? extent_end : end;
		if (making->asked_size > 0 && extent_end > making->asked_size)
			result = diag_error(making->diags, "IM501", extent->at,
			                    "make the image larger or the partition smaller",
			                    "%s ends at byte %s, the image has %s", extent->what,
			                    number_commas(making->arena, extent_end),
			                    number_commas(making->arena, making->asked_size));
	}
	end = align_up(end, SECTOR_SIZE);
	making->out->size = making->asked_size > 0 ? making->asked_size : end < card ? card : end;
	return result;
}

static int check_table(const struct making *making)
{
	size_t count = 0;
	const struct board_layout *layout = &making->board->layout;
	for (size_t i = 0; i < layout->partition_count; i++)
		count += layout->partitions[i].in_table;
	if (count <= MBR_PARTITIONS)
		return 0;
	return diag_error(making->diags, "IM502", layout->at,
	                  "leave some of them out of the table: in-partition-table = false",
	                  "%zu partitions, an MBR has room for %d", count, MBR_PARTITIONS);
}

/* The signature that was given, or one made of the board's name and the image's size. */
static uint32_t signature(const struct board *board)
{
	uint32_t given = board->layout.disk_signature;
	return given != 0 ? given : crc32_of(0, bytes_of_string(board->name, "")) | 1;
}

static int fill(struct making *making, const struct bytes *firmware)
{
	int result = check_table(making);
	const struct board *board = making->board;
	add_extent(making, (struct extent){ .length = MBR_SIZE,
	                                    .what = "MBR",
	                                    .content = EXTENT_TABLE,
	                                    .at = board->layout.at });
	for (size_t i = 0; i < board->firmware_count; i++)
		if (add_firmware(making, &board->firmware[i], firmware[i]) < 0)
			result = -1;
	for (size_t i = 0; i < board->layout.partition_count; i++)
		if (add_partition(making, &board->layout.partitions[i]) < 0)
			result = -1;
	return result;
}

int layout_make(struct arena *arena, const struct board *board, const struct bytes *firmware,
                const struct fs_file *files, size_t file_count, uint64_t size, uint32_t timestamp,
                struct layout *out, struct diags *diags)
{
	struct making making = { .arena = arena,
		                 .board = board,
		                 .out = out,
		                 .asked_size = size > 0 ? size : board->layout.size,
		                 .diags = diags };
	*out = (struct layout){ .sector_size = SECTOR_SIZE,
		                .disk_signature = signature(board),
		                .files = files,
		                .file_count = file_count,
		                .timestamp = timestamp };
	int result = fill(&making, firmware);
	qsort(making.extents, making.count, sizeof(*making.extents), compare_extents);
	if (check_collisions(&making) < 0)
		result = -1;
	if (set_size(&making) < 0)
		result = -1;
	out->extents = making.extents;
	out->extent_count = making.count;
	return result;
}
