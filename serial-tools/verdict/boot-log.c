/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/boot-log.h"

#include "serial-tools/verdict/boot-match.h"
#include "serial-tools/verdict/boot-state.h"
#include "serial-tools/verdict/boot-streams.h"

#include <string.h>

static int open_patterns(struct arena *arena, enum pattern_jit jit, struct boot_log *log,
                         struct diags *diags)
{
	const struct boot_tables *tables = &log->tables;
	size_t count = tables->milestone_count + tables->signature_count;
	struct pattern_row *rows = arena_array(arena, count, sizeof(*rows));
	struct pattern_row *prompts = arena_array(arena, tables->milestone_count, sizeof(*prompts));
	log->prompt_rows = arena_array(arena, tables->milestone_count, sizeof(*log->prompt_rows));
	for (size_t i = 0; i < tables->milestone_count; i++) {
		const struct milestone *row = &tables->milestones[i];
		rows[i] = (struct pattern_row){ row->pattern, at_line("stages.tsv", row->row, 0) };
		if (row->kind != MILESTONE_PROMPT)
			continue;
		prompts[log->prompt_count] = rows[i];
		log->prompt_rows[log->prompt_count++] = row;
		rows[i].regex = NULL;
	}
	for (size_t i = 0; i < tables->signature_count; i++) {
		const struct signature *row = &tables->signatures[i];
		rows[tables->milestone_count + i] =
			(struct pattern_row){ row->severity < SIGNATURE_HANG ? row->pattern : NULL,
			                      at_line("signatures.tsv", row->row, 0) };
	}
	if (pattern_set_open(arena, rows, count, jit, &log->patterns, diags) != 0)
		return -1;
	return pattern_set_open(arena, prompts, log->prompt_count, false, &log->prompts, diags);
}

void boot_log_restart(struct boot_log *log)
{
	memset(log->attempts, 0, sizeof(log->attempts));
	log->finding_count = log->mark_count = 0;
	log->resets = 0;
	log->lines = log->empty_lines = 0;
	log->goal_reached = log->failed = false;
	log->failure_here = NULL;
	log->held_len = 0;
	log->attempt_count = 1;
	if (log->patterns != NULL)
		pattern_set_activate(log->patterns, NULL, false);
	log->first_us = log->last_us = log->silence_us = TIME_NONE;
	log->attempts[0].last_us = log->attempts[0].end_us = TIME_NONE;
}

int boot_log_open(struct arena *arena, struct bytes stages, struct bytes signatures,
                  const struct boot_log_options *options, struct boot_log **out,
                  struct diags *diags)
{
	struct boot_log *log = arena_new(arena, struct boot_log);
	const struct boot_log_options wanted =
		options != NULL ? *options : (struct boot_log_options){ 0 };
	log->event = wanted.event;
	log->context = wanted.context;
	if (boot_tables_read(arena, stages, signatures, &log->tables, diags) != 0)
		return -1;
	log->goal = NO_STAGE;
	if (wanted.goal != NULL) {
		log->goal = boot_tables_stage(&log->tables, wanted.goal);
		if (log->goal == NO_STAGE)
			return diag_error(diags, "SE202", nowhere(),
			                  "the names are in the second column of share/stages.tsv",
			                  "'%s' is no stage of a boot", wanted.goal);
	}
	log->linux_stage = boot_tables_stage(&log->tables, "linux");
	log->xen_stage = boot_tables_stage(&log->tables, "xen");
	log->init_stage = boot_tables_stage(&log->tables, "init");
	log->spl_stage = boot_tables_stage(&log->tables, "spl");
	log->coreboot_stage = boot_tables_stage(&log->tables, "coreboot");
	log->prompt_stage = boot_tables_stage(&log->tables, "u-boot-prompt");
	boot_log_restart(log);
	*out = log;
	return open_patterns(arena, wanted.jit, log, diags);
}

int boot_log_open_in(struct arena *arena, const struct places *places,
                     const struct boot_log_options *options, struct boot_log **out,
                     struct diags *diags)
{
	struct bytes stages, signatures;
	if (places_read(arena, places, "stages.tsv", &stages, diags) != 0 ||
	    places_read(arena, places, "signatures.tsv", &signatures, diags) != 0)
		return -1;
	return boot_log_open(arena, stages, signatures, options, out, diags);
}

void boot_log_close(struct boot_log *log)
{
	if (log == NULL)
		return;
	pattern_set_close(log->patterns);
	pattern_set_close(log->prompts);
}

static void note_line(struct boot_log *log, const struct line *line)
{
	struct attempt *attempt = attempt_current(log);
	log->silence_us = TIME_NONE;
	if (attempt->last_line < line->number &&
	    (line->len < XEN_LEN || memcmp(line->text, XEN_PREFIX, XEN_LEN) != 0))
		attempt->text_after = true;
	attempt->end_line = line->number;
	attempt->end_us = line->time_us;
	boot_keep_text(attempt->end_text, line->text, line->len);
	if (line->time_us == TIME_NONE)
		return;
	if (log->first_us == TIME_NONE)
		log->first_us = line->time_us;
	log->last_us = line->time_us;
}

void boot_log_line(struct boot_log *log, const struct line *line)
{
	log->lines = line->number;
	log->failure_here = NULL;
	if (line->len == 0) {
		log->empty_lines++;
		attempt_current(log)->empty_after = true;
		return;
	}
	if (!boot_streams_take(log, line) && !boot_match_prompt(log, line))
		boot_match_line(log, line, false);
	note_line(log, line);
}

void boot_log_half(struct boot_log *log, const struct line *line)
{
	if (line->len > 0 && !boot_match_prompt(log, line))
		boot_match_half(log, line);
}

int64_t boot_log_patience(const struct boot_log *log)
{
	const struct milestone *last = log->attempts[log->attempt_count - 1].last;
	return last != NULL && last->patience_us > 0 ? last->patience_us : LONG_PATIENCE;
}

bool boot_log_silence(struct boot_log *log, int64_t now_us)
{
	const struct attempt *attempt = attempt_current(log);
	uint32_t furthest = attempt_furthest(attempt);
	int64_t since = log->last_us == TIME_NONE ? 0 : log->last_us;
	bool waiting = attempt->last != NULL && attempt->last->kind == MILESTONE_PROMPT;
	bool up =
		furthest != NO_STAGE && log->init_stage != NO_STAGE && furthest >= log->init_stage;
	bool done = log->goal != NO_STAGE ? log->goal_reached : up || waiting;
	if (done || now_us - since < boot_log_patience(log))
		return false;
	log->silence_us = now_us - since;
	return true;
}

bool boot_log_goal(const struct boot_log *log)
{
	return log->goal_reached;
}

bool boot_log_failed(const struct boot_log *log)
{
	return log->failed;
}

const char *boot_log_failure_here(const struct boot_log *log)
{
	return log->failure_here;
}

size_t boot_log_marks(const struct boot_log *log, struct boot_mark *out, size_t max)
{
	size_t count = log->mark_count < max ? log->mark_count : max;
	for (size_t i = 0; i < count; i++)
		out[i] = (struct boot_mark){ .id = log->marks[i].row->id,
			                     .stage = log->tables.stages[log->marks[i].row->stage],
			                     .name = log->marks[i].row->name,
			                     .boot = log->marks[i].attempt,
			                     .line = log->marks[i].line,
			                     .time_us = log->marks[i].time_us };
	return count;
}

static const char *const severity_names[] = { "fatal",   "error", "stuck", "cause",
	                                      "warning", "hang",  "loop" };

size_t boot_log_notices(const struct boot_log *log, struct boot_notice *out, size_t max)
{
	size_t count = log->finding_count < max ? log->finding_count : max;
	for (size_t i = 0; i < count; i++) {
		const struct finding *finding = &log->findings[i];
		out[i] = (struct boot_notice){ .id = finding->row->id,
			                       .severity = severity_names[finding->row->severity],
			                       .meaning = finding->row->meaning,
			                       .boot = finding->attempt,
			                       .line = finding->line,
			                       .count = finding->count,
			                       .time_us = finding->time_us,
			                       .text = finding->text };
	}
	return count;
}
