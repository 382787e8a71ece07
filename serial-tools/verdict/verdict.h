/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From what was seen to what is wrong. The root is the earliest line that explains the
 * end: of the first boot that failed for good, the first failure, unless an earlier line
 * says (in its row's `explains`) that it leads to such a failure.
 */
#ifndef SERIAL_TOOLS_VERDICT_H
#define SERIAL_TOOLS_VERDICT_H

#include "serial-tools/text/lines.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VERDICT_STAGES 32

enum verdict_kind {
	VERDICT_OK,      /* nothing wrong was seen, and the goal, if any, was reached */
	VERDICT_FAILED,  /* 10 */
	VERDICT_TIMEOUT, /* 11 */
	VERDICT_LOST,    /* 12 */
	VERDICT_HANG,    /* 13 */
};

/* Why the caller stopped reading. */
enum boot_end {
	BOOT_END_GOAL,    /* what was waited for has come, or the log is over */
	BOOT_END_TIMEOUT, /* the caller's deadline */
	BOOT_END_LOST,    /* the source went away */
};

struct stage_time {
	const char *stage;
	int64_t time_us;     /* when it began */
	int64_t duration_us; /* until the next stage or the last line */
	uint64_t line;
};

struct verdict {
	enum verdict_kind kind;
	bool goal; /* the goal was reached */
	struct stage_time stages[VERDICT_STAGES];
	size_t stage_count;
	const char *furthest; /* stage; NULL when none was seen */

	/* of VERDICT_FAILED and VERDICT_HANG; id is NULL otherwise */
	const char *id, *stage, *meaning, *causes, *remedy;
	bool silent;   /* a hang that was seen as silence, not concluded from a log's end */
	uint64_t line; /* 0 when no line shows it */
	int64_t time_us;
	const char *text; /* that line */

	const char *end_id; /* the failure that the root led to, NULL when it is the root itself */
	uint64_t end_line;
	const char *end_text;

	/* of VERDICT_HANG: a line before it that may explain it, NULL when there is none */
	const char *clue_id, *clue_text, *clue_meaning;
	uint64_t clue_line;

	const char *milestone; /* the last one, NULL when there was none */
	uint64_t milestone_line;
	int64_t milestone_us;
	int64_t silence_us; /* how long nothing came at the end, TIME_NONE when not known */
	unsigned resets;    /* how often the board started over */
	bool loop;          /* it starts over again and again without getting further */
	uint64_t lines;
	int64_t end_us; /* of the last line */
};

struct boot_log;
/* Says what the lines so far amount to. Borrows from @log, which must stay open. */
void boot_log_verdict(const struct boot_log *log, enum boot_end end, struct verdict *out);

#endif
