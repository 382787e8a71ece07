/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file that bytes are appended to as they come, and that outlives a full disk: what the disk
 * does not take waits in a ring, whose overflow is counted. log_file_write() never blocks the
 * caller on that and never fails; log_file_tick() tries again and says what happened meanwhile.
 * The memory of the ring is reserved at the start and used only when the disk is full.
 *
 * PATH is the file that is written now; finished ones are PATH.1, PATH.2 … in order of time.
 */
#ifndef SERIAL_TOOLS_LOG_FILE_H
#define SERIAL_TOOLS_LOG_FILE_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Replaced in tests, to fail when they want. */
struct log_file_calls {
	ssize_t (*write)(int fd, const void *data, size_t len);
};

struct log_file_spec {
	const char *path;
	bool append;                        /* go on behind what is there; otherwise start anew */
	uint64_t rotate_bytes;              /* a new file begins at this size; 0: never */
	int64_t rotate_us;                  /* or at this age; 0: never */
	bool compress;                      /* finished files become .zst */
	uint64_t keep;                      /* finished files kept; 0: all */
	size_t ring;                        /* bytes */
	const struct log_file_calls *calls; /* NULL: the system's */
};

struct log_file;

/* Returns 0; -1 (SE120: the file cannot be opened). */
int log_file_open(struct arena *arena, const struct log_file_spec *spec, struct log_file **out,
                  struct diags *diags);

/* @now_us  of loop_now(). Splits at a line's end where a rotation is due. */
void log_file_write(struct log_file *log, struct bytes data, int64_t now_us);

enum log_file_news {
	LOG_FILE_QUIET,
	LOG_FILE_FULL,    /* the disk has stopped taking bytes */
	LOG_FILE_RESUMED, /* everything that the ring held is in the file */
};

/* A stretch that was lost because the ring was full. */
struct log_file_loss {
	uint64_t offset; /* in the file (all its rotations together) where it is missing */
	uint64_t bytes;
	int64_t from_us, to_us;
};

/*
 * To be called now and then (log_file_due() tells when): writes what waits, rotates by age.
 * Returns what has changed since the last call. @loss (with LOG_FILE_RESUMED): bytes 0 when nothing was lost.
 */
enum log_file_news log_file_tick(struct log_file *log, int64_t now_us, struct log_file_loss *loss);
int64_t log_file_due(const struct log_file *log);

/* errno of the last refusal. */
int log_file_error(const struct log_file *log);
const char *log_file_path(const struct log_file *log);
/* Bytes given to log_file_write() so far. */
uint64_t log_file_bytes(const struct log_file *log);

/* Bytes in the file that is written now; UINT64_MAX while the ring holds some. */
uint64_t log_file_size(const struct log_file *log);

/* Writes what waits and closes. Returns the bytes that could not be written. NULL is allowed. */
uint64_t log_file_close(struct log_file *log, int64_t now_us);

#endif
