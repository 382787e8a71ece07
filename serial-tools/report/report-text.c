/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/report/report-text.h"

#include "serial-tools/verdict/verdict-text.h"

#include "lib/number.h"

#include <string.h>

static void add_head(const struct report *report, struct text *to)
{
	text_printf(to, "%s: %s lines, %s, %s\n\n", report->name,
	            number_commas(to->arena, report->verdict.lines), report->source->format,
	            report_clock(report));
}

static void add_stages(const struct report *report, struct text *to)
{
	char start[REPORT_TIME_ROOM], duration[REPORT_TIME_ROOM];
	if (report->verdict.stage_count == 0) {
		text_add(to, "no stage of a boot was recognised\n");
		return;
	}
	text_printf(to, "%-14s %12s %12s %8s\n", "stage", "start", "duration", "line");
	for (size_t i = 0; i < report->verdict.stage_count; i++) {
		const struct stage_time *stage = &report->verdict.stages[i];
		text_printf(to, "%-14s %12s %12s %8llu\n", stage->stage,
		            report_time(stage->time_us, start),
		            report_time(stage->duration_us, duration),
		            (unsigned long long)stage->line);
	}
}

static void add_gaps(const struct report *report, struct text *to)
{
	char length[REPORT_TIME_ROOM], from[REPORT_TIME_ROOM];
	if (report->gap_count == 0)
		return;
	text_add(to, "\nlongest silences:\n");
	for (size_t i = 0; i < report->gap_count; i++)
		text_printf(to, "%12s  from %s, after line %llu\n",
		            report_time(report->gaps[i].length_us, length),
		            report_time(report->gaps[i].from_us, from),
		            (unsigned long long)report->gaps[i].line);
}

static void add_context(const struct report *report, struct text *to)
{
	const struct verdict *verdict = &report->verdict;
	if (report->context_count > 0)
		text_add(to, "\n");
	for (size_t i = 0; i < report->context_count; i++) {
		const struct report_line *line = &report->context[i];
		bool here = line->number == verdict->line ||
		            (verdict->end_id != NULL && line->number == verdict->end_line) ||
		            (verdict->clue_id != NULL && line->number == verdict->clue_line);
		if (line->break_before)
			text_add(to, "       …\n");
		text_printf(to, "%c %6llu  %s\n", here ? '>' : ' ',
		            (unsigned long long)line->number, line->text);
	}
}

/* Warnings and causes that are not part of the verdict. */
static void add_notices(const struct report *report, struct text *to)
{
	const struct verdict *verdict = &report->verdict;
	bool any = false;
	for (size_t i = 0; i < report->notice_count; i++) {
		const struct boot_notice *notice = &report->notices[i];
		if (notice->line == verdict->line ||
		    (verdict->end_id != NULL && notice->line == verdict->end_line))
			continue;
		if (!any)
			text_add(to, "\nalso seen:\n");
		any = true;
		text_printf(to, "  line %llu%s, %s: %s\n", (unsigned long long)notice->line,
		            notice->count > 1 ? arena_printf(to->arena, " (%llu times)",
		                                             (unsigned long long)notice->count)
		                              : "",
		            notice->id, notice->meaning);
	}
}

static void add_oops(const struct oops *oops, struct text *to)
{
	text_printf(to, "\ncrash at line %llu: %s\n", (unsigned long long)oops->line,
	            oops->headline);
	if (oops->where != NULL)
		text_printf(to, "  in %s\n", oops->where);
	if (oops->process != NULL)
		text_printf(to, "  process %s\n", oops->process);
	for (size_t i = 0; oops->names != NULL && i < oops->count; i++)
		if (oops->names[i] != NULL)
			text_printf(to, "  %s\n      %s\n", oops_bare(oops->lines[i]),
			            oops->names[i]);
}

static void add_reference_stages(const struct reference *reference, struct text *to)
{
	char now[REPORT_TIME_ROOM], before[REPORT_TIME_ROOM];
	text_printf(to, "\nagainst %s:\n%-14s %12s %12s\n", reference->name, "stage", "now",
	            "reference");
	for (size_t i = 0; i < reference->stage_count; i++) {
		const struct reference_stage *stage = &reference->stages[i];
		text_printf(to, "%-14s %12s %12s%s\n", stage->stage,
		            report_time(stage->now_us, now), report_time(stage->before_us, before),
		            stage->slower    ? "  SLOWER"
		            : stage->missing ? "  NOT REACHED"
		            : stage->added   ? "  new"
		                             : "");
	}
}

static void add_reference_lines(const char *what, const struct reference_line *lines, size_t count,
                                struct text *to)
{
	text_printf(to, "%zu %s line%s%s\n", count, what, count == 1 ? "" : "s",
	            count > 0 ? ":" : "");
	for (size_t i = 0; i < count && i < REFERENCE_LINES; i++)
		text_printf(to, "%c %6llu  %s\n", *what == 'n' ? '+' : '-',
		            (unsigned long long)lines[i].number, lines[i].text);
	if (count > REFERENCE_LINES)
		text_printf(to, "  … and %zu more\n", count - REFERENCE_LINES);
}

void report_text(const struct report *report, struct text *to)
{
	const struct reference *reference = report->reference;
	add_head(report, to);
	add_stages(report, to);
	add_gaps(report, to);
	text_add(to, "\n");
	text_add(to, verdict_text(to->arena, &report->verdict));
	add_context(report, to);
	add_notices(report, to);
	for (size_t i = 0; i < report->oops_count; i++)
		add_oops(&report->oopses[i], to);
	if (reference == NULL)
		return;
	add_reference_stages(reference, to);
	add_reference_lines("new", reference->added, reference->added_count, to);
	add_reference_lines("missing", reference->missing, reference->missing_line_count, to);
}
