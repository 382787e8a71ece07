/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Logs that are streams of events rather than text: LAVA's, asciinema's, script's with its
 * timing file, journald's export. Each gives pieces of console output with their times.
 */
#ifndef SERIAL_TOOLS_LOG_CONTAINER_H
#define SERIAL_TOOLS_LOG_CONTAINER_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "serial-tools/text/lines.h"

struct log_pieces {
	struct lines *lines;
	line_fn *each;
	void *context;
	char *buffer; /* one piece, unescaped */
	size_t room;
};

struct log_container {
	const char *name;
	bool (*is_this)(struct bytes file, struct bytes timing);
	void (*read)(struct bytes file, struct bytes timing, struct log_pieces *to);
};

/* NULL-terminated by name. */
extern const struct log_container log_containers[];

#define LOG_PIECE_LIMIT 65536 /* bytes of one event's text; longer ones are cut */

/*
 * Unescapes a JSON string that begins behind its quote.
 * Returns the number of bytes written to @to (at most @room); *@p is set behind the closing quote.
 */
size_t log_unescape(const char **p, const char *end, char *to, size_t room);

#endif
