/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/report/report-junit.h"

#include "serial-tools/verdict/verdict-text.h"

#include <string.h>

static void add_xml(struct text *to, const char *text)
{
	for (; text != NULL && *text != '\0'; text++) {
		const char *as = *text == '<'   ? "&lt;"
		                 : *text == '>' ? "&gt;"
		                 : *text == '&' ? "&amp;"
		                 : *text == '"' ? "&quot;"
		                                : NULL;
		if (as != NULL)
			text_add(to, as);
		else
			text_add_char(to, *text);
	}
}

static double seconds(int64_t us)
{
	return us == TIME_NONE ? 0 : (double)us / 1e6;
}

static bool is_slower(const struct report *report, const char *stage)
{
	for (size_t i = 0; report->reference != NULL && i < report->reference->stage_count; i++)
		if (strcmp(report->reference->stages[i].stage, stage) == 0)
			return report->reference->stages[i].slower;
	return false;
}

/* The stage that the failure is counted against: the last one that was reached. */
static bool failed_in(const struct report *report, size_t stage)
{
	return report->verdict.kind != VERDICT_OK && stage + 1 == report->verdict.stage_count;
}

static void add_failure(const struct report *report, struct text *to)
{
	const struct verdict *verdict = &report->verdict;
	text_add(to, "    <failure type=\"");
	add_xml(to, verdict->id != NULL ? verdict->id : verdict_kind_name(verdict->kind));
	text_add(to, "\" message=\"");
	add_xml(to, verdict->meaning != NULL ? verdict->meaning : report_word(report));
	text_add(to, "\">");
	add_xml(to, verdict_text(to->arena, verdict));
	for (size_t i = 0; i < report->context_count; i++) {
		text_printf(to, "%6llu  ", (unsigned long long)report->context[i].number);
		add_xml(to, report->context[i].text);
		text_add(to, "\n");
	}
	text_add(to, "</failure>\n");
}

static void add_case(const struct report *report, size_t index, struct text *to)
{
	const struct stage_time *stage = &report->verdict.stages[index];
	text_printf(to, "  <testcase classname=\"boot\" name=\"%s\" time=\"%.3f\">\n", stage->stage,
	            seconds(stage->duration_us));
	if (failed_in(report, index))
		add_failure(report, to);
	else if (is_slower(report, stage->stage))
		text_printf(
			to,
			"    <failure type=\"slower\" message=\"%s takes longer than in the reference\"/>\n",
			stage->stage);
	text_add(to, "  </testcase>\n");
}

void report_junit(const struct report *report, struct text *to)
{
	const struct verdict *verdict = &report->verdict;
	size_t slower = report->reference != NULL ? report->reference->slower_count : 0;
	bool lone = verdict->stage_count == 0;
	text_add(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"");
	add_xml(to, report->name);
	text_printf(to, "\" tests=\"%zu\" failures=\"%zu\" time=\"%.3f\">\n",
	            verdict->stage_count + lone, slower + (verdict->kind != VERDICT_OK),
	            seconds(verdict->end_us));
	for (size_t i = 0; i < verdict->stage_count; i++)
		add_case(report, i, to);
	if (lone) {
		text_add(to, "  <testcase classname=\"boot\" name=\"verdict\" time=\"0\">\n");
		if (verdict->kind != VERDICT_OK)
			add_failure(report, to);
		text_add(to, "  </testcase>\n");
	}
	text_add(to, "</testsuite>\n");
}

/* Every line of @text behind "# ". */
static void add_comment(struct text *to, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		text_add(to, "# ");
		text_add_bytes(to, text, n);
		text_add(to, "\n");
		text += n + (text[n] == '\n');
	}
}

void report_tap(const struct report *report, struct text *to)
{
	const struct verdict *verdict = &report->verdict;
	char time[REPORT_TIME_ROOM];
	text_printf(to, "1..%zu\n", verdict->stage_count + 1);
	for (size_t i = 0; i < verdict->stage_count; i++) {
		const struct stage_time *stage = &verdict->stages[i];
		text_printf(to, "%s %zu - stage %s (%s)%s\n",
		            is_slower(report, stage->stage) ? "not ok" : "ok", i + 1, stage->stage,
		            report_time(stage->duration_us, time),
		            is_slower(report, stage->stage) ? " slower than the reference" : "");
	}
	text_printf(to, "%s %zu - boot: %s%s%s\n", verdict->kind == VERDICT_OK ? "ok" : "not ok",
	            verdict->stage_count + 1, report_word(report), verdict->id != NULL ? ", " : "",
	            verdict->id != NULL ? verdict->id : "");
	if (verdict->kind != VERDICT_OK)
		add_comment(to, verdict_text(to->arena, verdict));
}
