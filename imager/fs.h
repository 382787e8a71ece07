/*
 * File systems that imager can write, one row each: measure or check a set of files
 * against a size, then write it into a region. Nothing is mounted, nothing is copied
 * aside, and the same request gives the same bytes everywhere.
 */
#ifndef IMAGER_FS_H
#define IMAGER_FS_H

#include "imager/plan.h"

#include "lib/output.h"

struct fs_request {
	const char *what;     /* "partition boot", for messages */
	const char *label;    /* NULL: none */
	uint64_t offset;      /* bytes of the card before the file system */
	uint32_t sector_size; /* bytes: 512, 1024, 2048 or 4096 */
	uint32_t timestamp;   /* seconds since 1970: every file's time, UTC */
	const struct plan_file *files;
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
