/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/report/report-json.h"

#include "serial-tools/verdict/verdict-text.h"

#include "lib/json.h"

static void key_ms(struct json *json, const char *key, int64_t us)
{
	if (us == TIME_NONE)
		json_key_string(json, key, NULL);
	else
		json_key_double(json, key, (double)us / 1000, 3);
}

static void add_marks(const struct report *report, struct json *json)
{
	json_key_array(json, "milestones");
	for (size_t i = 0; i < report->mark_count; i++) {
		const struct boot_mark *mark = &report->marks[i];
		json_object(json);
		json_key_string(json, "id", mark->id);
		json_key_string(json, "stage", mark->stage);
		json_key_string(json, "name", mark->name);
		json_key_u64(json, "boot", mark->boot);
		json_key_u64(json, "line", mark->line);
		key_ms(json, "time_ms", mark->time_us);
		json_end(json);
	}
	json_end(json);
}

static void add_notices(const struct report *report, struct json *json)
{
	json_key_array(json, "seen");
	for (size_t i = 0; i < report->notice_count; i++) {
		const struct boot_notice *notice = &report->notices[i];
		json_object(json);
		json_key_string(json, "id", notice->id);
		json_key_string(json, "severity", notice->severity);
		json_key_string(json, "meaning", notice->meaning);
		json_key_u64(json, "boot", notice->boot);
		json_key_u64(json, "line", notice->line);
		json_key_u64(json, "count", notice->count);
		key_ms(json, "time_ms", notice->time_us);
		json_key_string(json, "text", notice->text);
		json_end(json);
	}
	json_end(json);
}

static void add_gaps(const struct report *report, struct json *json)
{
	json_key_array(json, "silences");
	for (size_t i = 0; i < report->gap_count; i++) {
		json_object(json);
		key_ms(json, "from_ms", report->gaps[i].from_us);
		key_ms(json, "length_ms", report->gaps[i].length_us);
		json_key_u64(json, "after_line", report->gaps[i].line);
		json_end(json);
	}
	json_end(json);
}

static void add_context(const struct report *report, struct json *json)
{
	json_key_array(json, "context");
	for (size_t i = 0; i < report->context_count; i++) {
		json_object(json);
		json_key_u64(json, "line", report->context[i].number);
		key_ms(json, "time_ms", report->context[i].time_us);
		json_key_string(json, "text", report->context[i].text);
		json_end(json);
	}
	json_end(json);
}

static void add_oops(const struct oops *oops, struct json *json)
{
	json_object(json);
	json_key_u64(json, "line", oops->line);
	json_key_string(json, "headline", oops->headline);
	json_key_string(json, "function", oops->where);
	json_key_string(json, "process", oops->process);
	json_key_bool(json, "complete", oops->complete);
	json_key_array(json, "lines");
	for (size_t i = 0; i < oops->count; i++) {
		json_object(json);
		json_key_string(json, "text", oops->lines[i]);
		if (oops->names != NULL && oops->names[i] != NULL)
			json_key_string(json, "names", oops->names[i]);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}

static void add_lines(struct json *json, const char *key, const struct reference_line *lines,
                      size_t count)
{
	json_key_array(json, key);
	for (size_t i = 0; i < count && i < REFERENCE_LINES; i++) {
		json_object(json);
		json_key_u64(json, "line", lines[i].number);
		json_key_string(json, "text", lines[i].text);
		json_end(json);
	}
	json_end(json);
}

static void add_reference(const struct reference *reference, struct json *json)
{
	json_key_object(json, "reference");
	json_key_string(json, "log", reference->name);
	json_key_array(json, "stages");
	for (size_t i = 0; i < reference->stage_count; i++) {
		const struct reference_stage *stage = &reference->stages[i];
		json_object(json);
		json_key_string(json, "stage", stage->stage);
		key_ms(json, "now_ms", stage->now_us);
		key_ms(json, "reference_ms", stage->before_us);
		json_key_bool(json, "slower", stage->slower);
		json_key_bool(json, "not_reached", stage->missing);
		json_end(json);
	}
	json_end(json);
	json_key_u64(json, "new_count", reference->added_count);
	json_key_u64(json, "missing_count", reference->missing_line_count);
	add_lines(json, "new", reference->added, reference->added_count);
	add_lines(json, "missing", reference->missing, reference->missing_line_count);
	json_end(json);
}

void report_json(const struct report *report, struct text *to)
{
	static const char *const clocks[] = { "none", "capture", "board" };
	struct json json = json_make(to);
	json_object(&json);
	json_key_string(&json, "log", report->name);
	json_key_string(&json, "format", report->source->format);
	json_key_string(&json, "clock", clocks[report->source->clock]);
	verdict_json(&report->verdict, &json);
	add_marks(report, &json);
	add_gaps(report, &json);
	add_notices(report, &json);
	add_context(report, &json);
	json_key_array(&json, "crashes");
	for (size_t i = 0; i < report->oops_count; i++)
		add_oops(&report->oopses[i], &json);
	json_end(&json);
	if (report->reference != NULL)
		add_reference(report->reference, &json);
	json_end(&json);
}
