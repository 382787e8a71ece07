/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/report/report-svg.h"

#include "serial-tools/report/svg.h"

#include "lib/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDTH      1000.0
#define MARGIN     28.0
#define LEFT       150.0 /* where the axis begins */
#define RIGHT      900.0 /* where it ends */
#define HEAD       76.0
#define ROW        44.0
#define BAR        18.0
#define LINE       17.0 /* of text in the panel below */
#define PANEL_TEXT (WIDTH - 2 * MARGIN - 32)
#define INK        "#1f2937"
#define GREY       "#6b7280"
#define PALE       "#e5e7eb"

struct chart {
	const struct report *report;
	struct text *to;
	bool by_time;
	double end;         /* of the axis, in seconds or lines */
	double bottom;      /* y below the last row */
	const char *colour; /* of the verdict */
};

static bool is_timed(const struct report *report)
{
	size_t timed = 0;
	for (size_t i = 0; i < report->verdict.stage_count; i++)
		timed += report->verdict.stages[i].time_us != TIME_NONE;
	return report->verdict.end_us != TIME_NONE && report->verdict.end_us > 0 &&
	       timed * 2 >= report->verdict.stage_count && timed > 0;
}

/* Where on the axis; negative when it is not known. */
static double value_of(const struct chart *chart, int64_t time_us, uint64_t line)
{
	if (!chart->by_time)
		return (double)line;
	return time_us == TIME_NONE ? -1 : (double)time_us / 1e6;
}

static double x_of(const struct chart *chart, double value)
{
	return LEFT + (RIGHT - LEFT) * value / chart->end;
}

static const char *verdict_colour(enum verdict_kind kind)
{
	static const char *const colours[] = { "#15803d", "#b91c1c", "#b45309", "#6d28d9",
		                               "#c2410c" };
	return colours[kind];
}

static const char *stage_colour(size_t index)
{
	static const char *const colours[] = { "#0ea5e9", "#6366f1", "#14b8a6", "#8b5cf6",
		                               "#3b82f6", "#06b6d4", "#a855f7", "#0d9488" };
	return colours[index % (sizeof(colours) / sizeof(colours[0]))];
}

static struct chart make(const struct report *report, struct text *to)
{
	struct chart chart = { .report = report, .to = to, .by_time = is_timed(report) };
	const struct verdict *verdict = &report->verdict;
	chart.end = chart.by_time ? (double)verdict->end_us / 1e6 : (double)verdict->lines;
	if (chart.by_time && verdict->silence_us != TIME_NONE)
		chart.end += (double)verdict->silence_us / 1e6;
	if (chart.end <= 0)
		chart.end = 1;
	chart.colour = verdict_colour(verdict->kind);
	chart.bottom = HEAD + ROW * (double)(verdict->stage_count > 0 ? verdict->stage_count : 1);
	return chart;
}

static void draw_head(const struct chart *chart)
{
	const struct report *report = chart->report;
	char word[64], under[160];
	const char *name =
		strrchr(report->name, '/') != NULL ? strrchr(report->name, '/') + 1 : report->name;
	svg_text(chart->to, MARGIN, 34, SVG_START, "title", INK, name);
	snprintf(under, sizeof(under), "%s lines, %s, %s",
	         number_commas(chart->to->arena, report->verdict.lines), report->source->format,
	         report_clock(report));
	svg_text(chart->to, MARGIN, 54, SVG_START, "small", GREY, under);
	snprintf(word, sizeof(word), "%s",
	         report->verdict.kind == VERDICT_OK ? "no failure" : report_word(report));
	double width = svg_text_width("badge", word) + 28;
	svg_box(chart->to, WIDTH - MARGIN - width, 18, width, 28, 14, chart->colour, "none");
	svg_text(chart->to, WIDTH - MARGIN - width / 2, 37, SVG_MIDDLE, "badge", "#ffffff", word);
}

/* 1, 2 or 5 times a power of ten, for about eight ticks. */
static double tick_step(double end)
{
	double power = pow(10, floor(log10(end / 8)));
	double ratio = end / 8 / power;
	return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

static void draw_axis(const struct chart *chart)
{
	double step = tick_step(chart->end);
	char label[48];
	for (int i = 0; i * step <= chart->end * 1.0001; i++) {
		double x = x_of(chart, i * step);
		svg_line(chart->to, x, HEAD - 4, x, chart->bottom + 2, PALE, 1, NULL);
		snprintf(label, sizeof(label), chart->by_time ? "%g s" : "line %g", i * step);
		svg_text(chart->to, x, chart->bottom + 18, SVG_MIDDLE, "faint", GREY, label);
	}
}

static double stage_end(const struct chart *chart, size_t index)
{
	const struct verdict *verdict = &chart->report->verdict;
	for (size_t i = index + 1; i < verdict->stage_count; i++) {
		double value = value_of(chart, verdict->stages[i].time_us, verdict->stages[i].line);
		if (value >= 0)
			return value;
	}
	return chart->by_time ? (double)verdict->end_us / 1e6 : chart->end;
}

static void draw_ticks(const struct chart *chart, size_t index, double y)
{
	const struct report *report = chart->report;
	double free_from = LEFT;
	for (size_t i = 0; i < report->mark_count; i++) {
		const struct boot_mark *mark = &report->marks[i];
		double value = value_of(chart, mark->time_us, mark->line);
		char tooltip[200], time[REPORT_TIME_ROOM];
		if (mark->boot > 0 || value < 0 ||
		    strcmp(mark->stage, report->verdict.stages[index].stage) != 0)
			continue;
		double x = x_of(chart, value), width = svg_text_width("faint", mark->name);
		snprintf(tooltip, sizeof(tooltip), "%s, line %llu, %s", mark->name,
		         (unsigned long long)mark->line, report_time(mark->time_us, time));
		svg_group(chart->to, tooltip);
		svg_line(chart->to, x, y - 3, x, y + BAR + 3, INK, 1.2, NULL);
		svg_group_end(chart->to);
		if (x < free_from || x + width > WIDTH - MARGIN)
			continue;
		svg_text(chart->to, x + 1, y + BAR + 12, SVG_START, "faint", GREY, mark->name);
		free_from = x + width + 8;
	}
}

static void draw_stage(const struct chart *chart, size_t index)
{
	const struct stage_time *stage = &chart->report->verdict.stages[index];
	double y = HEAD + ROW * (double)index + 6;
	double from = value_of(chart, stage->time_us, stage->line), until = stage_end(chart, index);
	svg_text(chart->to, LEFT - 14, y + 14, SVG_END, "head", INK, stage->stage);
	if (from < 0) {
		svg_text(chart->to, LEFT + 6, y + 13, SVG_START, "small", GREY,
		         "not timed: the log has no times here");
		return;
	}
	double x = x_of(chart, from), width = x_of(chart, until) - x;
	svg_box(chart->to, x, y, width > 2 ? width : 2, BAR, 3, stage_colour(index), "none");
	draw_ticks(chart, index, y);
	if (stage->duration_us != TIME_NONE) {
		char duration[REPORT_TIME_ROOM];
		svg_text(chart->to, WIDTH - MARGIN, y + 13, SVG_END, "small", INK,
		         report_time(stage->duration_us, duration));
	}
}

/* Row of the stage that a point of the axis lies in. */
static size_t row_at(const struct chart *chart, double value)
{
	const struct verdict *verdict = &chart->report->verdict;
	size_t row = 0;
	for (size_t i = 0; i < verdict->stage_count; i++) {
		double from = value_of(chart, verdict->stages[i].time_us, verdict->stages[i].line);
		if (from >= 0 && from <= value)
			row = i;
	}
	return row;
}

static void draw_gap(const struct chart *chart, double from, double length)
{
	double y = HEAD + ROW * (double)row_at(chart, from) + 6;
	double x = x_of(chart, from), width = x_of(chart, from + length) - x;
	char label[48];
	snprintf(label, sizeof(label), "%.1f s silent", length);
	svg_group(chart->to, label);
	svg_box(chart->to, x, y, width, BAR, 0, "url(#silent)", "none");
	svg_group_end(chart->to);
	if (svg_text_width("faint", label) + 10 < width) {
		svg_box(chart->to, x + width / 2 - svg_text_width("faint", label) / 2 - 3, y + 3,
		        svg_text_width("faint", label) + 6, BAR - 6, 3, "#ffffff", "none");
		svg_text(chart->to, x + width / 2, y + 13, SVG_MIDDLE, "faint", INK, label);
	}
}

static void draw_gaps(const struct chart *chart)
{
	const struct report *report = chart->report;
	if (!chart->by_time)
		return;
	for (size_t i = 0; i < report->gap_count; i++)
		if (report->gaps[i].length_us * 100 > report->verdict.end_us)
			draw_gap(chart, (double)report->gaps[i].from_us / 1e6,
			         (double)report->gaps[i].length_us / 1e6);
	if (report->verdict.silence_us != TIME_NONE)
		draw_gap(chart, (double)report->verdict.end_us / 1e6,
		         (double)report->verdict.silence_us / 1e6);
}

static void draw_point(const struct chart *chart, int64_t time_us, uint64_t line,
                       const char *colour, const char *label)
{
	double value = value_of(chart, time_us, line);
	if (line == 0 || value < 0)
		return;
	double x = x_of(chart, value), y = HEAD + ROW * (double)row_at(chart, value) + 6 + BAR / 2;
	bool left = x + svg_text_width("head", label) + 12 > WIDTH - MARGIN;
	svg_line(chart->to, x, HEAD - 8, x, chart->bottom + 2, colour, 1.5, "5 3");
	text_printf(
		chart->to,
		"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"7\" fill=\"%s\" stroke=\"#ffffff\" stroke-width=\"2\"/>\n",
		x, y, colour);
	svg_text(chart->to, left ? x - 5 : x + 5, HEAD - 2, left ? SVG_END : SVG_START, "head",
	         colour, label);
}

static void draw_failure(const struct chart *chart)
{
	const struct verdict *verdict = &chart->report->verdict;
	int64_t end_us = TIME_NONE;
	if (verdict->id == NULL)
		return;
	for (size_t i = 0; verdict->end_id != NULL && i < chart->report->notice_count; i++)
		if (chart->report->notices[i].line == verdict->end_line)
			end_us = chart->report->notices[i].time_us;
	if (verdict->end_id != NULL)
		draw_point(chart, end_us, verdict->end_line, "#9ca3af", "");
	draw_point(chart, verdict->time_us, verdict->line, chart->colour, verdict->id);
}

/* ---- the panel below ----------------------------------------------------------------------------- */

static double panel_text(const struct chart *chart, double y, const char *style, const char *colour,
                         const char *before, const char *text)
{
	char piece[256];
	double indent = before != NULL ? 72 : 0;
	if (before != NULL)
		svg_text(chart->to, MARGIN + 18, y, SVG_START, "small", GREY, before);
	while (text != NULL) {
		text = svg_wrap(style, text, PANEL_TEXT - indent, piece, sizeof(piece));
		svg_text(chart->to, MARGIN + 18 + indent, y, SVG_START, style, colour, piece);
		y += LINE;
	}
	return y;
}

static double panel_code(const struct chart *chart, double y)
{
	const struct report *report = chart->report;
	const struct verdict *verdict = &report->verdict;
	char line[160];
	for (size_t i = 0; i < report->context_count; i++) {
		const struct report_line *each = &report->context[i];
		bool here = each->number == verdict->line ||
		            (verdict->end_id != NULL && each->number == verdict->end_line) ||
		            (verdict->clue_id != NULL && each->number == verdict->clue_line);
		bool near = each->number + 2 >= verdict->line && each->number <= verdict->line + 2;
		if (!here && !near)
			continue;
		if (here)
			svg_box(chart->to, MARGIN + 14, y - 12, WIDTH - 2 * MARGIN - 28, 16, 3,
			        verdict->kind == VERDICT_FAILED ? "#fee2e2" : "#ffedd5", "none");
		snprintf(line, sizeof(line), "%6llu  %.130s", (unsigned long long)each->number,
		         each->text);
		svg_text(chart->to, MARGIN + 18, y, SVG_START, "code", here ? INK : GREY, line);
		y += 16;
	}
	return y + 6;
}

/* Returns the y below the panel. Its height is known only when it is drawn: its frame comes after. */
static double draw_panel(const struct chart *chart, double top)
{
	const struct verdict *verdict = &chart->report->verdict;
	double y = top + 26;
	if (verdict->id == NULL)
		return top;
	y = panel_text(chart, y, "head", chart->colour, NULL,
	               arena_printf(chart->to->arena, "%s: %s", verdict->id, verdict->meaning)) +
	    4;
	y = panel_code(chart, y);
	if (verdict->kind == VERDICT_HANG && verdict->silence_us != TIME_NONE) {
		char silence[REPORT_TIME_ROOM];
		y = panel_text(chart, y, "small", INK, "silence",
		               report_time(verdict->silence_us, silence));
	}
	y = panel_text(chart, y, "small", INK, "causes", verdict->causes);
	y = panel_text(chart, y, "small", INK, "remedy", verdict->remedy);
	svg_box(chart->to, MARGIN, top, WIDTH - 2 * MARGIN, y - top, 6, "none", PALE);
	svg_box(chart->to, MARGIN, top, 5, y - top, 2, chart->colour, "none");
	return y;
}

void report_svg(const struct report *report, struct text *to)
{
	struct text body = text_make(to->arena);
	struct chart chart = make(report, &body);
	draw_head(&chart);
	draw_axis(&chart);
	if (report->verdict.stage_count == 0)
		svg_text(&body, LEFT, HEAD + 20, SVG_START, "label", GREY,
		         "no stage of a boot was recognised");
	for (size_t i = 0; i < report->verdict.stage_count; i++)
		draw_stage(&chart, i);
	draw_gaps(&chart);
	draw_failure(&chart);
	double bottom = draw_panel(&chart, chart.bottom + 34);
	svg_open(to, WIDTH, bottom + 24, report->name);
	text_add_bytes(to, body.p, body.len);
	svg_close(to);
}
