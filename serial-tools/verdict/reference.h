/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A boot against one that was good: which stages became slower, which lines are new or
 * missing. Numbers, addresses and times in lines do not count.
 */
#ifndef SERIAL_TOOLS_REFERENCE_H
#define SERIAL_TOOLS_REFERENCE_H

#include "serial-tools/log/log-reader.h"
#include "serial-tools/verdict/verdict.h"

#define REFERENCE_LINES 40 /* new and missing lines that are kept, each */

struct reference_stage {
	const char *stage;
	int64_t now_us, before_us; /* durations */
	bool slower, missing, added;
};

struct reference_line {
	uint64_t number; /* in the log it stands in */
	const char *text;
};

struct reference {
	const char *name;
	struct reference_stage stages[VERDICT_STAGES];
	size_t stage_count, slower_count, missing_count;
	struct reference_line added[REFERENCE_LINES], missing[REFERENCE_LINES];
	size_t added_count, missing_line_count; /* all of them, also those not kept */
};

struct reference_options {
	unsigned percent; /* a stage is slower when it takes so much longer … */
	int64_t least_us; /* … and at least this much */
};

/* Compares; @now and @before are the verdicts of the two logs. */
const struct reference *reference_make(struct arena *arena, const struct log_source *log,
                                       const struct verdict *now, const struct log_source *good,
                                       const struct verdict *before,
                                       const struct reference_options *options);

/* A line's fingerprint: a hash of it without numbers, addresses and stamps. 0 for an empty line. */
uint64_t reference_fingerprint(const char *text, size_t len);

#endif
