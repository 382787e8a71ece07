/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fs/fat-reader.h"

#include "imager/fs/fat-name.h"

#include "lib/text.h"

#include <ctype.h>
#include <string.h>

#define DEPTH_MAX 64

/* What goes through the reading of one file system. */
struct reader {
	struct arena *arena;
	struct bytes volume;
	struct fat_contents *out;
	uint8_t *claimed; /* a bit per cluster */
	struct diags *diags;
	int result;
};

static uint64_t cluster_bytes(const struct fat_geometry *g)
{
	return (uint64_t)g->cluster_sectors * g->sector_size;
}

static bool is_power(uint32_t value)
{
	return value != 0 && (value & (value - 1)) == 0;
}

/* The numbers of the boot sector. Returns 1 when they are none of a FAT. */
static int parse_geometry(struct bytes volume, struct fat_geometry *g)
{
	uint32_t tables = u8_at(volume, 16), fat16 = le16_at(volume, 22);
	*g = (struct fat_geometry){ .sector_size = le16_at(volume, 11),
		                    .cluster_sectors = u8_at(volume, 13),
		                    .reserved = le16_at(volume, 14),
		                    .fat_sectors = fat16 ? fat16 : le32_at(volume, 36),
		                    .total = le16_at(volume, 19) ? le16_at(volume, 19)
		                                                 : le32_at(volume, 32) };
	if (le16_at(volume, 510) != 0xaa55 || !is_power(g->sector_size) || g->sector_size < 512 ||
	    g->sector_size > 4096 || !is_power(g->cluster_sectors) || g->reserved == 0 ||
	    tables == 0 || tables > 2 || g->fat_sectors == 0)
		return 1;
	g->root_sectors = (le16_at(volume, 17) * 32u + g->sector_size - 1) / g->sector_size;
	uint64_t data = g->reserved + (uint64_t)tables * g->fat_sectors + g->root_sectors;
	if (data >= g->total)
		return 1;
	g->data = (uint32_t)data;
	g->clusters = (g->total - g->data) / g->cluster_sectors;
	g->bits = fat16 == 0 ? 32 : g->clusters > FAT_MAX_12 ? 16 : 12;
	return 0;
}

static int check_geometry(struct reader *reader)
{
	const struct fat_geometry *g = &reader->out->geometry;
	uint64_t size = (uint64_t)g->total * g->sector_size;
	uint64_t room = (uint64_t)g->fat_sectors * g->sector_size * 8 / g->bits;
	if (size > reader->volume.len)
		return diag_no(reader->diags, "IM530", at_offset(reader->volume, 19),
		               "was the image cut off, or the partition made smaller?",
		               "the file system has %llu bytes, its partition only %zu",
		               (unsigned long long)size, reader->volume.len);
	if (room < (uint64_t)g->clusters + FAT_FIRST_CLUSTER)
		return diag_no(reader->diags, "IM530", at_offset(reader->volume, 36),
		               "make the file system again",
		               "%u clusters, but tables for %llu only", g->clusters,
		               (unsigned long long)room);
	return 0;
}

static uint32_t next_cluster(const struct reader *reader, uint32_t cluster)
{
	const struct fat_geometry *g = &reader->out->geometry;
	uint64_t table = (uint64_t)g->reserved * g->sector_size;
	uint64_t at = table + (uint64_t)cluster * g->bits / 8;
	if (g->bits == 32)
		return le32_at(reader->volume, at) & 0x0fffffff;
	uint32_t word = le16_at(reader->volume, at);
	if (g->bits == 16)
		return word >= 0xfff8 ? 0x0fffffff : word;
	word = cluster % 2 ? word >> 4 : word & 0xfff;
	return word >= 0xff8 ? 0x0fffffff : word;
}

static int claim(struct reader *reader, uint32_t cluster, const char *path)
{
	uint8_t bit = (uint8_t)(1 << cluster % 8);
	if (cluster < FAT_FIRST_CLUSTER ||
	    cluster - FAT_FIRST_CLUSTER >= reader->out->geometry.clusters)
		return diag_no(reader->diags, "IM531", at_offset(reader->volume, 0),
		               "copy the file onto the card again",
		               "%s: its chain leads to cluster %u, which does not exist", path,
		               cluster);
	if (reader->claimed[cluster / 8] & bit)
		return diag_no(reader->diags, "IM533", at_offset(reader->volume, 0),
		               "run fsck.vfat, or make the image again",
		               "%s: cluster %u belongs to another file too, or the chain is a ring",
		               path, cluster);
	reader->claimed[cluster / 8] |= bit;
	return 0;
}

static struct bytes cluster_view(const struct reader *reader, uint32_t cluster, uint64_t count)
{
	const struct fat_geometry *g = &reader->out->geometry;
	uint64_t sector = g->data + (uint64_t)(cluster - FAT_FIRST_CLUSTER) * g->cluster_sectors;
	return bytes_at(reader->volume, sector * g->sector_size, count * cluster_bytes(g));
}

static int chain_too_short(struct reader *reader, const char *path, uint64_t size, uint64_t have)
{
	return diag_no(reader->diags, "IM531", at_offset(reader->volume, 0),
	               "copy the file onto the card again",
	               "%s: the directory says %llu bytes, its clusters hold %llu", path,
	               (unsigned long long)size, (unsigned long long)have);
}

/* An unbroken run of clusters from @cluster on, as many as @want. */
static int follow_run(struct reader *reader, const char *path, uint32_t *cluster, uint64_t want,
                      uint64_t *count)
{
	for (*count = 0; *count < want; (*count)++) {
		if (claim(reader, *cluster, path) < 0)
			return -1;
		uint32_t next = next_cluster(reader, *cluster);
		bool unbroken = next == *cluster + 1;
		*cluster = next;
		if (!unbroken) {
			(*count)++;
			break;
		}
	}
	return 0;
}

/*
 * The bytes of a chain: a view when it is one run, else gathered.
 * @size  bytes; UINT64_MAX: to the chain's end (a directory)
 */
static int read_chain(struct reader *reader, const char *path, uint32_t cluster, uint64_t size,
                      struct bytes *out)
{
	uint64_t unit = cluster_bytes(&reader->out->geometry), have = 0, run;
	bool to_end = size == UINT64_MAX;
	struct text gathered = text_make(reader->arena);
	*out = bytes_of(NULL, 0, reader->volume.name);
	while (have < size && cluster < 0x0ffffff8) {
		uint32_t first = cluster;
		uint64_t want = to_end ? FAT_DIRECTORY_MAX : (size - have + unit - 1) / unit;
		if (follow_run(reader, path, &cluster, want, &run) < 0)
			return -1;
		struct bytes view = cluster_view(reader, first, run);
		if (have == 0)
			*out = view;
		else if (gathered.len == 0)
			text_add_bytes(&gathered, out->p, out->len);
		if (have > 0)
			text_add_bytes(&gathered, view.p, view.len);
		have += run * unit;
		if (to_end && have > (uint64_t)FAT_DIRECTORY_MAX * FAT_ENTRY_SIZE + unit)
			break;
	}
	if (gathered.len > 0)
		*out = text_bytes(&gathered, reader->volume.name);
	if (!to_end && have < size)
		return chain_too_short(reader, path, size, have);
	if (!to_end)
		out->len = (size_t)size;
	return 0;
}

/* ---- directories --------------------------------------------------------------------------------- */

/* The parts of a long name, gathered until their short entry comes. */
struct long_name {
	uint16_t units[FAT_NAME_UNITS + 13];
	unsigned next, parts; /* next: part that must follow; 0 with parts > 0: whole */
	uint8_t sum;
};

static void add_part(struct long_name *name, struct bytes entry)
{
	static const uint8_t places[13] = { 1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30 };
	unsigned order = u8_at(entry, 0), part = order & 0x3f;
	if (order & 0x40)
		*name = (struct long_name){ .next = part, .parts = part, .sum = u8_at(entry, 13) };
	if (part == 0 || part > 20 || part != name->next || u8_at(entry, 13) != name->sum) {
		name->parts = 0;
		return;
	}
	for (unsigned i = 0; i < 13; i++)
		name->units[(part - 1) * 13 + i] = le16_at(entry, places[i]);
	name->next--;
}

static void add_utf8(struct text *text, uint32_t code)
{
	if (code < 0x80) {
		text_add_char(text, (char)(code < 0x20 ? '?' : code));
		return;
	}
	unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	text_add_char(text, (char)(((0xff00u >> (more + 1)) & 0xff) | code >> (6 * more)));
	while (more-- > 0)
		text_add_char(text, (char)(0x80 | ((code >> (6 * more)) & 0x3f)));
}

static void add_long(struct text *text, const struct long_name *name)
{
	for (unsigned i = 0; i < name->parts * 13 && name->units[i] != 0; i++) {
		uint32_t code = name->units[i];
		if (code >= 0xd800 && code < 0xdc00 && i + 1 < name->parts * 13 &&
		    (name->units[i + 1] & 0xfc00) == 0xdc00)
			code = 0x10000 + ((code & 0x3ff) << 10) + (name->units[++i] & 0x3ff);
		add_utf8(text, code);
	}
}

static void add_short_part(struct text *text, struct bytes part, bool lower)
{
	size_t len = part.len;
	while (len > 0 && part.p[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < len; i++) {
		int c = part.p[i] == 0x05 && i == 0 ? 0xe5 : part.p[i];
		text_add_char(text, (char)(c < 0x20 || c >= 0x7f ? '?' : lower ? tolower(c) : c));
	}
}

static const char *entry_path(struct reader *reader, const char *directory, struct bytes entry,
                              const struct long_name *name)
{
	struct text text = text_make(reader->arena);
	uint8_t bits = u8_at(entry, 12);
	text_printf(&text, "%s/", directory);
	if (name->parts > 0 && name->next == 0 && fat_name_sum(entry.p) == name->sum) {
		add_long(&text, name);
		return text.p;
	}
	add_short_part(&text, bytes_at(entry, 0, 8), bits & FAT_CASE_BASE);
	if (u8_at(entry, 8) != ' ')
		text_add_char(&text, '.');
	add_short_part(&text, bytes_at(entry, 8, 3), bits & FAT_CASE_EXTENSION);
	return text.p;
}

static void read_directory(struct reader *reader, const char *path, struct bytes entries,
                           unsigned depth);

static void read_entry(struct reader *reader, const char *directory, struct bytes entry,
                       const struct long_name *name, unsigned depth)
{
	const char *path = entry_path(reader, directory, entry, name);
	bool is_directory = u8_at(entry, 11) & FAT_DIRECTORY;
	uint32_t high = reader->out->geometry.bits == 32 ? le16_at(entry, 20) : 0;
	uint32_t cluster = high << 16 | le16_at(entry, 26);
	struct bytes content = bytes_of(NULL, 0, reader->volume.name);
	uint64_t size = is_directory ? UINT64_MAX : le32_at(entry, 28);
	if (size > 0 && read_chain(reader, path, cluster, size, &content) < 0) {
		reader->result = -1;
		return;
	}
	struct fat_contents *out = reader->out;
	out->files = arena_push(reader->arena, out->files, out->count, sizeof(*out->files));
	out->files[out->count++] = (struct fat_file){ path, is_directory, content };
	if (!is_directory)
		return;
	if (depth < DEPTH_MAX)
		read_directory(reader, path, content, depth + 1);
	else
		reader->result = diag_no(reader->diags, "IM534", at_offset(reader->volume, 0),
		                         "make the image again",
		                         "%s: directories nested deeper than %d", path, DEPTH_MAX);
}

static void read_directory(struct reader *reader, const char *path, struct bytes entries,
                           unsigned depth)
{
	struct long_name name = { .parts = 0 };
	for (size_t at = 0; at + FAT_ENTRY_SIZE <= entries.len; at += FAT_ENTRY_SIZE) {
		struct bytes entry = bytes_at(entries, at, FAT_ENTRY_SIZE);
		uint8_t first = u8_at(entry, 0), attributes = u8_at(entry, 11);
		if (first == 0)
			return;
		if (first != 0xe5 && (attributes & 0x3f) == FAT_LONG_NAME) {
			add_part(&name, entry);
			continue;
		}
		if (first != 0xe5 && first != '.' && !(attributes & FAT_LABEL))
			read_entry(reader, path, entry, &name, depth);
		if (first != 0xe5 && (attributes & FAT_LABEL) && depth == 0) {
			struct text label = text_make(reader->arena);
			add_short_part(&label, bytes_at(entry, 0, FAT_LABEL_SIZE), false);
			reader->out->label = label.p;
		}
		name.parts = 0;
	}
}

static int compare_tables(struct reader *reader)
{
	const struct fat_geometry *g = &reader->out->geometry;
	uint64_t len = (uint64_t)g->fat_sectors * g->sector_size;
	uint64_t first = (uint64_t)g->reserved * g->sector_size;
	if (u8_at(reader->volume, 16) < 2 ||
	    bytes_equal(bytes_at(reader->volume, first, len),
	                bytes_at(reader->volume, first + len, len)))
		return 0;
	return diag_no(reader->diags, "IM532", at_offset(reader->volume, first),
	               "run fsck.vfat, or make the image again",
	               "the two file allocation tables differ: the card was pulled out while "
	               "something wrote");
}

int fat_read(struct arena *arena, struct bytes volume, struct fat_contents *out,
             struct diags *diags)
{
	struct reader reader = { arena, volume, out, NULL, diags, 0 };
	struct bytes root;
	*out = (struct fat_contents){ .hidden = le32_at(volume, 28) };
	struct fat_geometry *g = &out->geometry;
	if (parse_geometry(volume, g) != 0)
		return 1;
	out->volume_id = le32_at(volume, g->bits == 32 ? 67 : 39);
	if (check_geometry(&reader) < 0)
		return -1;
	reader.claimed = arena_alloc(arena, g->clusters / 8 + 2);
	reader.result = compare_tables(&reader);
	root = bytes_at(volume, (uint64_t)(g->data - g->root_sectors) * g->sector_size,
	                (uint64_t)g->root_sectors * g->sector_size);
	if (g->bits == 32 && read_chain(&reader, "/", le32_at(volume, 44), UINT64_MAX, &root) < 0)
		return -1;
	read_directory(&reader, "", root, 0);
	return reader.result;
}
