/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-screen.h"

#include "serial-tools/text/terminal-filter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE    4096  /* filtered at a time; a pipe that polls writable takes as much (PIPE_BUF) */
#define WAITING  65536 /* bytes that may wait for a slow reader */
#define RETRY_US 20000

struct screen {
	int out, notes;
	struct terminal_filter filter;
	size_t start, len; /* of what waits */
	uint64_t skipped;
	char waiting[WAITING];
};

static bool takes_more(int fd)
{
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	return poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0;
}

static void screen_flush(struct screen *screen)
{
	while (screen->len > 0 && takes_more(screen->out)) {
		size_t piece = screen->len < PIECE ? screen->len : PIECE;
		ssize_t put = write(screen->out, screen->waiting + screen->start, piece);
		if (put < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (put < 0) { /* the reader has gone: the capture goes on without it */
			screen->out = -1;
			screen->len = 0;
			return;
		}
		screen->start += (size_t)put;
		screen->len -= (size_t)put;
	}
	if (screen->len > 0)
		memmove(screen->waiting, screen->waiting + screen->start, screen->len);
	screen->start = 0;
}

static void show(struct screen *screen, const char *text, size_t len)
{
	if (screen->start + screen->len + len > WAITING)
		screen_flush(screen);
	if (screen->start + screen->len + len > WAITING) {
		screen->skipped += len;
		return;
	}
	memcpy(screen->waiting + screen->start + screen->len, text, len);
	screen->len += len;
}

static void tell_skipped(struct screen *screen)
{
	char text[80];
	if (screen->skipped == 0 || screen->len > WAITING / 2)
		return;
	int len = snprintf(text, sizeof(text),
	                   "\n[-- %llu bytes not shown: this reader was too slow --]\n",
	                   (unsigned long long)screen->skipped);
	screen->skipped = 0;
	show(screen, text, (size_t)len);
}

static void screen_bytes(struct sink *sink, struct bytes data, int64_t now_us)
{
	struct screen *screen = sink->own;
	char text[PIECE + TERMINAL_HELD + 4];
	(void)now_us;
	if (screen->out < 0)
		return;
	for (size_t at = 0; at < data.len; at += PIECE) {
		size_t len = terminal_filter(&screen->filter, bytes_at(data, at, PIECE), text);
		show(screen, text, len);
	}
	screen_flush(screen);
	tell_skipped(screen);
}

static void screen_note(struct sink *sink, const char *text, int64_t now_us)
{
	struct screen *screen = sink->own;
	(void)now_us;
	if (screen->notes >= 0 && takes_more(screen->notes))
		dprintf(screen->notes, "serial-capture: %s\n", text);
}

static int64_t screen_tick(struct sink *sink, int64_t now_us)
{
	struct screen *screen = sink->own;
	if (screen->out < 0 || (screen->len == 0 && screen->skipped == 0))
		return INT64_MAX;
	screen_flush(screen);
	tell_skipped(screen);
	return screen->len > 0 ? now_us + RETRY_US : INT64_MAX;
}

static void screen_close(struct sink *sink, int64_t now_us)
{
	struct screen *screen = sink->own;
	(void)now_us;
	if (screen->out >= 0)
		screen_flush(screen);
}

static const struct sink_kind screen_kind = {
	.bytes = screen_bytes, .note = screen_note, .tick = screen_tick, .close = screen_close
};

void sink_screen_open(struct arena *arena, int out, int notes, bool escapes, struct sink *sink)
{
	struct screen *screen = arena_new(arena, struct screen);
	char path[32];
	/* A terminal is opened anew, to make only our descriptor of it non-blocking. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", out);
	screen->out = out >= 0 && isatty(out)
	                      ? open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
	                      : out;
	if (screen->out < 0)
		screen->out = out;
	screen->notes = notes;
	screen->filter = terminal_filter_make(escapes);
	*sink = (struct sink){ &screen_kind, screen };
}
