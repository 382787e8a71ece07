/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a boot log remembers of the lines it has seen: written by boot-log.c and boot-match.c,
 * judged by verdict.c. Of fixed size, so that a capture that runs for weeks does not grow.
 */
#ifndef SERIAL_TOOLS_BOOT_STATE_H
#define SERIAL_TOOLS_BOOT_STATE_H

#include "serial-tools/text/lines.h"
#include "serial-tools/text/pattern.h"
#include "serial-tools/verdict/boot-event.h"
#include "serial-tools/verdict/boot-tables.h"

#define ATTEMPTS_MAX   32 /* boots kept; of more, the last slot is used again */
#define FINDINGS_MAX   384 /* matches of signatures kept; the same one in the same boot counts once */
#define FINDINGS_MINOR 320               /* of these, causes and warnings use at most so many */
#define MARKS_MAX      256               /* milestones kept for the report */
#define TEXT_KEPT      240               /* bytes of a line that is kept */
#define LONG_PATIENCE  INT64_C(60000000) /* microseconds, where a milestone does not say */

struct reached {
	uint32_t stage;
	int64_t time_us;
	uint64_t line;
};

/* One boot, from its first line to the board's starting over. */
struct attempt {
	struct reached reached[STAGES_MAX];
	size_t count;
	uint32_t started; /* a bit per stage: its banner was seen, not only a line of it */
	const struct milestone *last; /* NULL: none yet */
	uint64_t last_line;
	int64_t last_us;
	bool empty_after;  /* an empty line came after the last milestone */
	bool text_after;   /* a line that is not the hypervisor's came after it */
	uint64_t end_line; /* last line that is not empty */
	int64_t end_us;
	char end_text[TEXT_KEPT];
};

struct finding {
	const struct signature *row;
	uint32_t attempt;
	uint64_t line, count;
	int64_t time_us;
	char text[TEXT_KEPT];
};

struct mark {
	const struct milestone *row;
	uint32_t attempt;
	uint64_t line;
	int64_t time_us;
};

struct boot_log {
	struct boot_tables tables;
	struct pattern_set *patterns; /* milestones, then signatures */
	struct pattern_set *prompts;  /* tried on short lines only */
	const struct milestone **prompt_rows;
	size_t prompt_count;
	boot_event_fn *event; /* NULL: nobody is told */
	void *context;
	uint32_t goal, spl_stage, coreboot_stage, prompt_stage, xen_stage, linux_stage,
		init_stage; /* NO_STAGE: no such row */

	struct attempt attempts[ATTEMPTS_MAX];
	size_t attempt_count; /* at least 1 */
	unsigned resets;      /* all, also those beyond ATTEMPTS_MAX */
	struct finding findings[FINDINGS_MAX];
	size_t finding_count;
	struct mark marks[MARKS_MAX];
	size_t mark_count;

	uint64_t lines, empty_lines;
	int64_t first_us, last_us; /* of lines with text */
	int64_t silence_us;        /* at the end; TIME_NONE */
	bool goal_reached, failed;
	const char *failure_here; /* id of the failure on the last line, or NULL */

	/* the front part of a line of dom0 that a line of the hypervisor has cut */
	char held[2 * LINE_LIMIT + 1];
	size_t held_len;
	struct line held_line;
	char stamped[LINE_LIMIT + 1]; /* a hypervisor's line without its time stamp */
};

#define XEN_PREFIX "(XEN) "
#define XEN_LEN    6

/* The boot that is going on. */
struct attempt *attempt_current(struct boot_log *log);
/* When the attempt reached @stage, NULL when it did not. */
const struct reached *attempt_reached(const struct attempt *attempt, uint32_t stage);
/* The highest stage reached, NO_STAGE when none was. */
uint32_t attempt_furthest(const struct attempt *attempt);

/* Keeps what fits of a line's text. */
void boot_keep_text(char kept[TEXT_KEPT], const char *text, size_t len);

#endif
