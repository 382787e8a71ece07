/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/ending.h"

#include "serial-tools/verdict/verdict-text.h"

#include "lib/json.h"

static enum boot_end boot_end_of(enum capture_end end)
{
	return end == CAPTURE_TIMEOUT || end == CAPTURE_HANG ? BOOT_END_TIMEOUT
	       : end == CAPTURE_LOST                         ? BOOT_END_LOST
	                                                     : BOOT_END_GOAL;
}

/* What was asked for decides; the boot log tells why it was not reached. */
static enum verdict_kind kind_of(enum capture_end end, enum verdict_kind seen)
{
	if (end == CAPTURE_GOAL)
		return VERDICT_OK;
	if (seen == VERDICT_FAILED || end == CAPTURE_FAILED)
		return VERDICT_FAILED;
	if (end == CAPTURE_HANG || (end == CAPTURE_TIMEOUT && seen == VERDICT_HANG))
		return VERDICT_HANG;
	return end == CAPTURE_TIMEOUT ? VERDICT_TIMEOUT
	       : end == CAPTURE_LOST  ? VERDICT_LOST
	                              : VERDICT_OK;
}

static int code_of(enum capture_end end, enum verdict_kind kind)
{
	static const int codes[] = { [VERDICT_OK] = 0,
		                     [VERDICT_FAILED] = 10,
		                     [VERDICT_TIMEOUT] = 11,
		                     [VERDICT_LOST] = 12,
		                     [VERDICT_HANG] = 13 };
	return end == CAPTURE_STOPPED && kind == VERDICT_OK ? 1 : codes[kind];
}

struct ending ending_make(const struct capture_result *result)
{
	struct ending ending = { .result = *result };
	const struct console *console = result->console;
	if (console->boot != NULL) {
		ending.has_verdict = true;
		if (result->end == CAPTURE_TIMEOUT || result->end == CAPTURE_HANG)
			boot_log_silence(console->boot, result->end_us);
		boot_log_verdict(console->boot, boot_end_of(result->end), &ending.verdict);
	}
	ending.verdict.kind = kind_of(result->end, ending.verdict.kind);
	if (ending.verdict.kind == VERDICT_OK)
		ending.verdict.id = NULL;
	ending.code = code_of(result->end, ending.verdict.kind);
	return ending;
}

void ending_tell(struct arena *arena, const struct ending *ending, FILE *to)
{
	const struct capture_result *result = &ending->result;
	const struct console *console = result->console;
	fprintf(to, "serial-capture: %s after %.3f s", capture_end_name(result->end),
	        (double)result->end_us / 1e6);
	if (console->goal)
		fprintf(to, ", line %llu: %s", (unsigned long long)console->goal_line,
		        console->goal_text);
	else if (result->along.ended)
		fprintf(to, ", %s: %s", result->along.name, child_end_text(arena, &result->along));
	fputc('\n', to);
	if (ending->verdict.id != NULL)
		fputs(verdict_text(arena, &ending->verdict), to);
}

static void add_until(struct json *json, const struct console *console)
{
	json_key_object(json, "until");
	json_key_u64(json, "line", console->goal_line);
	json_key_double(json, "seconds", (double)console->goal_us / 1e6, 6);
	json_key_string(json, "text", console->goal_text);
	json_end(json);
}

struct bytes ending_json(struct text *text, const struct ending *ending, const char *log)
{
	const struct capture_result *result = &ending->result;
	struct json json = json_make(text);
	json_object(&json);
	if (ending->has_verdict)
		verdict_json(&ending->verdict, &json);
	else
		json_key_string(&json, "verdict", verdict_kind_name(ending->verdict.kind));
	json_key_i64(&json, "code", ending->code);
	json_key_string(&json, "end", capture_end_name(result->end));
	json_key_string(&json, "source", result->console->source.address);
	json_key_double(&json, "seconds", (double)result->end_us / 1e6, 6);
	json_key_string(&json, "log", log);
	json_key_u64(&json, "bytes", result->console->bytes);
	if (result->console->goal)
		add_until(&json, result->console);
	if (result->along.ended)
		json_key_string(&json, "command_end", child_end_text(text->arena, &result->along));
	json_end(&json);
	return text_bytes(text, "verdict");
}
