/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/console-talk.h"

#include "serial-tools/port/loop.h"

#include <string.h>

#define TALK_RETRY_US 2000 /* how soon a board that takes no byte is asked again */

/* Begins a break. Until it is over nothing else is done or sent. */
static bool begin_break(struct console_talk *talk, struct source *source, struct sink *sink,
                        const struct sink_request *request, int64_t now_us)
{
	if (source->fd < 0 || source->kind->set_break == NULL ||
	    source->kind->set_break(source, true) != 0)
		return false;
	talk->breaker = sink;
	talk->broken = *request;
	talk->break_us = now_us + (int64_t)request->value * 1000;
	return true;
}

void console_end_break(struct console_talk *talk, struct source *source, int64_t now_us)
{
	struct sink *sink = talk->breaker;
	if (sink == NULL || (source->fd >= 0 && now_us < talk->break_us))
		return;
	talk->breaker = NULL;
	bool done = source->fd >= 0 && source->kind->set_break(source, false) == 0;
	sink_answer(sink, &talk->broken, source->achieved, done);
}

/* Does what a sink wants of the port, as far as the port can. */
static void fulfil(struct source *source, struct sink *sink, const struct sink_request *request)
{
	const struct source_kind *kind = source->kind;
	enum source_level level = request->value != 0 ? LEVEL_ON : LEVEL_OFF;
	int result = -1;
	if (source->fd >= 0 && request->wish == WISH_RATE && kind->set_rate != NULL)
		result = kind->set_rate(source, request->value, &source->achieved);
	else if (source->fd >= 0 && request->wish == WISH_DTR && kind->set_lines != NULL)
		result = kind->set_lines(source, level, LEVEL_KEEP);
	else if (source->fd >= 0 && request->wish == WISH_RTS && kind->set_lines != NULL)
		result = kind->set_lines(source, LEVEL_KEEP, level);
	sink_answer(sink, request, source->achieved, result == 0);
}

static void collect(struct console_talk *talk, struct source *source, struct sink *sinks,
                    size_t count, int64_t now_us)
{
	struct sink_request request;
	for (size_t i = 0; i < count; i++) {
		struct sink *sink = &sinks[i];
		size_t room = sizeof(talk->outgoing) - talk->outgoing_len;
		talk->outgoing_len += sink_take(sink, talk->outgoing + talk->outgoing_len, room);
		while (talk->breaker == NULL && sink_request(sink, &request))
			if (request.wish != WISH_BREAK ||
			    !begin_break(talk, source, sink, &request, now_us))
				fulfil(source, sink, &request);
	}
}

/* Sends what the sinks have for the board. Returns whether some of it has to wait. */
static bool send_all(struct console_talk *talk, struct source *source, struct sink *sinks,
                     size_t count, int64_t now_us)
{
	for (;;) {
		collect(talk, source, sinks, count, now_us);
		if (talk->outgoing_len == 0 || talk->breaker != NULL)
			return false;
		ssize_t put = source_write(source, talk->outgoing, talk->outgoing_len);
		if (put == 0)
			return true;
		if (put < 0) { /* this source cannot be written to */
			talk->outgoing_len = 0;
			return false;
		}
		talk->outgoing_len -= (size_t)put;
		memmove(talk->outgoing, talk->outgoing + put, talk->outgoing_len);
	}
}

int64_t console_talk(struct console_talk *talk, struct source *source, struct sink *sinks,
                     size_t count, int64_t now_us)
{
	int64_t due = INT64_MAX;
	console_end_break(talk, source, now_us);
	if (send_all(talk, source, sinks, count, now_us))
		due = now_us + TALK_RETRY_US;
	return talk->breaker != NULL ? loop_earlier(due, talk->break_us) : due;
}
