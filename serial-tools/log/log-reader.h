/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved logs of many programs as lines with times: raw, stamped line by line (log-stamp.h),
 * LAVA, asciinema, script with its timing file, labgrid, journald's export; compressed or
 * UTF-16. What is raw but carries the board's own stamps gets its times from these.
 */
#ifndef SERIAL_TOOLS_LOG_READER_H
#define SERIAL_TOOLS_LOG_READER_H

#include "lib/arena.h"
#include "lib/diag.h"
#include "serial-tools/text/lines.h"

enum log_clock_source {
	LOG_CLOCK_NONE,   /* no times at all */
	LOG_CLOCK_STAMPS, /* the capture's */
	LOG_CLOCK_BOARD,  /* the board's own */
};

struct log_source {
	struct bytes bytes;                    /* unpacked, in UTF-8 */
	struct bytes timing;                   /* of script(1), or empty */
	const char *format;                    /* name of the format */
	const struct log_stamp_shape *shape;   /* of stamped lines, or NULL */
	const struct log_container *container; /* of streams of events, or NULL */
	enum log_clock_source clock;
};

/*
 * Unpacks and looks which format it is.
 * @format  a name of log_formats_text(), or NULL to find out
 * @timing  script's timing file, or NULL
 * Returns 0; -1: SE210 no such format; or it cannot be unpacked (LB034).
 */
int log_source_open(struct arena *arena, struct bytes file, const char *format,
                    const struct bytes *timing, struct log_source *out, struct diags *diags);

/* Gives out every line in order; may be called again for another pass. */
void log_source_read(const struct log_source *source, struct arena *arena, line_fn *each,
                     void *context);

/* "raw, grabserial, tio …": the formats that log_source_open() knows. */
char *log_formats_text(struct arena *arena);

#endif
