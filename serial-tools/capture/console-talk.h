/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a console's sinks have for the board: bytes to send, and what they want of the port. */
#ifndef SERIAL_TOOLS_CONSOLE_TALK_H
#define SERIAL_TOOLS_CONSOLE_TALK_H

#include "serial-tools/port/source.h"
#include "serial-tools/talk/sink.h"

struct console_talk {
	struct sink_request broken; /* the break that is going on … */
	struct sink *breaker;       /* … whose it is; NULL: none … */
	int64_t break_us;           /* … and when it ends */
	uint8_t outgoing[2048];     /* for the board: what it has not taken yet */
	size_t outgoing_len;
};

/* Sends what the board takes and does what is wanted. Returns when it wants to be called again. */
int64_t console_talk(struct console_talk *talk, struct source *source, struct sink *sinks,
                     size_t count, int64_t now_us);

/* Ends a break that is due by then, and answers whoever wanted it. */
void console_end_break(struct console_talk *talk, struct source *source, int64_t now_us);

#endif
