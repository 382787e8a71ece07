/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The disk layout: which bytes of the card hold what. Plain data, made and checked without
 * touching a disk.
 */
#ifndef IMAGER_LAYOUT_H
#define IMAGER_LAYOUT_H

#include "imager/board/board.h"
#include "imager/fs/fs.h"

enum extent_content { EXTENT_TABLE, EXTENT_BYTES, EXTENT_FILESYSTEM, EXTENT_RESERVED };

struct extent {
	uint64_t offset, length; /* bytes of the card */
	const char *what;
	enum extent_content content;
	struct bytes bytes;                      /* EXTENT_BYTES */
	const struct board_partition *partition; /* EXTENT_FILESYSTEM */
	struct where at;
};

struct layout {
	uint32_t sector_size; /* bytes */
	uint32_t disk_signature;
	uint64_t size;                /* bytes of the whole image */
	const struct extent *extents; /* by offset */
	size_t extent_count;
	const struct fs_file *files; /* of the boot file system */
	size_t file_count;
	uint32_t timestamp; /* seconds since 1970: of what is no file of the list */
};

/*
 * @firmware  bytes per row of board->firmware (empty: `none` was said)
 * @size      bytes of the image, 0: the board's, else as large as needed (at least the emulator's
 *            card size when the board has one)
 * Says all collisions, each with both parties (IM50x). Returns 0 or -1.
 */
int layout_make(struct arena *arena, const struct board *board, const struct bytes *firmware,
                const struct fs_file *files, size_t file_count, uint64_t size, uint32_t timestamp,
                struct layout *out, struct diags *diags);

#endif
