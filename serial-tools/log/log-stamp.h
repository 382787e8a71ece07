/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stamps that capture programs put in front of lines: which shape a log has, what time a
 * line's stamp tells, where its text begins. The shapes are rows of a table.
 */
#ifndef SERIAL_TOOLS_LOG_STAMP_H
#define SERIAL_TOOLS_LOG_STAMP_H

#include "lib/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct log_stamp_shape {
	const char *name;  /* "grabserial", "tio" … for --format and the report */
	const char *shape; /* see log-stamp.c */
	bool relative;     /* seconds since some start, which may begin again */
	bool like_printk;  /* looks like a kernel's own stamp, so needs more evidence */
};

/* NULL-terminated by name. */
extern const struct log_stamp_shape log_stamp_shapes[];

/*
 * Reads the stamp at the start of a line.
 * @us  microseconds since some start, since midnight or since 1970, as the shape has it
 * Returns the stamp's length, 0 when there is none of this shape.
 */
size_t log_stamp_read(const struct log_stamp_shape *shape, const char *text, size_t len,
                      int64_t *us);

/* The shape that most lines at the start of @log have, NULL when they have none. */
const struct log_stamp_shape *log_stamp_detect(struct bytes log);

/*
 * Times without jumps: a clock that passes midnight or begins again goes on where it was.
 * Start with {0}.
 */
struct log_clock {
	bool running;
	int64_t last_us, base_us;
};
/* Takes a stamp's time, gives microseconds since the first one. */
int64_t log_clock_take(struct log_clock *clock, const struct log_stamp_shape *shape, int64_t us);

enum log_own { LOG_OWN_NONE, LOG_OWN_LOADER, LOG_OWN_KERNEL };

/*
 * The stamps that boards print themselves: a kernel's "[    1.234567] ", a vendor loader's
 * "[      0.591]" or "[381]". Returns whose it is and *@us, microseconds.
 */
enum log_own log_own_stamp(const char *text, size_t len, int64_t *us);

/* Puts the clocks of loader and kernel, of one boot after the other, into a row. Start with {0}. */
struct log_own_clock {
	enum log_own last;
	int64_t last_us, base_us;
};
/* Returns the time of a line, INT64_MIN before the first stamp; lines without take the last one. */
int64_t log_own_clock_take(struct log_own_clock *clock, const char *text, size_t len);

#endif
