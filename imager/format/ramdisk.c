/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/ramdisk.h"

#include "lib/input.h"

#include <string.h>
#include <sys/stat.h>

#define UNPACKED_LIMIT ((uint64_t)256 << 20)
#define PATH_LIMIT     ((size_t)1 << 20) /* members; a Debian initrd has some 2,000 */
#define NAME_LIMIT     4096              /* PATH_MAX, as the kernel has it */
#define FIELD_SIZE     8
/* Fields behind the magic, by their place: c_mode, c_filesize, c_namesize. */
enum { FIELD_MODE = 1, FIELD_SIZE_OF_FILE = 6, FIELD_SIZE_OF_NAME = 11 };

struct listing {
	struct arena *arena;
	const char **paths;
	size_t count;
};

static bool is_header(struct bytes at)
{
	return at.len >= RAMDISK_HEADER_SIZE &&
	       (bytes_start_with(at, "070701", 6) || bytes_start_with(at, "070702", 6));
}

/* Eight hexadecimal digits; UINT64_MAX when they are not. */
static uint64_t field(struct bytes header, unsigned index)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < FIELD_SIZE; i++) {
		char c = (char)u8_at(header, 6 + index * FIELD_SIZE + i);
		const char *digits = "0123456789abcdef";
		const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
		if (!found)
			return UINT64_MAX;
		value = value << 4 | (uint64_t)(found - digits);
	}
	return value;
}

static void add_path(struct listing *listing, struct bytes name, uint64_t mode)
{
	const char *path = arena_strndup(listing->arena, (const char *)name.p, name.len);

	while (path[0] == '/' || (path[0] == '.' && path[1] == '/'))
		path += path[0] == '/' ? 1 : 2;
	if (S_ISLNK(mode))
		path = arena_printf(listing->arena, "%s@", path);
	listing->paths =
		arena_push(listing->arena, listing->paths, listing->count, sizeof(*listing->paths));
	listing->paths[listing->count++] = path;
}

int ramdisk_header(struct bytes header, uint64_t *name_size, uint64_t *file_size)
{
	if (!is_header(header))
		return -1;
	*name_size = field(header, FIELD_SIZE_OF_NAME);
	*file_size = field(header, FIELD_SIZE_OF_FILE);
	return *name_size == 0 || *name_size > NAME_LIMIT || *file_size > UINT32_MAX ? -1 : 0;
}

/* One archive up to its trailer. Returns the bytes it took; 0 when it is damaged. */
static uint64_t read_archive(struct listing *listing, struct bytes archive)
{
	uint64_t offset = 0;

	while (listing->count < PATH_LIMIT) {
		struct bytes header = bytes_at(archive, offset, RAMDISK_HEADER_SIZE);
		uint64_t name_size, size;
		if (ramdisk_header(header, &name_size, &size) < 0 || size > archive.len ||
		    !bytes_has(archive, offset + RAMDISK_HEADER_SIZE, name_size))
			return 0;
		struct bytes name = bytes_at(archive, offset + RAMDISK_HEADER_SIZE, name_size - 1);
		offset = align_up(offset + RAMDISK_HEADER_SIZE + name_size, 4);
		if (name.len == 10 && memcmp(name.p, "TRAILER!!!", 10) == 0)
			return offset;
		add_path(listing, name, field(header, FIELD_MODE));
		offset = align_up(offset + size, 4);
	}
	return 0;
}

/* The archives in @ramdisk, and those in a compressed part behind them. @depth ends a nest of packings. */
static int read_ramdisk(struct listing *listing, struct bytes ramdisk, unsigned depth)
{
	struct diags unheard = diags_make(listing->arena);
	struct bytes unpacked;

	while (ramdisk.len > 0) {
		uint64_t taken;
		while (ramdisk.len > 0 && ramdisk.p[0] == 0)
			ramdisk = bytes_at(ramdisk, 1, ramdisk.len);
		if (ramdisk.len == 0)
			return 0;
		if (!is_header(ramdisk))
			break;
		taken = read_archive(listing, ramdisk);
		if (taken == 0)
			return -1;
		ramdisk = bytes_at(ramdisk, taken, ramdisk.len);
	}
	if (ramdisk.len == 0)
		return 0;
	if (depth == 0 ||
	    input_decompress(listing->arena, ramdisk, UNPACKED_LIMIT, &unpacked, &unheard) != 0)
		return -1;
	return read_ramdisk(listing, unpacked, depth - 1);
}

const char *const *ramdisk_paths(struct arena *arena, struct bytes ramdisk)
{
	struct listing listing = { .arena = arena };

	if (read_ramdisk(&listing, ramdisk, 1) < 0)
		return NULL;
	listing.paths = arena_push(arena, listing.paths, listing.count, sizeof(*listing.paths));
	listing.paths[listing.count] = NULL;
	return listing.paths;
}
