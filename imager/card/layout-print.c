/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/card/layout-print.h"

#include "lib/number.h"

static const char *content_name(enum extent_content content)
{
	static const char *const names[] = { [EXTENT_TABLE] = "table",
		                             [EXTENT_BYTES] = "firmware",
		                             [EXTENT_FILESYSTEM] = "filesystem",
		                             [EXTENT_RESERVED] = "left empty" };
	return names[content];
}

/* What the partition table and the file system say of a partition. */
static const char *partition_text(struct arena *arena, const struct board_partition *partition)
{
	const char *name = partition->filesystem == NULL ? "raw" : partition->filesystem;
	if (partition->label != NULL)
		name = arena_printf(arena, "%s \"%s\"", name, partition->label);
	if (!partition->in_table)
		return arena_printf(arena, "%s, not in the table", name);
	return arena_printf(arena, "%s, type 0x%02x%s", name, partition->type,
	                    partition->bootable ? ", bootable" : "");
}

/* The line of @length bytes from @offset on. */
static void print_range(struct arena *arena, const struct layout *layout, uint64_t offset,
                        uint64_t length, const char *holds, const char *what, FILE *to)
{
	fprintf(to, "  %15s %15s %10llu %15s  %-12s %s", number_commas(arena, offset),
	        number_commas(arena, offset + length - 1),
	        (unsigned long long)(offset / layout->sector_size), number_commas(arena, length),
	        holds, what);
}

static void print_extent(struct arena *arena, const struct layout *layout,
                         const struct extent *extent, FILE *to)
{
	print_range(arena, layout, extent->offset, extent->length, content_name(extent->content),
	            extent->what, to);
	if (extent->partition != NULL)
		fprintf(to, " (%s)", partition_text(arena, extent->partition));
	fputc('\n', to);
}

static void print_free(struct arena *arena, const struct layout *layout, uint64_t from,
                       uint64_t until, FILE *to)
{
	if (from >= until)
		return;
	print_range(arena, layout, from, until - from, "nothing", "free", to);
	fputc('\n', to);
}

void layout_print(struct arena *arena, const struct layout *layout, FILE *to)
{
	uint64_t end = 0;
	fprintf(to, "card image: %s, disk signature 0x%08x\n",
	        number_size_text(arena, layout->size), layout->disk_signature);
	fprintf(to, "  %15s %15s %10s %15s  %-12s %s\n", "first byte", "last byte", "sector",
	        "bytes", "holds", "what");
	for (size_t i = 0; i < layout->extent_count; i++) {
		const struct extent *extent = &layout->extents[i];
		print_free(arena, layout, end, extent->offset, to);
		print_extent(arena, layout, extent, to);
		end = extent->offset + extent->length;
	}
	print_free(arena, layout, end, layout->size, to);
	for (size_t i = 0; i < layout->file_count; i++)
		fprintf(to, "  %58s  %-12s %s\n",
		        number_commas(arena, layout->files[i].content.len), "file",
		        layout->files[i].path);
}

static void partition_json(const struct board_partition *partition, struct json *json)
{
	json_key_bool(json, "in_table", partition->in_table);
	json_key_u64(json, "type", partition->type);
	json_key_bool(json, "bootable", partition->bootable);
	json_key_string(json, "filesystem", partition->filesystem);
	json_key_string(json, "label", partition->label);
}

void layout_json(const struct layout *layout, struct json *json)
{
	json_object(json);
	json_key_u64(json, "size", layout->size);
	json_key_u64(json, "sector_size", layout->sector_size);
	json_key_u64(json, "disk_signature", layout->disk_signature);
	json_key_array(json, "extents");
	for (size_t i = 0; i < layout->extent_count; i++) {
		const struct extent *extent = &layout->extents[i];
		json_object(json);
		json_key_u64(json, "offset", extent->offset);
		json_key_u64(json, "length", extent->length);
		json_key_string(json, "what", extent->what);
		json_key_string(json, "holds", content_name(extent->content));
		if (extent->partition != NULL)
			partition_json(extent->partition, json);
		json_end(json);
	}
	json_end(json);
	json_key_array(json, "files");
	for (size_t i = 0; i < layout->file_count; i++) {
		json_object(json);
		json_key_string(json, "path", layout->files[i].path);
		json_key_u64(json, "size", layout->files[i].content.len);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}
