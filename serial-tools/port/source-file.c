/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source-file.h"

#include "serial-tools/log/log-stamp.h"

#include "lib/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW 65536 /* bytes of a stamped log held at a time; longer lines come in pieces */

struct replay {
	const struct log_stamp_shape *shape; /* NULL: not stamped */
	struct log_clock clock;
	int64_t start_us; /* the capture's time that the log's zero falls on; INT64_MIN: not known yet */
	size_t from, len; /* of what is held */
	size_t left;      /* bytes of the current line that are due */
	bool inside;      /* the current line has been begun */
	bool ended;
	uint8_t held[WINDOW];
};

static int file_open(struct source *source, struct arena *arena, struct diags *diags)
{
	struct stat st;
	source->fd = input_open(source->address, diags);
	if (source->fd < 0)
		return -1;
	if (source->fd == STDIN_FILENO)
		source->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (fstat(source->fd, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	source->due_us = 0; /* a regular file is always ready and cannot be polled */
	if (source->settings.fast)
		return 0;
	struct replay *replay = arena_new(arena, struct replay);
	ssize_t got = pread(source->fd, replay->held, WINDOW, 0);
	replay->shape = log_stamp_detect(
		bytes_of(replay->held, got < 0 ? 0 : (size_t)got, source->address));
	replay->start_us = INT64_MIN;
	source->own = replay->shape == NULL ? NULL : replay;
	return 0;
}

static ssize_t read_plain(struct source *source, void *to, size_t room)
{
	ssize_t got = read(source->fd, to, room);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return SOURCE_AGAIN;
	source->why = got == 0 ? "end of the file" : "the file cannot be read";
	return SOURCE_ENDED;
}

static void fill(struct source *source, struct replay *replay)
{
	memmove(replay->held, replay->held + replay->from, replay->len);
	replay->from = 0;
	while (!replay->ended && replay->len < WINDOW) {
		ssize_t got = read(source->fd, replay->held + replay->len, WINDOW - replay->len);
		replay->ended = got <= 0;
		replay->len += got <= 0 ? 0 : (size_t)got;
	}
}

/* Takes the stamp off the next line. Returns whether the line is due. */
static bool begin_line(struct source *source, struct replay *replay)
{
	const char *text = (const char *)replay->held + replay->from;
	int64_t us;
	size_t stamp = log_stamp_read(replay->shape, text, replay->len, &us);
	if (stamp > 0) {
		struct log_clock before = replay->clock;
		int64_t since = log_clock_take(&replay->clock, replay->shape, us);
		if (replay->start_us == INT64_MIN)
			replay->start_us = source->now_us - since;
		if (source->now_us < replay->start_us + since) {
			source->due_us = replay->start_us + since;
			replay->clock = before; /* the stamp is read again when it is due */
			return false;
		}
	}
	replay->from += stamp;
	replay->len -= stamp;
	return true;
}

static ssize_t read_stamped(struct source *source, struct replay *replay, char *to, size_t room)
{
	if (!replay->inside) {
		const void *end = memchr(replay->held + replay->from, '\n', replay->len);
		if (end == NULL && !replay->ended)
			fill(source, replay);
		if (replay->len == 0) {
			source->why = "end of the file";
			return SOURCE_ENDED;
		}
		if (!begin_line(source, replay))
			return SOURCE_AGAIN;
	}
	const uint8_t *start = replay->held + replay->from;
	const uint8_t *end = memchr(start, '\n', replay->len);
	size_t len = end == NULL ? replay->len : (size_t)(end - start) + 1;
	replay->inside = end == NULL || len > room;
	if (len > room)
		len = room;
	memcpy(to, start, len);
	replay->from += len;
	replay->len -= len;
	if (replay->len == 0)
		fill(source, replay);
	replay->inside = replay->inside && replay->len > 0;
	return len > 0 ? (ssize_t)len : SOURCE_AGAIN;
}

static ssize_t file_read(struct source *source, void *to, size_t room)
{
	if (source->own == NULL)
		return read_plain(source, to, room);
	source->due_us = 0;
	return read_stamped(source, source->own, to, room);
}

const struct source_kind source_file = {
	.prefix = "file:",
	.operand = "PATH",
	.help = "a saved log, replayed; - is standard input",
	.open = file_open,
	.read = file_read,
};
