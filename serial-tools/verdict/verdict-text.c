/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/verdict-text.h"

#include "lib/json.h"
#include "lib/text.h"

int verdict_exit_code(const struct verdict *verdict)
{
	static const int codes[] = { 0, 10, 11, 12, 13 };
	return codes[verdict->kind];
}

const char *verdict_kind_name(enum verdict_kind kind)
{
	static const char *const names[] = { "ok", "failed", "timeout", "lost", "hang" };
	return names[kind];
}

static void add_seconds(struct text *text, const char *before, int64_t us, const char *after)
{
	if (us != TIME_NONE)
		text_printf(text, "%s%lld.%03lld s%s", before, (long long)(us / 1000000),
		            (long long)(us % 1000000 / 1000), after);
}

static void add_headline(struct text *text, const struct verdict *verdict)
{
	static const char *const words[] = { "fine", "failed", "timed out", "source lost", "hang" };
	bool nothing = verdict->kind == VERDICT_OK && verdict->stage_count == 0;
	text_printf(text, "verdict: %s",
	            nothing ? "no failure, and no boot" : words[verdict->kind]);
	if (verdict->furthest != NULL)
		text_printf(text, ", furthest stage %s", verdict->furthest);
	if (verdict->resets > 0)
		text_printf(text, ", %u reset%s", verdict->resets, verdict->resets > 1 ? "s" : "");
	text_add(text, "\n");
}

static void add_where(struct text *text, const struct verdict *verdict)
{
	text_printf(text, "%s: %s\n", verdict->id, verdict->meaning);
	if (verdict->line > 0) {
		text_printf(text, "  line %llu", (unsigned long long)verdict->line);
		add_seconds(text, ", at ", verdict->time_us, "");
		text_printf(text, ": %s\n", verdict->text);
	}
	if (verdict->kind == VERDICT_HANG && verdict->milestone != NULL)
		text_printf(text, "  last milestone: %s (line %llu)\n", verdict->milestone,
		            (unsigned long long)verdict->milestone_line);
	add_seconds(text, "  silence: ", verdict->silence_us, "\n");
	if (verdict->end_id != NULL)
		text_printf(text, "  led to %s, line %llu: %s\n", verdict->end_id,
		            (unsigned long long)verdict->end_line, verdict->end_text);
	if (verdict->clue_id != NULL)
		text_printf(text, "  seen before, %s, line %llu: %s\n", verdict->clue_id,
		            (unsigned long long)verdict->clue_line, verdict->clue_text);
	if (verdict->loop)
		text_add(text, "  the board starts over again and again\n");
}

char *verdict_text(struct arena *arena, const struct verdict *verdict)
{
	struct text text = text_make(arena);
	add_headline(&text, verdict);
	if (verdict->id != NULL) {
		add_where(&text, verdict);
		text_printf(&text, "  likely causes: %s\n  remedy: %s\n", verdict->causes,
		            verdict->remedy);
	}
	return text.p;
}

/* Times in JSON are milliseconds, null when not known. */
static void key_ms(struct json *json, const char *key, int64_t us)
{
	if (us == TIME_NONE) {
		json_key_string(json, key, NULL);
		return;
	}
	json_key_double(json, key, (double)us / 1000, 3);
}

static void add_line(struct json *json, const char *key, const char *id, uint64_t line,
                     const char *text)
{
	if (id == NULL)
		return;
	json_key_object(json, key);
	json_key_string(json, "id", id);
	json_key_u64(json, "line", line);
	json_key_string(json, "text", text);
	json_end(json);
}

static void add_stages(struct json *json, const struct verdict *verdict)
{
	json_key_array(json, "stages");
	for (size_t i = 0; i < verdict->stage_count; i++) {
		const struct stage_time *stage = &verdict->stages[i];
		json_object(json);
		json_key_string(json, "stage", stage->stage);
		json_key_u64(json, "line", stage->line);
		key_ms(json, "start_ms", stage->time_us);
		key_ms(json, "duration_ms", stage->duration_us);
		json_end(json);
	}
	json_end(json);
}

static void add_failure(struct json *json, const struct verdict *verdict)
{
	if (verdict->id == NULL) {
		json_key_string(json, "failure", NULL);
		return;
	}
	json_key_object(json, "failure");
	json_key_string(json, "id", verdict->id);
	json_key_string(json, "stage", verdict->stage);
	json_key_u64(json, "line", verdict->line);
	key_ms(json, "time_ms", verdict->time_us);
	json_key_string(json, "text", verdict->text);
	json_key_string(json, "meaning", verdict->meaning);
	json_key_string(json, "causes", verdict->causes);
	json_key_string(json, "remedy", verdict->remedy);
	add_line(json, "led_to", verdict->end_id, verdict->end_line, verdict->end_text);
	add_line(json, "clue", verdict->clue_id, verdict->clue_line, verdict->clue_text);
	json_end(json);
}

void verdict_json(const struct verdict *verdict, struct json *json)
{
	json_key_string(json, "verdict", verdict_kind_name(verdict->kind));
	json_key_string(json, "label", verdict->id != NULL ? verdict->id : "ok");
	json_key_i64(json, "exit_code", verdict_exit_code(verdict));
	json_key_bool(json, "goal", verdict->goal);
	json_key_string(json, "furthest", verdict->furthest);
	add_stages(json, verdict);
	add_failure(json, verdict);
	json_key_string(json, "milestone", verdict->milestone);
	json_key_u64(json, "milestone_line", verdict->milestone_line);
	key_ms(json, "milestone_ms", verdict->milestone_us);
	key_ms(json, "silence_ms", verdict->silence_us);
	json_key_u64(json, "resets", verdict->resets);
	json_key_bool(json, "loop", verdict->loop);
	json_key_u64(json, "lines", verdict->lines);
	key_ms(json, "end_ms", verdict->end_us);
}
