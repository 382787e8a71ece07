/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only writer. A file is written aside in its directory, without a name where the file
 * system can do that, and takes its place in one rename after an fsync, so it appears whole
 * or not at all, what was there before is kept until then, and a killed run leaves nothing. Regions let a part of a tool write a part of the file and nothing
 * beside it. Every call to the system goes through a table that tests replace, to fail at
 * the n-th write.
 */
#ifndef LIB_OUTPUT_H
#define LIB_OUTPUT_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdint.h>
#include <sys/types.h>

struct output_calls {
	ssize_t (*pwrite)(int fd, const void *data, size_t len, off_t offset);
	int (*ftruncate)(int fd, off_t size);
	int (*fsync)(int fd);
	int (*rename)(const char *from, const char *to);
};
extern const struct output_calls output_system_calls;

struct output;

/*
 * Starts a new file beside @path (mode 0666 minus the umask).
 * @calls  NULL for the system's own
 * Returns 0; -1: LB040 @path is a directory or device, LB041 the directory cannot be written.
 */
int output_open(struct arena *arena, const char *path, const struct output_calls *calls,
                struct output **out, struct diags *diags);

/* Writes at @offset; what was never written is a hole that reads as zeros. -1: LB042 (disk full: with the bytes
 * that are needed and there …). */
int output_write(struct output *output, uint64_t offset, struct bytes data, struct diags *diags);

/* How many bytes will be written in all, for the message of a full disk; holes are none. */
void output_expect(struct output *output, uint64_t size);

/* Sets the size of the whole file, in bytes. */
int output_resize(struct output *output, uint64_t size, struct diags *diags);

/* Syncs and renames, unless a mapped input was cut off meanwhile (inputs_whole() in input.h). After
 * that only output_close() is left to call. -1: LB042, LB036, LB033. */
int output_commit(struct output *output, struct diags *diags);

/* Closes; without a commit nothing is left of the file. NULL is allowed. */
void output_close(struct output *output);

/* The descriptor, for libraries that write by descriptor (libfdisk). */
int output_fd(const struct output *output);
/* Bytes written through output_write() so far: what the disk had to take. */
uint64_t output_written(const struct output *output);

/* A stretch of an output; writing beside it is refused (LB043). */
struct region {
	struct output *output;
	uint64_t offset, size;
	const char *what;
};
struct region output_region(struct output *output, uint64_t offset, uint64_t size,
                            const char *what);
int region_write(struct region region, uint64_t offset, struct bytes data, struct diags *diags);

/* A whole small file in one call; "-" is standard output, a character device or a named pipe is written as it
 * stands. Mode as output_open(). */
int output_put(struct arena *arena, const char *path, struct bytes data, struct diags *diags);

/* mkdir -p. -1: LB041. */
int output_make_directory(struct arena *arena, const char *path, struct diags *diags);

#endif
