/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is inside a ramdisk: the paths of a cpio archive in the new ASCII form, compressed or not,
 * several behind each other as the kernel takes them (Linux Documentation/driver-api/
 * early-userspace/buffer-format.rst). */
#ifndef IMAGER_RAMDISK_H
#define IMAGER_RAMDISK_H

#include "lib/arena.h"
#include "lib/bytes.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Lists a ramdisk.
 * @ramdisk  hostile bytes; at most 256 MiB are unpacked
 * Returns paths without a leading '/', NULL-terminated, a symbolic link with '@' behind it; NULL when
 * the ramdisk is not such an archive or is damaged. Says nothing: that the file is damaged is for others to tell.
 */
const char *const *ramdisk_paths(struct arena *arena, struct bytes ramdisk);

#define RAMDISK_HEADER_SIZE ((size_t)110)
/* The sizes in a member's header: of its name with the NUL, of its data. 0; -1 when it is no header. */
int ramdisk_header(struct bytes header, uint64_t *name_size, uint64_t *file_size);

/* Follows archives that come in pieces; starts as { 0 }. */
struct ramdisk_stream {
	uint8_t head[RAMDISK_HEADER_SIZE + 11];
	size_t have;
	uint64_t skip, size; /* size: bytes taken so far */
	bool inside;         /* an archive has begun and not ended */
	bool damaged;        /* something stands where a header should */
};
/* Returns the bytes taken: fewer than there are when it is damaged, or when what follows an archive
 * is neither zeros nor another one. */
size_t ramdisk_stream_add(struct ramdisk_stream *stream, struct bytes piece);

#endif
