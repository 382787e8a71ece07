/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/report/report.h"

#include <stdio.h>
#include <string.h>

#define MARKS   256
#define NOTICES 384

struct reading {
	struct boot_log *log;
	struct report *report;
	const struct report_options *options;
	struct oops_reader *oopses;
	int64_t last_us; /* of the line before */
	uint64_t last_line;
};

/* Keeps the longest, in order of length. */
static void keep_gap(struct report *report, struct report_gap gap)
{
	size_t i = report->gap_count;
	if (i == REPORT_GAPS && gap.length_us <= report->gaps[i - 1].length_us)
		return;
	if (i == REPORT_GAPS)
		i--;
	else
		report->gap_count++;
	for (; i > 0 && report->gaps[i - 1].length_us < gap.length_us; i--)
		report->gaps[i] = report->gaps[i - 1];
	report->gaps[i] = gap;
}

static bool is_crash(const char *id)
{
	return id != NULL && strncmp(id, "linux-", 6) == 0 && strcmp(id, "linux-machine-id") != 0;
}

static void take_line(void *context, const struct line *line)
{
	struct reading *reading = context;
	boot_log_line(reading->log, line);
	if (line->len > 0)
		oops_reader_line(reading->oopses, line,
		                 is_crash(boot_log_failure_here(reading->log)));
	if (line->time_us == TIME_NONE)
		return;
	if (reading->last_us != TIME_NONE &&
	    line->time_us - reading->last_us >= reading->options->gap_us)
		keep_gap(reading->report,
		         (struct report_gap){ reading->last_us, line->time_us - reading->last_us,
		                              reading->last_line });
	reading->last_us = line->time_us;
	reading->last_line = line->number;
}

/* ---- the lines around ---------------------------------------------------------------------------- */

struct around {
	struct report *report;
	struct arena *arena;
	uint64_t from[2], until[2];
};

static void take_around(void *context, const struct line *line)
{
	struct around *around = context;
	struct report *report = around->report;
	bool first = line->number >= around->from[0] && line->number <= around->until[0];
	bool second = line->number >= around->from[1] && line->number <= around->until[1];
	if ((!first && !second) || line->len == 0 || report->context_count == REPORT_CONTEXT)
		return;
	struct report_line *out = &report->context[report->context_count];
	out->number = line->number;
	out->time_us = line->time_us;
	out->text = arena_strndup(around->arena, line->text, line->len);
	out->break_before = report->context_count > 0 && out[-1].number < around->from[1] &&
	                    line->number >= around->from[1] &&
	                    around->from[1] > around->until[0] + 1;
	report->context_count++;
}

static void window(uint64_t line, unsigned around, uint64_t *from, uint64_t *until)
{
	*from = line > around ? line - around : 1;
	*until = line + around;
}

static void read_around(struct arena *arena, unsigned lines, struct report *report)
{
	const struct verdict *verdict = &report->verdict;
	struct around around = { .report = report, .arena = arena, .from = { 1, 1 } };
	if (verdict->line == 0)
		return;
	window(verdict->line, lines, &around.from[0], &around.until[0]);
	uint64_t other = verdict->end_id != NULL ? verdict->end_line : verdict->clue_line;
	if (other > 0)
		window(other, lines / 2, &around.from[1], &around.until[1]);
	if (around.from[1] < around.from[0] && other > 0) { /* a clue stands before the end */
		uint64_t from = around.from[0], until = around.until[0];
		around.from[0] = around.from[1], around.until[0] = around.until[1];
		around.from[1] = from, around.until[1] = until;
	}
	log_source_read(report->source, arena, take_around, &around);
}

void report_make(struct arena *arena, const struct log_source *source, struct boot_log *log,
                 const struct report_options *options, struct report *out, struct diags *diags)
{
	(void)diags;
	*out = (struct report){ .name = source->bytes.name, .source = source };
	struct reading reading = { .log = log,
		                   .report = out,
		                   .options = options,
		                   .oopses = oops_reader_open(arena),
		                   .last_us = TIME_NONE };
	log_source_read(source, arena, take_line, &reading);
	boot_log_verdict(log, BOOT_END_GOAL, &out->verdict);
	out->oopses = oops_reader_end(reading.oopses, &out->oops_count);
	out->marks = arena_array(arena, MARKS, sizeof(*out->marks));
	out->mark_count = boot_log_marks(log, out->marks, MARKS);
	out->notices = arena_array(arena, NOTICES, sizeof(*out->notices));
	out->notice_count = boot_log_notices(log, out->notices, NOTICES);
	read_around(arena, options->around, out);
}

char *report_time(int64_t us, char to[REPORT_TIME_ROOM])
{
	if (us == TIME_NONE)
		snprintf(to, REPORT_TIME_ROOM, "-");
	else
		snprintf(to, REPORT_TIME_ROOM, "%lld.%03lld s", (long long)(us / 1000000),
		         (long long)(us % 1000000 / 1000));
	return to;
}

const char *report_clock(const struct report *report)
{
	static const char *const words[] = { "no times", "times as captured",
		                             "times by the board's own stamps" };
	return words[report->source->clock];
}

const char *report_word(const struct report *report)
{
	static const char *const words[] = { "fine", "failed", "timed out", "source lost", "hang" };
	return words[report->verdict.kind];
}
