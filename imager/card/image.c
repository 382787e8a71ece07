/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/card/image.h"

#include "imager/disk/partition-table.h"
#include "imager/fs/fs-table.h"

/* The partitions that the table names, by their place on the card. */
static struct mbr table_of(const struct layout *layout)
{
	struct mbr mbr = { .disk_signature = layout->disk_signature };
	for (size_t i = 0; i < layout->extent_count && mbr.count < MBR_PARTITIONS; i++) {
		const struct extent *extent = &layout->extents[i];
		if (extent->partition != NULL && extent->partition->in_table)
			mbr.partitions[mbr.count++] =
				(struct mbr_partition){ .start = extent->offset,
				                        .size = extent->length,
				                        .type = extent->partition->type,
				                        .bootable = extent->partition->bootable };
	}
	return mbr;
}

static int write_table(struct arena *arena, const struct layout *layout, struct region region,
                       struct diags *diags)
{
	struct bytes table;
	struct mbr mbr = table_of(layout);
	if (mbr_make(arena, &mbr, layout->size, layout->sector_size, &table, diags) < 0)
		return -1;
	return region_write(region, 0, table, diags);
}

static int write_filesystem(struct arena *arena, const struct layout *layout,
                            const struct extent *extent, struct region region, struct diags *diags)
{
	struct fs_request request = { .what = extent->what,
		                      .label = extent->partition->label,
		                      .offset = extent->offset,
		                      .sector_size = layout->sector_size,
		                      .timestamp = layout->timestamp,
		                      .files = layout->files,
		                      .file_count = layout->file_count,
		                      .at = extent->at };
	return fs_find(extent->partition->filesystem)->write(arena, &request, region, diags);
}

static int write_extent(struct arena *arena, const struct layout *layout,
                        const struct extent *extent, struct output *output, struct diags *diags)
{
	struct region region = output_region(output, extent->offset, extent->length, extent->what);
	switch (extent->content) {
	case EXTENT_TABLE:
		return write_table(arena, layout, region, diags);
	case EXTENT_BYTES:
		return region_write(region, 0, extent->bytes, diags);
	case EXTENT_FILESYSTEM:
		return write_filesystem(arena, layout, extent, region, diags);
	case EXTENT_RESERVED:
		break;
	}
	return 0;
}

/* What the image holds besides its holes, file systems' own tables apart. */
static uint64_t bytes_of_contents(const struct layout *layout)
{
	uint64_t size = 0;
	for (size_t i = 0; i < layout->extent_count; i++)
		if (layout->extents[i].content == EXTENT_BYTES)
			size += layout->extents[i].bytes.len;
	for (size_t i = 0; i < layout->file_count; i++)
		size += layout->files[i].content.len;
	return size;
}

int image_write(struct arena *arena, const struct layout *layout, const char *path,
                const struct output_calls *calls, struct diags *diags)
{
	struct output *output = NULL;
	if (output_open(arena, path, calls, &output, diags) < 0)
		return -1;
	output_expect(output, bytes_of_contents(layout));
	int result = output_resize(output, layout->size, diags);
	for (size_t i = 0; i < layout->extent_count && result == 0; i++)
		result = write_extent(arena, layout, &layout->extents[i], output, diags);
	if (result == 0)
		result = output_commit(output, diags);
	output_close(output);
	return result;
}
