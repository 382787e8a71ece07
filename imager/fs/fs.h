/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * File systems that imager can write, one row each: measure or check a set of files
 * against a size, then write it into a region. Nothing is mounted, nothing is copied
 * aside, and the same request gives the same bytes everywhere.
 */
#ifndef IMAGER_FS_H
#define IMAGER_FS_H

#include "lib/output.h"

#include <stdint.h>

enum fs_kind {
	FS_FILE,
	FS_DIRECTORY,
	FS_SYMLINK,
	FS_HARD_LINK,
	FS_CHARACTER_DEVICE,
	FS_BLOCK_DEVICE,
	FS_FIFO,
	FS_SOCKET
};

/* An extended attribute. */
struct fs_attribute {
	const char *name; /* "security.capability" */
	struct bytes value;
};

/*
 * What is to be in a file system, one path each. Directories on the way to a path need no entry of their own.
 * A file system that has no place for owner, mode or attributes leaves them out; a kind that it cannot hold it
 * refuses.
 */
struct fs_file {
	const char *path; /* "/dtbs/board.dtb" */
	enum fs_kind kind;
	struct bytes content;  /* of a file; of a link the path that it leads to */
	uint32_t major, minor; /* of a device */
	uint32_t owner, group; /* numbers */
	uint32_t mode;         /* permission bits, 07777 at most */
	int64_t time;          /* of the last change: seconds since 1970, UTC */
	const struct fs_attribute *attributes;
	size_t attribute_count;
};

struct fs_request {
	const char *what;     /* "partition boot", for messages */
	const char *label;    /* NULL: none */
	uint64_t offset;      /* bytes of the card before the file system */
	uint32_t sector_size; /* bytes: 512, 1024, 2048 or 4096 */
	uint32_t
		timestamp; /* seconds since 1970, UTC: the time of what is no file of the request */
	const struct fs_file *files;
	size_t file_count;
	struct where at;
};

struct fs {
	const char *name; /* what a layout calls it */
	/* The size, in bytes and a multiple of 1 MiB, that takes the files. 0 or -1. */
	int (*measure)(struct arena *arena, const struct fs_request *request, uint64_t *size,
	               struct diags *diags);
	/* Whether the files fit into @size bytes and their names are possible. 0 or -1. */
	int (*check)(struct arena *arena, const struct fs_request *request, uint64_t size,
	             struct diags *diags);
	/* Writes it; the region's size is the file system's. 0 or -1. */
	int (*write)(struct arena *arena, const struct fs_request *request, struct region region,
	             struct diags *diags);
};

extern const struct fs fs_vfat, fs_fat12, fs_fat16, fs_fat32;

#endif
