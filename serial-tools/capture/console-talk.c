#include "serial-tools/capture/console-talk.h"

#include <string.h>

#define TALK_RETRY_US 2000 /* how soon a board that takes no byte is asked again */

/* Begins a break. Until it is over nothing else is done or sent. */
static bool begin_break(struct console *console, struct sink *sink,
                        const struct sink_request *request, int64_t now_us)
{
	struct source *source = &console->source;
	if (source->fd < 0 || source->kind->set_break == NULL ||
	    source->kind->set_break(source, true) != 0)
		return false;
	console->breaker = sink;
	console->broken = *request;
	console->break_us = now_us + (int64_t)request->value * 1000;
	return true;
}

void console_end_break(struct console *console, int64_t now_us)
{
	struct source *source = &console->source;
	struct sink *sink = console->breaker;
	if (sink == NULL || (source->fd >= 0 && now_us < console->break_us))
		return;
	console->breaker = NULL;
	bool done = source->fd >= 0 && source->kind->set_break(source, false) == 0;
	sink_answer(sink, &console->broken, source->achieved, done);
}

/* Does what a sink wants of the port, as far as the port can. */
static void fulfil(struct console *console, struct sink *sink, const struct sink_request *request)
{
	struct source *source = &console->source;
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

static void collect(struct console *console, int64_t now_us)
{
	struct sink_request request;
	for (size_t i = 0; i < console->sink_count; i++) {
		struct sink *sink = &console->sinks[i];
		size_t room = sizeof(console->outgoing) - console->outgoing_len;
		console->outgoing_len +=
			sink_take(sink, console->outgoing + console->outgoing_len, room);
		while (console->breaker == NULL && sink_request(sink, &request))
			if (request.wish != WISH_BREAK ||
			    !begin_break(console, sink, &request, now_us))
				fulfil(console, sink, &request);
	}
}

/* Sends what the sinks have for the board. Returns whether some of it has to wait. */
static bool talk(struct console *console, int64_t now_us)
{
	for (;;) {
		collect(console, now_us);
		if (console->outgoing_len == 0 || console->breaker != NULL)
			return false;
		ssize_t put =
			source_write(&console->source, console->outgoing, console->outgoing_len);
		if (put == 0)
			return true;
		if (put < 0) { /* this source cannot be written to */
			console->outgoing_len = 0;
			return false;
		}
		console->outgoing_len -= (size_t)put;
		memmove(console->outgoing, console->outgoing + put, console->outgoing_len);
	}
}

int64_t console_talk(struct console *console, int64_t now_us)
{
	int64_t due = INT64_MAX;
	console_end_break(console, now_us);
	if (talk(console, now_us))
		due = now_us + TALK_RETRY_US;
	return console->breaker != NULL ? loop_earlier(due, console->break_us) : due;
}
