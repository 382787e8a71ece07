/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/console.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

#define READS_PER_TURN                                                                             \
	32              /* so that a slow trickle cannot keep a turn, and its one stamp, for long */
#define COUNT_US 500000 /* between looks at the driver's counters */
#define HALF_US  30000  /* an unfinished line is shown after this long */
#define SETTLE_US                                                                                  \
	250000 /* a goal in an unfinished line counts when nothing more came for so long */
#define SETTLE_MOST_US 2000000 /* ... or when the line has been growing for so long */

static void data_ready(void *context, uint32_t events)
{
	struct console *console = context;
	(void)events;
	console->ready = true;
}

static void wake_ready(void *context, uint32_t events)
{
	struct console *console = context;
	(void)events;
	console->retry_us = 0;
}

void console_note(struct console *console, int64_t now_us, const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	for (size_t i = 0; i < console->sink_count; i++)
		sink_note(&console->sinks[i], text, now_us);
}

static void watch_source(struct console *console)
{
	struct source *source = &console->source;
	loop_forget(console->loop, &console->data);
	loop_forget(console->loop, &console->wake);
	if (source->fd >= 0 && source->due_us == INT64_MAX)
		loop_watch(console->loop, &console->data, source->fd, EPOLLIN);
	if (source->fd < 0 && source->wake_fd >= 0)
		loop_watch(console->loop, &console->wake, source->wake_fd, EPOLLIN | EPOLLOUT);
}

/* What the port really runs at, not what was wished for. */
static void note_rate(struct console *console, int64_t now_us)
{
	struct source *source = &console->source;
	const struct source_settings *settings = &source->settings;
	if (console->rate != NULL)
		console_rate_start(console->rate, source, now_us);
	if (source->achieved == 0)
		return;
	console_note(console, now_us,
	             settings->seek ? "listening at %u %d%c%d first%s" : "speed: %u %d%c%d%s",
	             source->achieved, settings->bits, settings->parity, settings->stop,
	             settings->rate == 0 || settings->rate == source->achieved
	                     ? ""
	                     : "; the adapter cannot do what was asked");
	console->count_us = now_us + COUNT_US;
	if (source_count(source, &console->counters) != 0)
		console->count_us = INT64_MAX;
}

void console_start(struct console *console, struct loop *loop, int64_t now_us)
{
	console->loop = loop;
	console->data = (struct watch){ -1, data_ready, console };
	console->wake = (struct watch){ -1, wake_ready, console };
	console->half_us = console->failed_us = console->count_us = console->settle_us = INT64_MAX;
	console->away_us = console->source.fd < 0 ? now_us : INT64_MIN;
	console->was_here = console->source.fd >= 0;
	if (console->source.fd < 0)
		console_note(console, now_us, "%s: %s", console->source.address,
		             console->source.why);
	else
		note_rate(console, now_us);
	for (size_t i = 0; i < console->sink_count; i++)
		sink_start(&console->sinks[i], loop);
	watch_source(console);
}

static void note_goal(struct console *console, const struct line *line)
{
	size_t len =
		line->len < sizeof(console->goal_text) ? line->len : sizeof(console->goal_text) - 1;
	console->goal_line = line->number;
	console->goal_us = line->time_us;
	memcpy(console->goal_text, line->text, len);
	console->goal_text[len] = '\0';
}

static bool is_goal(const struct console *console, const struct line *line)
{
	return (console->until != NULL &&
	        expression_matches(console->until, line->text, line->len)) ||
	       (console->boot != NULL && boot_log_goal(console->boot));
}

/* A finished line: the goal, or the rest of a line in which it was seen. */
static void look_for_goal(struct console *console, const struct line *line)
{
	if (console->goal || (console->settle_us == INT64_MAX && !is_goal(console, line)))
		return;
	note_goal(console, line);
	console->goal = true;
	console->settle_us = INT64_MAX;
}

/* An unfinished line: a prompt, which nothing follows, or the first half of a line. */
static void look_for_prompt(struct console *console, const struct line *line, int64_t now_us)
{
	if (console->goal || (console->settle_us == INT64_MAX && !is_goal(console, line)))
		return;
	if (console->settle_us == INT64_MAX)
		console->settle_most_us = now_us + SETTLE_MOST_US;
	console->settle_us = loop_earlier(console->last_us + SETTLE_US, console->settle_most_us);
	note_goal(console, line);
}

static void take_line(void *context, const struct line *line)
{
	struct console *console = context;
	if (console->restart != NULL && expression_matches(console->restart, line->text, line->len))
		for (size_t i = 0; i < console->sink_count; i++)
			sink_restart(&console->sinks[i], line->time_us);
	for (size_t i = 0; i < console->sink_count; i++)
		sink_line(&console->sinks[i], line);
	if (console->boot != NULL) {
		boot_log_line(console->boot, line);
		if (console->failed_us == INT64_MAX && boot_log_failed(console->boot))
			console->failed_us = line->time_us;
	}
	look_for_goal(console, line);
}

static void take_half(struct console *console, int64_t now_us)
{
	struct line line;
	console->half_us = INT64_MAX;
	if (console->lines == NULL || !lines_half(console->lines, &line))
		return;
	for (size_t i = 0; i < console->sink_count; i++)
		sink_half(&console->sinks[i], &line);
	if (console->boot != NULL)
		boot_log_half(console->boot, &line);
	look_for_prompt(console, &line, now_us);
}

static void go_away(struct console *console, int64_t now_us)
{
	console->away_us = now_us;
	console->retry_us = now_us + SOURCE_RETRY_US;
	console->half_us = INT64_MAX;
	if (console->lines != NULL) /* what comes after the gap does not belong to this line */
		lines_end(console->lines, take_line, console);
	console_note(console, now_us, "%s is gone: %s", console->source.address,
	             console->source.why);
	watch_source(console);
}

static void come_back(struct console *console, int64_t now_us)
{
	if (console->was_here)
		console_note(console, now_us, "%s is back after %.3f s", console->source.address,
		             (double)(now_us - console->away_us) / 1e6);
	else
		console_note(console, now_us, "%s is connected", console->source.address);
	console->was_here = true;
	console->away_us = INT64_MIN;
	note_rate(console, now_us);
	watch_source(console);
	console->ready = true; /* what came before we watched */
}

static ssize_t read_source(void *context, void *to, size_t room)
{
	return source_read(context, to, room);
}

/* Reads while something comes and there is room. Returns the bytes; *@last is how the source ended it. */
static size_t gather(struct console *console, ssize_t *last)
{
	struct survivor_buffer *buffer = console->buffer;
	__atomic_store_n(&buffer->len, 0, __ATOMIC_RELEASE);
	buffer->size_before = console->raw == NULL ? UINT64_MAX : sink_size(console->raw);
	*last = SOURCE_AGAIN;
	for (int i = 0; i < READS_PER_TURN && buffer->len < SURVIVOR_BUFFER; i++) {
		ssize_t got =
			survivor_read(buffer, console->pattern, read_source, &console->source);
		if (got <= 0) {
			*last = got;
			break;
		}
	}
	return buffer->len;
}

/* What can be read of the line goes to the sinks that show it, and becomes lines. */
static void hand_on(struct console *console, struct bytes text, int64_t now_us)
{
	if (text.len == 0)
		return;
	for (size_t i = 0; i < console->sink_count; i++)
		sink_bytes(&console->sinks[i], text, now_us);
	if (console->lines == NULL)
		return;
	lines_feed(console->lines, text.p, text.len, now_us, take_line, console);
	if (console->half_us == INT64_MAX)
		console->half_us = now_us + HALF_US;
}

static void tell_rate(struct console *console, int64_t now_us)
{
	const char *says = console_rate_says(console->rate);
	if (says != NULL)
		console_note(console, now_us, "%s", says);
}

static void hand_on_by_rate(struct console *console, struct bytes data, int64_t now_us)
{
	for (size_t at = 0; at < data.len; at += BAUD_TAKE) {
		struct bytes part = bytes_at(data, at, BAUD_TAKE);
		hand_on(console, console_rate_take(console->rate, &console->source, part, now_us),
		        now_us);
		tell_rate(console, now_us);
	}
}

size_t console_drain(struct console *console, int64_t now_us)
{
	ssize_t last;
	bool due = console->source.due_us <= now_us;
	if (console->source.fd < 0 || (!console->ready && !due))
		return 0;
	console->ready = false;
	console->source.now_us = now_us;
	size_t len = gather(console, &last);
	if (len > 0) {
		struct bytes data = bytes_of(console->buffer->data, len, console->source.name);
		for (size_t i = 0; i < console->sink_count; i++)
			sink_raw(&console->sinks[i], data, now_us);
		console->last_us = now_us;
		console->bytes += len;
		if (console->rate != NULL)
			hand_on_by_rate(console, data, now_us);
		else
			hand_on(console, data, now_us);
	}
	if (last < 0)
		console->data.fd = -1; /* closing has taken it out of the loop */
	if (last == SOURCE_GONE)
		go_away(console, now_us);
	if (last == SOURCE_ENDED && !console->over && console->lines != NULL)
		lines_end(console->lines, take_line, console);
	console->over = console->over || last == SOURCE_ENDED;
	return len;
}

static int64_t look_for_source(struct console *console, int64_t now_us)
{
	if (console->over || console->source.fd >= 0)
		return console->source.due_us;
	if (now_us < console->retry_us)
		return console->retry_us;
	int wake = console->source.wake_fd;
	int result = source_resume(&console->source);
	console->retry_us = now_us + SOURCE_RETRY_US;
	if (result == 0) {
		come_back(console, now_us);
		return now_us;
	}
	console->over = result < 0;
	if (console->source.wake_fd != wake)
		watch_source(console);
	return console->retry_us;
}

/* Bytes that the adapter or the kernel dropped before we could read them. */
static void look_at_counters(struct console *console, int64_t now_us)
{
	struct source_counters now, *before = &console->counters;
	console->count_us = now_us + COUNT_US;
	if (console->source.fd < 0 || source_count(&console->source, &now) != 0)
		return;
	if (now.overrun > before->overrun || now.buffer_overrun > before->buffer_overrun)
		console_note(
			console, now_us,
			"%s: the port lost characters: %llu overruns in the UART, %llu in the kernel's buffer",
			console->source.address,
			(unsigned long long)(now.overrun - before->overrun),
			(unsigned long long)(now.buffer_overrun - before->buffer_overrun));
	*before = now;
}

int64_t console_tick(struct console *console, int64_t now_us)
{
	char news[512];
	int64_t due = look_for_source(console, now_us);
	for (size_t i = 0; i < console->sink_count; i++)
		if (sink_news(&console->sinks[i], now_us, news, sizeof(news)))
			console_note(console, now_us, "%s", news);
	if (now_us >= console->half_us)
		take_half(console, now_us);
	console->goal = console->goal || now_us >= console->settle_us;
	if (now_us >= console->count_us)
		look_at_counters(console, now_us);
	due = loop_earlier(due, loop_earlier(console->half_us, console->count_us));
	due = loop_earlier(due, console->goal ? INT64_MAX : console->settle_us);
	if (console->rate != NULL && console->source.fd >= 0) {
		due = loop_earlier(due, console_rate_tick(console->rate, &console->source, now_us));
		tell_rate(console, now_us);
	}
	for (size_t i = 0; i < console->sink_count; i++)
		due = loop_earlier(due, sink_tick(&console->sinks[i], now_us));
	due = loop_earlier(due, console_talk(&console->talk, &console->source, console->sinks,
	                                     console->sink_count, now_us));
	return due;
}

void console_close(struct console *console, int64_t now_us)
{
	if (console->lines != NULL)
		lines_end(console->lines, take_line, console);
	console_end_break(&console->talk, &console->source,
	                  console->talk.break_us); /* the port would keep it */
	for (size_t i = 0; i < console->sink_count; i++)
		sink_close(&console->sinks[i], now_us);
	source_close(&console->source);
	expression_close(console->until);
	expression_close(console->restart);
	console->until = console->restart = NULL;
	console->sink_count = 0;
	console->lines = NULL;
}
