#include "imager/card/layout.h"

#include "lib/number.h"

static const char *content_name(enum extent_content content)
{
	static const char *const names[] = { [EXTENT_TABLE] = "table",
		                             [EXTENT_BYTES] = "firmware",
		                             [EXTENT_FILESYSTEM] = "filesystem",
		                             [EXTENT_RESERVED] = "left empty" };
	return names[content];
}

void layout_print(struct arena *arena, const struct layout *layout, FILE *to)
{
	fprintf(to, "card image: %s, disk signature 0x%08x\n",
	        number_size_text(arena, layout->size), layout->disk_signature);
	fprintf(to, "  %10s %14s  %-12s %s\n", "sector", "bytes", "holds", "what");
	for (size_t i = 0; i < layout->extent_count; i++) {
		const struct extent *extent = &layout->extents[i];
		fprintf(to, "  %10llu %14s  %-12s %s\n",
		        (unsigned long long)(extent->offset / layout->sector_size),
		        number_commas(arena, extent->length), content_name(extent->content),
		        extent->what);
	}
	for (size_t i = 0; i < layout->file_count; i++)
		fprintf(to, "  %25s  %-12s %s\n",
		        number_commas(arena, layout->files[i].content.len), "file",
		        layout->files[i].path);
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
