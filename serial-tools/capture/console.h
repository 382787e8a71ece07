/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One console: its source, the sinks its bytes go to, the lines made of them, and what is looked for
 * in these. capture.c turns the wheel; each turn is console_drain() for those that are ready and
 * console_tick() for all.
 *
 * Order within a turn: raw log, other sinks, lines, stamped log, goal and boot log. Nothing is
 * allocated after console_open(). Times are microseconds since the capture began.
 */
#ifndef SERIAL_TOOLS_CONSOLE_H
#define SERIAL_TOOLS_CONSOLE_H

#include "serial-tools/capture/console-rate.h"
#include "serial-tools/capture/console-talk.h"
#include "serial-tools/capture/survivor.h"
#include "serial-tools/port/loop.h"
#include "serial-tools/port/source.h"
#include "serial-tools/talk/sink-table.h"
#include "serial-tools/text/expression.h"
#include "serial-tools/text/lines.h"
#include "serial-tools/verdict/boot-log.h"

struct console {
	struct source source;
	struct sink sinks[SINKS_MAX];
	size_t sink_count;
	struct sink *raw;               /* the raw log among them; NULL: none */
	struct survivor_buffer *buffer; /* what was read and is not yet written */
	const uint8_t *pattern;         /* the survivor's */
	struct lines *lines;
	struct expression *until, *restart; /* NULL: none */
	struct console_rate *rate;          /* NULL: the source has none */
	struct script *script;              /* NULL: none */
	struct boot_log *boot;              /* NULL: none */
	struct loop *loop;
	struct watch data, wake;
	bool ready; /* the loop saw something to read */

	struct console_talk talk;

	uint64_t bytes;   /* read so far */
	int64_t last_us;  /* when the last byte came; 0: none yet */
	int64_t half_us;  /* when an unfinished line is to be looked at */
	int64_t away_us;  /* since when it is away; INT64_MIN: it is not */
	int64_t retry_us; /* when to look for it again */
	int64_t count_us; /* when the driver's counters are to be looked at; INT64_MAX: it has none */
	struct source_counters counters;
	bool was_here; /* connected at least once */
	bool over;     /* ended for good */
	bool goal;     /* `until` has matched, or the boot log's goal is reached */
	uint64_t goal_line;
	int64_t goal_us;
	char goal_text[256];
	int64_t settle_us; /* when a goal in an unfinished line counts; INT64_MAX: none was seen */
	int64_t settle_most_us;
	int64_t failed_us; /* when the boot was seen to have failed; INT64_MAX: not */
};

/* Begins: puts the source into @loop. Everything else was set by the caller. */
void console_start(struct console *console, struct loop *loop, int64_t now_us);

/* Reads until nothing is left or the buffer is full, and hands it on. @now_us is when the loop woke.
 * Returns the bytes read. */
size_t console_drain(struct console *console, int64_t now_us);

/* What has to happen by time alone: flushing, unfinished lines, looking for a source that is away.
 * Returns when it wants to be called again. */
int64_t console_tick(struct console *console, int64_t now_us);

/* Tells all sinks. */
void console_note(struct console *console, int64_t now_us, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Gives out the unfinished line, closes the sinks and the source. */
void console_close(struct console *console, int64_t now_us);

#endif
