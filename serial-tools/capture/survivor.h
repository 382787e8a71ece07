/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is between the port and the raw log when the capture is killed by SIGKILL: bytes that were
 * read and not yet written, because several reads are gathered for one write. They lie in shared
 * memory, and a child that does nothing but wait for our end puts them into the log. It holds no
 * port, costs no time and ends with us.
 */
#ifndef SERIAL_TOOLS_SURVIVOR_H
#define SERIAL_TOOLS_SURVIVOR_H

#include "lib/diag.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define SURVIVOR_BUFFER 65536 /* bytes gathered before they are written */
#define SURVIVOR_LOGS   16

#define SURVIVOR_READ 4096 /* bytes per read: what a terminal hands over at once */

/*
 * The shared part, of one log. A process is killed after the kernel has copied what it read and before
 * it learns how much that was; therefore a read goes to a place that holds a random pattern, and
 * what differs from it has come.
 */
struct survivor_buffer {
	uint64_t size_before; /* of the log file when gathering began */
	size_t len;           /* bytes read since then */
	size_t reading_to;    /* end of the place that is being read into; 0: none is */
	uint8_t data[SURVIVOR_BUFFER];
};

struct survivor {
	struct survivor_buffer *buffers; /* one per log */
	size_t count;
	uint8_t *pattern; /* SURVIVOR_BUFFER bytes */
	int alive; /* our end of the pipe that tells the child that we are gone; -1: no child */
	int pid;
};

/*
 * @paths  of the raw logs, in the order of the buffers; NULL: this one has none
 * Returns 0, also when there is no child because no log is written; -1 (SE101).
 */
int survivor_start(struct arena *arena, const char *const *paths, size_t count,
                   struct survivor *out, struct diags *diags);

/*
 * Reads by @read (SURVIVOR_READ bytes at most) behind what @buffer holds.
 * Returns what @read returned; 0 when the buffer is full.
 */
typedef ssize_t survivor_read_fn(void *context, void *to, size_t room);
ssize_t survivor_read(struct survivor_buffer *buffer, const uint8_t *pattern,
                      survivor_read_fn *read, void *context);

/* Everything is written: the child ends without doing anything. */
void survivor_stop(struct survivor *survivor);

#endif
