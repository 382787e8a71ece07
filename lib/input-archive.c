/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The half of input that needs libarchive; apart, so that a program which only reads files is
 * not linked with it (the capture has to start fast and stay small).
 */
#include "lib/input.h"

#include "lib/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <fnmatch.h>
#include <libdeflate.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE  ((size_t)64 * 1024)
#define LINK_LEVELS 8 /* symbolic links followed inside an archive, as many as any package needs */

const char *input_compression(struct bytes data)
{
	static const struct {
		const char *name, *magic;
		size_t len;
	} rows[] = {
		{ "gzip", "\x1f\x8b\x08", 3 },
		{ "xz",
		  "\xfd"
		  "7zXZ\0",
		  6 },
		{ "zstd", "\x28\xb5\x2f\xfd", 4 },
		{ "lz4", "\x04\x22\x4d\x18", 4 }, /* a frame */
		{ "lz4", "\x02\x21\x4c\x18", 4 }, /* legacy */
		{ "bzip2", "BZh", 3 },
		{ "lzma", "\x5d\0\0", 3 },
		{ "lzo", "\x89LZO\0", 5 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (bytes_start_with(data, rows[i].magic, rows[i].len))
			return rows[i].name;
	return NULL;
}

struct input_archive {
	struct archive *handle;
	const char *path;
};

static int refuse_archive(struct input_archive *archive, struct diags *diags)
{
	const char *reason = archive_error_string(archive->handle);
	return diag_error(diags, "LB035", at_file(archive->path),
	                  "is the file complete? fetch or copy it again",
	                  "not an archive that can be read, or damaged: %s",
	                  reason == NULL ? "unknown format" : reason);
}

int input_member_read(struct input_archive *archive, struct arena *arena, uint64_t limit,
                      struct bytes *out, struct diags *diags)
{
	struct text data = text_make(arena);
	char *block = arena_alloc(arena, BLOCK_SIZE);
	for (;;) {
		la_ssize_t got = archive_read_data(archive->handle, block, BLOCK_SIZE);
		if (got < 0)
			return refuse_archive(archive, diags);
		if (got == 0)
			break;
		if (data.len + (size_t)got > limit)
			return input_too_large(archive->path, limit, diags);
		text_add_bytes(&data, block, (size_t)got);
	}
	*out = text_bytes(&data, archive->path);
	return 0;
}

/* Opens packed bytes as an archive of one raw member, ready to be read. */
static int open_packed(struct input_archive *archive, struct bytes packed, struct diags *diags)
{
	struct archive_entry *entry;
	archive_read_support_filter_all(archive->handle);
	archive_read_support_format_raw(archive->handle);
	if (archive_read_open_memory(archive->handle, packed.p, packed.len) == ARCHIVE_OK &&
	    archive_read_next_header(archive->handle, &entry) == ARCHIVE_OK)
		return 0;
	return diag_error(diags, "LB034", at_offset(packed, 0), "is the file complete?",
	                  "looks compressed but cannot be unpacked: %s",
	                  archive_error_string(archive->handle));
}

/* One gzip member that says its size: several times as fast, and its sum is checked. Returns 1 for
 * everything else, which libarchive then judges. */
static int inflate(struct arena *arena, struct bytes packed, uint64_t limit, struct bytes *out)
{
	size_t used = 0, len = 0, room = le32_at(packed, packed.len - 4); /* RFC 1952: ISIZE */
	if (packed.len < 18 || !bytes_start_with(packed, "\x1f\x8b\x08", 3) || room > limit ||
	    room / 1032 > packed.len) /* deflate packs no better */
		return 1;
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	if (decompressor == NULL)
		return 1;
	uint8_t *data = arena_alloc(arena, room + 1);
	enum libdeflate_result result = libdeflate_gzip_decompress_ex(
		decompressor, packed.p, packed.len, data, room + 1, &used, &len);
	libdeflate_free_decompressor(decompressor);
	*out = bytes_of(data, len, packed.name);
	return result == LIBDEFLATE_SUCCESS && used == packed.len ? 0 : 1;
}

int input_decompress(struct arena *arena, struct bytes packed, uint64_t limit, struct bytes *out,
                     struct diags *diags)
{
	if (input_compression(packed) == NULL)
		return 1;
	if (inflate(arena, packed, limit, out) == 0)
		return 0;
	struct input_archive archive = { archive_read_new(), packed.name };
	int result = open_packed(&archive, packed, diags);
	if (result == 0)
		result = input_member_read(&archive, arena, limit, out, diags);
	archive_read_free(archive.handle);
	return result;
}

int input_decompress_head(struct arena *arena, struct bytes packed, size_t size, struct bytes *out,
                          struct diags *diags)
{
	if (input_compression(packed) == NULL)
		return 1;
	struct input_archive archive = { archive_read_new(), packed.name };
	uint8_t *head = arena_alloc(arena, size);
	int result = open_packed(&archive, packed, diags);
	la_ssize_t got = result == 0 ? archive_read_data(archive.handle, head, size) : 0;
	if (got < 0)
		result = refuse_archive(&archive, diags);
	*out = bytes_of(head, got < 0 ? 0 : (size_t)got, packed.name);
	archive_read_free(archive.handle);
	return result;
}

static const char *plain_path(const char *path)
{
	while (path[0] == '/' || (path[0] == '.' && path[1] == '/'))
		path += path[0] == '/' ? 1 : 2;
	return path;
}

static int walk_entries(struct input_archive *archive, input_member_fn *each, void *context,
                        struct diags *diags)
{
	for (;;) {
		struct archive_entry *entry;
		int status = archive_read_next_header(archive->handle, &entry);
		if (status == ARCHIVE_EOF)
			return 0;
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
			return refuse_archive(archive, diags);
		const char *path = archive_entry_pathname(entry);
		if (path == NULL)
			continue;
		struct input_member member = { .path = plain_path(path),
			                       .size = (uint64_t)archive_entry_size(entry),
			                       .mtime = archive_entry_mtime(entry),
			                       .mode = archive_entry_mode(entry),
			                       .link = archive_entry_symlink(entry) };
		int result = each(context, &member, archive);
		if (result != 0)
			return result;
	}
}

/* A .deb is an ar archive; its files are in the member data.tar.*, read through the first one. */
static la_ssize_t read_outer(struct archive *inner, void *context, const void **block)
{
	struct archive *outer = context;
	size_t len;
	la_int64_t offset;
	(void)inner;
	int status = archive_read_data_block(outer, block, &len, &offset);
	if (status == ARCHIVE_EOF)
		return 0;
	return status == ARCHIVE_OK ? (la_ssize_t)len : -1;
}

static int walk_deb(struct input_archive *outer, input_member_fn *each, void *context,
                    struct diags *diags)
{
	struct input_archive inner = { archive_read_new(), outer->path };
	archive_read_support_filter_all(inner.handle);
	archive_read_support_format_tar(inner.handle);
	int result;
	if (archive_read_open(inner.handle, outer->handle, NULL, read_outer, NULL) != ARCHIVE_OK)
		result = refuse_archive(&inner, diags);
	else
		result = walk_entries(&inner, each, context, diags);
	archive_read_free(inner.handle);
	return result;
}

struct deb_search {
	input_member_fn *each;
	void *context;
	struct diags *diags;
	bool is_deb;
};

static int find_data_tar(void *context, const struct input_member *member,
                         struct input_archive *archive)
{
	struct deb_search *search = context;
	if (strcmp(member->path, "debian-binary") == 0)
		search->is_deb = true;
	if (!search->is_deb)
		return search->each(search->context, member, archive);
	if (strncmp(member->path, "data.tar", 8) != 0)
		return 0;
	int result = walk_deb(archive, search->each, search->context, search->diags);
	return result == 0 ? 1 : result == 1 ? 2 : -1;
}

int input_archive_walk(struct arena *arena, const char *path, input_member_fn *each, void *context,
                       struct diags *diags)
{
	int fd = input_open(path, diags);
	if (fd < 0)
		return -1;
	struct input_archive archive = { archive_read_new(), arena_strdup(arena, path) };
	struct deb_search search = { each, context, diags, false };
	archive_read_support_filter_all(archive.handle);
	archive_read_support_format_all(archive.handle);
	int result;
	if (archive_read_open_fd(archive.handle, fd, BLOCK_SIZE) != ARCHIVE_OK)
		result = refuse_archive(&archive, diags);
	else
		result = walk_entries(&archive, find_data_tar, &search, diags);
	archive_read_free(archive.handle);
	if (fd != STDIN_FILENO)
		close(fd);
	if (search.is_deb && result >= 0)
		return result == 2 ? 1 : 0;
	return result;
}

struct member_search {
	const char *pattern;
	uint64_t limit;
	struct arena *arena;
	struct diags *diags;
	const char *found, *link;
	struct bytes data;
};

static int take_member(void *context, const struct input_member *member,
                       struct input_archive *archive)
{
	struct member_search *search = context;
	if (fnmatch(search->pattern, member->path, FNM_PATHNAME) != 0 || S_ISDIR(member->mode))
		return 0;
	search->found = arena_strdup(search->arena, member->path);
	if (member->link != NULL) {
		search->link = arena_strdup(search->arena, member->link);
		return 1;
	}
	if (input_member_read(archive, search->arena, search->limit, &search->data, search->diags) <
	    0)
		return -1;
	return 1;
}

/* Where a link in @from leads, "." and ".." taken out. */
static const char *resolve_link(struct arena *arena, const char *from, const char *link)
{
	struct text full = text_make(arena);
	const char *slash = strrchr(from, '/');
	if (link[0] != '/' && slash != NULL)
		text_add_bytes(&full, from, (size_t)(slash - from) + 1);
	text_add(&full, plain_path(link));
	char *out = arena_strdup(arena, ""), *rest = full.p, *part;
	while ((part = strsep(&rest, "/")) != NULL) {
		char *last = strrchr(out, '/');
		if (strcmp(part, "..") == 0)
			*(last == NULL ? out : last) = '\0';
		else if (strcmp(part, ".") != 0 && *part != '\0')
			out = arena_printf(arena, "%s%s%s", out, *out == '\0' ? "" : "/", part);
	}
	return out;
}

int input_member(struct arena *arena, const char *path, const char *member, uint64_t limit,
                 struct bytes *out, const char **found, struct diags *diags)
{
	struct member_search search = {
		.pattern = plain_path(member), .limit = limit, .arena = arena, .diags = diags
	};
	for (int level = 0; level < LINK_LEVELS; level++) {
		search.link = NULL;
		int result = input_archive_walk(arena, path, take_member, &search, diags);
		if (result < 0)
			return -1;
		if (result == 0)
			return 1;
		if (search.link == NULL) {
			*out = search.data;
			out->name = arena_printf(arena, "%s:%s", path, search.found);
			if (found != NULL)
				*found = search.found;
			return 0;
		}
		search.pattern = resolve_link(arena, search.found, search.link);
	}
	return 1;
}
