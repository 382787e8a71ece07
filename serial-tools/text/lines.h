/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes from a serial line to lines of text. The bytes may come in pieces of any size; a
 * line is given to the caller when it ends, and an unfinished one (a prompt) can be looked
 * at any time with lines_half().
 *
 * What a terminal would do is done once, here: runs of CR before LF are one line end, a
 * backspace takes the last character back, escape sequences and other control characters
 * are dropped, bytes that are no UTF-8 become '?'. A CR in mid-line ends a line of its own
 * that has the same number. Nothing is allocated after lines_open(); an endless line is
 * given out in pieces of LINE_LIMIT bytes.
 */
#ifndef SERIAL_TOOLS_LINES_H
#define SERIAL_TOOLS_LINES_H

#include "lib/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_LIMIT 2048      /* bytes of text in one line */
#define TIME_NONE  INT64_MIN /* a time that is not known */

struct line {
	int64_t time_us;  /* arrival of the first byte, or TIME_NONE */
	uint64_t number;  /* counts LF from 1, as an editor would */
	const char *text; /* NUL-terminated when it comes from lines_feed() */
	size_t len;
	bool cut;  /* the line goes on in the next one, which has the same number */
	bool half; /* not ended by LF: end of input, or lines_half() */
};

/* Called for each finished line; @line and its text are valid during the call. */
typedef void line_fn(void *context, const struct line *line);

struct lines;

struct lines *lines_open(struct arena *arena);

/* Takes @len bytes that arrived at @time_us (microseconds since any start, or TIME_NONE). */
void lines_feed(struct lines *lines, const uint8_t *p, size_t len, int64_t time_us, line_fn *each,
                void *context);

/* The text of the unfinished line, cleaned. False when there is none (or only blanks were dropped). */
bool lines_half(struct lines *lines, struct line *out);

/* End of input: gives out what is unfinished, with `half` set. */
void lines_end(struct lines *lines, line_fn *each, void *context);

/* Lines ended by LF so far. */
uint64_t lines_count(const struct lines *lines);

/*
 * Cleans one whole line in place, for callers that have the line ends already.
 * @text  without the LF; CR in mid-line is dropped
 * Returns the new length, at most @len.
 */
size_t line_clean(char *text, size_t len);

/* Whether line_clean() would change nothing. */
bool line_is_clean(const char *text, size_t len);

#endif
