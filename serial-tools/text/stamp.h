/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stamps in front of lines, in shapes that readers of logs know:
 *   start   [    1.234567] text                          seconds since the start, or since a line
 *   delta   [    1.234567     0.250148] text             and since the line before
 *   wall    [2026-11-21T07:46:40.485123Z] text           UTC
 * all with microseconds.
 */
#ifndef SERIAL_TOOLS_STAMP_H
#define SERIAL_TOOLS_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STAMP_ROOM 64 /* bytes that a stamp needs at most */

struct stamp_spec {
	bool start, delta, wall; /* none: lines without stamps */
	int64_t wall_us;         /* microseconds since 1970 at time 0 */
};

struct stamp {
	struct stamp_spec spec;
	int64_t zero_us, last_us;
	int64_t second; /* the one that `date` tells, since 1970 */
	char date[32];
};

struct stamp stamp_make(const struct stamp_spec *spec);

/* Writes the stamp of a line that began at @time_us, with a blank behind it. Returns its length. */
size_t stamp_write(struct stamp *stamp, int64_t time_us, char to[STAMP_ROOM]);

/* Seconds since the start count from @time_us on. */
void stamp_restart(struct stamp *stamp, int64_t time_us);

/* Reads "start", "delta", "wall", "wall+delta", "none". Returns 0, or -1 for other words. */
int stamp_parse(const char *text, struct stamp_spec *spec);

#endif
