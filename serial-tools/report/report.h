/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What serial-report says about a saved log: the verdict with the lines around it, stages
 * and milestones with their times, the longest silences, crashes of the kernel in full,
 * and what differs from a reference log. Made by report_make(), printed by report-text.h and the
 * like.
 */
#ifndef SERIAL_TOOLS_REPORT_H
#define SERIAL_TOOLS_REPORT_H

#include "serial-tools/log/log-reader.h"
#include "serial-tools/verdict/boot-log.h"
#include "serial-tools/verdict/oops.h"
#include "serial-tools/verdict/reference.h"
#include "serial-tools/verdict/verdict.h"

#define REPORT_GAPS    8  /* longest silences that are kept */
#define REPORT_CONTEXT 48 /* lines around the verdict's */

struct report_gap {
	int64_t from_us, length_us;
	uint64_t line; /* the last one before it */
};

struct report_line {
	uint64_t number;
	int64_t time_us;
	const char *text;
	bool break_before; /* lines are left out before it */
};

struct report {
	const char *name; /* of the log */
	const struct log_source *source;
	struct verdict verdict;
	struct boot_mark *marks;
	size_t mark_count;
	struct boot_notice *notices;
	size_t notice_count;
	struct report_gap gaps[REPORT_GAPS]; /* longest first */
	size_t gap_count;
	struct report_line context[REPORT_CONTEXT];
	size_t context_count;
	struct oops *oopses;
	size_t oops_count;
	const struct reference *reference; /* NULL: none was given */
};

struct report_options {
	int64_t gap_us;  /* shorter silences are not kept */
	unsigned around; /* lines of context before and after */
};

/*
 * Reads the whole log. @log must be open and empty; it must stay open as long as the report
 * is used.
 */
void report_make(struct arena *arena, const struct log_source *source, struct boot_log *log,
                 const struct report_options *options, struct report *out, struct diags *diags);

/* "12.345 s", "0.004 s" or "-" in @to; returns @to. */
#define REPORT_TIME_ROOM 32
char *report_time(int64_t us, char to[REPORT_TIME_ROOM]);
/* How the log's times came about, for people. */
const char *report_clock(const struct report *report);
/* The first word of the verdict: fine, failed, timed out, source lost, hang. */
const char *report_word(const struct report *report);

#endif
