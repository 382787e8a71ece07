/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole card image: loaders at their places, partition table, file systems, the files on them. */
#include "imager/verify/verify-image.h"

#include "imager/format/firmware.h"
#include "imager/format/mbr.h"
#include "imager/format/payload-table.h"
#include "imager/format/spl.h"
#include "imager/format/uimage.h"
#include "imager/fs/fat-reader.h"
#include "imager/verify/verify-content.h"
#include "imager/verify/verify-script.h"
#include "imager/verify/verify-tree.h"
#include "imager/verify/verify-uimage.h"

#include "lib/number.h"

#include <string.h>

/* What goes through the verifying of one image. */
struct image_check {
	struct arena *arena;
	struct bytes disk;
	struct mbr mbr;
	const struct board *board; /* what it should be for; NULL: any */
	struct verify_report *report;
	struct diags *diags;
};

static char *sector_text(const struct image_check *check, uint64_t offset)
{
	return arena_printf(check->arena, "sector %llu", (unsigned long long)offset / 512);
}

/* Faults said since @before. */
static size_t faults_since(const struct diags *diags, size_t before)
{
	size_t faults = 0;
	for (size_t i = before; i < diags->count; i++)
		faults += diags->list[i].severity >= DIAG_NO;
	return faults;
}

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

/* ---- loaders -------------------------------------------------------------------------------------- */

/* The bytes that belong to an Allwinner loader: to the end of the uImage behind the SPL. */
static struct bytes egon_bytes(struct bytes from)
{
	uint64_t size = be32_at(from, EGON_UBOOT_OFFSET + 12);
	if (be32_at(from, EGON_UBOOT_OFFSET) == UIMAGE_MAGIC)
		return bytes_at(from, 0, EGON_UBOOT_OFFSET + UIMAGE_HEADER_SIZE + size);
	return from;
}

static bool is_egon(struct bytes from)
{
	return from.len > 32 && memcmp(from.p + 4, "eGON.BT0", 8) == 0;
}

static bool is_exynos_spl(struct bytes from)
{
	uint32_t stored = 0, counted = 0;
	struct bytes spl = bytes_at(from, 0, EXYNOS_SPL_SIZE);
	return spl.len == EXYNOS_SPL_SIZE && exynos_spl_sum(spl, &stored, &counted) &&
	       stored == counted && counted != 0;
}

static bool is_blank(struct bytes view)
{
	for (size_t i = 0; i < view.len; i++)
		if (view.p[i] != 0)
			return false;
	return true;
}

/* Where loaders may be, when no board says it. An Exynos SPL is known by its checksum only; what has no
 * test of its own belongs to the row before it. */
static const struct place {
	struct firmware_spec firmware;
	bool (*is_there)(struct bytes from);
	uint64_t limit; /* bytes */
} places[] = {
	{ { .id = "loader", .check = "egon", .offset = 8192 }, is_egon, 1 << 20 },
	{ { .id = "loader", .check = "egon", .offset = 131072 }, is_egon, 1 << 20 },
	{ { .id = "SPL", .check = "exynos-spl", .offset = 17 * 512 },
	  is_exynos_spl,
	  EXYNOS_SPL_SIZE },
	{ { .id = "BL1", .check = "exynos-bl1", .offset = 1 * 512 }, NULL, EXYNOS_BL1_SIZE },
	{ { .id = "U-Boot", .check = "exynos-u-boot", .offset = 49 * 512 }, NULL, 512 * 1024 },
};

static void check_loader(struct image_check *check, const struct firmware_spec *row, uint64_t limit)
{
	size_t before = check->diags->count;
	struct bytes data = bytes_at(check->disk, row->offset, limit);
	if (row->check != NULL && strcmp(row->check, "egon") == 0)
		data = egon_bytes(data);
	if (row->check != NULL && strcmp(row->check, "exynos-spl") == 0)
		data = bytes_at(data, 0, EXYNOS_SPL_SIZE);
	if (is_blank(data))
		diag_no(check->diags, "IM340", at_offset(data, 0),
		        row->warning == NULL ? "build the image with all of its firmware"
		                             : row->warning,
		        "%s is missing: its place on the card is empty", row->id);
	else
		firmware_check(check->arena, row, data, check->diags);
	bool good = faults_since(check->diags, before) == 0;
	struct diags ignored = diags_make(check->arena);
	struct payload payload = payload_recognise(check->arena, data, &ignored);
	const char *name = strcmp(payload.kind->id, "unknown") == 0 ? row->id : payload.kind->name;
	verify_add(check->arena, check->report,
	           (struct verify_item){
			   .place = sector_text(check, row->offset),
			   .kind = name,
			   .detail = arena_printf(check->arena, "%s%s%s", or_empty(payload.detail),
	                                          payload.detail && payload.version ? ", " : "",
	                                          or_empty(payload.version)),
			   .size = data.len,
			   .good = good });
}

static void check_board_loaders(struct image_check *check, const struct board *board)
{
	for (size_t i = 0; i < board->firmware_count; i++)
		check_loader(check, &board->firmware[i].spec,
		             board->firmware[i].limit ? board->firmware[i].limit : 1 << 20);
}

static void check_loaders(struct image_check *check)
{
	bool found = false, here = false;
	if (check->board != NULL) {
		check_board_loaders(check, check->board);
		return;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *place = &places[i];
		struct bytes from = bytes_at(check->disk, place->firmware.offset, place->limit);
		here = place->is_there == NULL ? here : place->is_there(from);
		found |= here;
		if (here)
			check_loader(check, &place->firmware, place->limit);
	}
	if (!found)
		diag_no(check->diags, "IM340", at_offset(check->disk, 8192),
		        "build the image for a board: its description says where the loader goes",
		        "no loader at sectors 16, 256 or 17: no board starts from this card");
}

/* ---- the files of a file system ------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

static bool same_directory(const char *a, const char *b)
{
	size_t len = (size_t)(base_name(a) - a);
	return len == (size_t)(base_name(b) - b) && memcmp(a, b, len) == 0;
}

static void check_beside(struct image_check *check, const struct fat_contents *contents,
                         const struct fat_file *file)
{
	for (size_t i = 0; i < contents->count; i++) {
		const struct fat_file *other = &contents->files[i];
		if (!other->directory && same_directory(file->path, other->path) &&
		    verify_is_beside(base_name(file->path), base_name(other->path)))
			verify_payload(file->content, other->content, other->path, check->diags);
	}
}

/* Where a script loads the file. */
static bool find_load(struct bytes script, const char *path, uint64_t *address)
{
	struct script_reader reader = script_reader_open(script);
	struct script_word word;
	while (script_reader_next(&reader, &word))
		if (word.after_address && script_word_is_path(&word, path)) {
			*address = word.address;
			return true;
		}
	return false;
}

static void check_scripted_address(struct image_check *check, const struct fat_contents *contents,
                                   const struct fat_file *file)
{
	for (size_t i = 0; i < contents->count; i++) {
		struct uimage script;
		uint64_t address;
		struct diags ignored = diags_make(check->arena);
		struct bytes content = contents->files[i].content;
		if (uimage_parse(content, &script, &ignored) == 0 && script.type == UIMAGE_SCRIPT &&
		    find_load(uimage_payload(content, &script), file->path, &address))
			verify_addresses(file->content, address, check->diags);
	}
}

static void check_file(struct image_check *check, const struct fat_contents *contents,
                       const struct fat_file *file)
{
	size_t before = check->diags->count;
	struct bytes content = file->content;
	content.name = arena_printf(check->arena, "%s:%s", check->disk.name, file->path);
	content.base = 0;
	struct payload payload = payload_recognise(check->arena, content, check->diags);
	verify_content(content, payload.kind->id, check->diags);
	if (strcmp(payload.kind->id, "uimage") == 0) {
		struct fat_file named = { file->path, false, content };
		verify_entry(content, check->diags);
		check_beside(check, contents, &named);
		check_scripted_address(check, contents, &named);
	}
	if (strcmp(payload.kind->id, "dtb") == 0 && faults_since(check->diags, before) == 0)
		verify_tree(check->arena, content, file->path, contents, check->board,
		            check->diags);
	verify_add(
		check->arena, check->report,
		(struct verify_item){ .place = arena_printf(check->arena, "  %s", file->path),
	                              .kind = payload.kind->name,
	                              .detail = payload.detail ? payload.detail : payload.version,
	                              .size = content.len,
	                              .good = faults_since(check->diags, before) == 0 });
}

/* U-Boot believes the text in the boot sector, Linux the count of clusters: both must say the same. */
static void check_type_text(struct image_check *check, struct bytes volume,
                            const struct fat_geometry *geometry)
{
	char wanted[9];
	uint64_t at = geometry->bits == 32 ? 82 : 54;
	snprintf(wanted, sizeof(wanted), "FAT%-5u", geometry->bits);
	if (bytes_start_with(bytes_at(volume, at, 8), wanted, 8))
		return;
	diag_no(check->diags, "IM535", at_offset(volume, at),
	        "make the file system again: systems disagree about this one",
	        "%u clusters make a FAT%u, but the boot sector's text says another type, which U-Boot "
	        "believes",
	        geometry->clusters, geometry->bits);
}

static void check_partition(struct image_check *check, const struct mbr_partition *partition)
{
	size_t before = check->diags->count;
	struct fat_contents contents = { .count = 0 };
	struct bytes volume = bytes_at(check->disk, partition->start, partition->size);
	int result = fat_read(check->arena, volume, &contents, check->diags);
	struct verify_item item = { .place = sector_text(check, partition->start),
		                    .kind = "partition without a FAT",
		                    .size = partition->size,
		                    .good = true };
	if (result == 1) {
		verify_add(check->arena, check->report, item);
		return;
	}
	check_type_text(check, volume, &contents.geometry);
	if ((uint64_t)contents.hidden * 512 != partition->start)
		diag_warning(
			check->diags, "IM536", at_offset(volume, 28),
			"make the file system again at its place",
			"the file system says that it starts at sector %u, its partition at %llu",
			contents.hidden, (unsigned long long)partition->start / 512);
	item.kind = arena_printf(check->arena, "FAT%u", contents.geometry.bits);
	item.detail = arena_printf(check->arena, "%s, %zu entries",
	                           contents.label ? contents.label : "no label", contents.count);
	item.good = faults_since(check->diags, before) == 0;
	verify_add(check->arena, check->report, item);
	for (size_t i = 0; i < contents.count; i++)
		if (!contents.files[i].directory)
			check_file(check, &contents, &contents.files[i]);
}

static void check_overlaps(struct image_check *check)
{
	const struct mbr *mbr = &check->mbr;
	for (size_t i = 0; i < mbr->count; i++)
		for (size_t k = 0; k < i; k++) {
			const struct mbr_partition *a = &mbr->partitions[k];
			const struct mbr_partition *b = &mbr->partitions[i];
			if (a->start >= b->start + b->size || b->start >= a->start + a->size)
				continue;
			diag_no(check->diags, "IM500", at_offset(check->disk, MBR_ENTRIES + 16 * i),
			        "make the partition table again",
			        "partition %zu (from sector %llu) lies on partition %zu (from sector "
			        "%llu)",
			        i + 1, (unsigned long long)b->start / 512, k + 1,
			        (unsigned long long)a->start / 512);
		}
}

int verify_image(struct arena *arena, struct bytes disk, const struct board *board,
                 struct verify_report *report, struct diags *diags)
{
	struct image_check check = { arena, disk, { .count = 0 }, board, report, diags };
	size_t before = diags->count;
	mbr_parse(disk, &check.mbr, diags);
	check_overlaps(&check);
	verify_add(arena, report,
	           (struct verify_item){
			   .place = "sector 0",
			   .kind = "MBR",
			   .detail = arena_printf(arena, "signature 0x%08x, partitions: %zu",
	                                          check.mbr.disk_signature, check.mbr.count),
			   .size = disk.len,
			   .good = faults_since(diags, before) == 0 });
	check_loaders(&check);
	for (size_t i = 0; i < check.mbr.count; i++)
		check_partition(&check, &check.mbr.partitions[i]);
	return faults_since(diags, before) == 0 ? 0 : -1;
}
