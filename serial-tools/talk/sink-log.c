/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-log.h"

#include <stdio.h>
#include <string.h>

static void raw_bytes(struct sink *sink, struct bytes data, int64_t now_us)
{
	log_file_write(sink->own, data, now_us);
}

static int64_t raw_tick(struct sink *sink, int64_t now_us)
{
	(void)now_us;
	return log_file_due(sink->own);
}

/* The sentence about a full disk, or about its end. Shared by both kinds of log. */
static bool log_news(struct log_file *log, int64_t now_us, char *to, size_t size)
{
	struct log_file_loss loss = { 0 };
	switch (log_file_tick(log, now_us, &loss)) {
	case LOG_FILE_QUIET:
		return false;
	case LOG_FILE_FULL:
		snprintf(to, size, "%s cannot be written (%s); reading goes on into memory",
		         log_file_path(log), strerror(log_file_error(log)));
		return true;
	case LOG_FILE_RESUMED:
		break;
	}
	if (loss.bytes == 0)
		snprintf(to, size, "%s is written again, nothing is lost", log_file_path(log));
	else
		snprintf(
			to, size,
			"%s is written again; %llu bytes are missing at offset %llu, received from %.6f s to %.6f s",
			log_file_path(log), (unsigned long long)loss.bytes,
			(unsigned long long)loss.offset, (double)loss.from_us / 1e6,
			(double)loss.to_us / 1e6);
	return true;
}

static bool raw_news(struct sink *sink, int64_t now_us, char *to, size_t size)
{
	return log_news(sink->own, now_us, to, size);
}

static void raw_close(struct sink *sink, int64_t now_us)
{
	log_file_close(sink->own, now_us);
}

static uint64_t raw_size(const struct sink *sink)
{
	return log_file_size(sink->own);
}

static const struct sink_kind raw_kind = {
	.raw = raw_bytes, .tick = raw_tick, .news = raw_news, .size = raw_size, .close = raw_close
};

int sink_raw_open(struct arena *arena, const struct log_file_spec *spec, struct sink *out,
                  struct diags *diags)
{
	struct log_file *log;
	if (log_file_open(arena, spec, &log, diags) < 0)
		return -1;
	*out = (struct sink){ &raw_kind, log };
	return 0;
}

#define GATHER 32768 /* bytes of stamped text gathered before a write */
#define FLUSH_US                                                                                   \
	20000 /* and how long they may wait: well below the 50 ms that a reader may notice */

struct stamped {
	struct log_file *log;
	struct stamp stamp;
	int64_t flush_us; /* when what is gathered must be written, INT64_MAX: nothing is */
	bool open;        /* the last line written has no end yet */
	size_t shown;     /* of it, as given by half(): text that may still be taken back */
	char half[LINE_LIMIT];
	size_t len;
	char text[GATHER];
};

static void stamped_flush(struct stamped *stamped, int64_t now_us)
{
	if (stamped->len > 0)
		log_file_write(stamped->log, bytes_of(stamped->text, stamped->len, "lines"),
		               now_us);
	stamped->len = 0;
	stamped->flush_us = INT64_MAX;
}

static void gather(struct stamped *stamped, const char *text, size_t len, int64_t now_us)
{
	if (stamped->len + len > GATHER)
		stamped_flush(stamped, now_us);
	memcpy(stamped->text + stamped->len, text, len);
	stamped->len += len;
	if (stamped->flush_us == INT64_MAX)
		stamped->flush_us = now_us + FLUSH_US;
}

/* Writes what of @line is not in the log yet, with a stamp if it begins here. */
static void put_text(struct stamped *stamped, const struct line *line)
{
	bool known = stamped->shown <= line->len &&
	             memcmp(stamped->half, line->text, stamped->shown) == 0;
	if (stamped->open && !known) { /* the board took text back: tell the line anew */
		gather(stamped, "\n", 1, line->time_us);
		stamped->open = false;
	}
	size_t from = stamped->open ? stamped->shown : 0;
	if (!stamped->open && line->len > 0) {
		char stamp[STAMP_ROOM];
		gather(stamped, stamp, stamp_write(&stamped->stamp, line->time_us, stamp),
		       line->time_us);
	}
	gather(stamped, line->text + from, line->len - from, line->time_us);
	stamped->open = stamped->open || line->len > 0;
	stamped->shown = 0;
}

static void stamped_line(struct sink *sink, const struct line *line)
{
	struct stamped *stamped = sink->own;
	put_text(stamped, line);
	if (line->cut)
		return;
	gather(stamped, "\n", 1, line->time_us);
	stamped->open = false;
}

static void stamped_half(struct sink *sink, const struct line *line)
{
	struct stamped *stamped = sink->own;
	put_text(stamped, line);
	memcpy(stamped->half, line->text, line->len);
	stamped->shown = line->len;
}

static void stamped_note(struct sink *sink, const char *text, int64_t now_us)
{
	struct stamped *stamped = sink->own;
	char stamp[STAMP_ROOM];
	if (stamped->open)
		gather(stamped, "\n", 1, now_us);
	stamped->open = false;
	stamped->shown = 0;
	gather(stamped, stamp, stamp_write(&stamped->stamp, now_us, stamp), now_us);
	gather(stamped, "[-- ", 4, now_us);
	gather(stamped, text, strlen(text), now_us);
	gather(stamped, " --]\n", 5, now_us);
}

static void stamped_restart(struct sink *sink, int64_t zero_us)
{
	struct stamped *stamped = sink->own;
	stamp_restart(&stamped->stamp, zero_us);
}

static int64_t stamped_tick(struct sink *sink, int64_t now_us)
{
	struct stamped *stamped = sink->own;
	if (now_us >= stamped->flush_us)
		stamped_flush(stamped, now_us);
	int64_t due = log_file_due(stamped->log);
	return due < stamped->flush_us ? due : stamped->flush_us;
}

static bool stamped_news(struct sink *sink, int64_t now_us, char *to, size_t size)
{
	struct stamped *stamped = sink->own;
	return log_news(stamped->log, now_us, to, size);
}

static void stamped_close(struct sink *sink, int64_t now_us)
{
	struct stamped *stamped = sink->own;
	if (stamped->open)
		gather(stamped, "\n", 1, now_us);
	stamped_flush(stamped, now_us);
	log_file_close(stamped->log, now_us);
}

static const struct sink_kind stamped_kind = { .line = stamped_line,
	                                       .half = stamped_half,
	                                       .note = stamped_note,
	                                       .restart = stamped_restart,
	                                       .tick = stamped_tick,
	                                       .news = stamped_news,
	                                       .close = stamped_close };

int sink_stamped_open(struct arena *arena, const struct log_file_spec *spec,
                      const struct stamp_spec *stamps, struct sink *out, struct diags *diags)
{
	struct stamped *stamped = arena_new(arena, struct stamped);
	stamped->stamp = stamp_make(stamps);
	stamped->flush_us = INT64_MAX;
	if (log_file_open(arena, spec, &stamped->log, diags) < 0)
		return -1;
	*out = (struct sink){ &stamped_kind, stamped };
	return 0;
}
