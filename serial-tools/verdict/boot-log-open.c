/* Opening and closing a boot log, and what it tells besides the verdict. */
#include "serial-tools/verdict/boot-log.h"

#include "serial-tools/verdict/boot-state.h"

#include <string.h>

const struct reached *attempt_reached(const struct attempt *attempt, uint32_t stage)
{
	for (size_t i = 0; i < attempt->count; i++)
		if (attempt->reached[i].stage == stage)
			return &attempt->reached[i];
	return NULL;
}

uint32_t attempt_furthest(const struct attempt *attempt)
{
	uint32_t furthest = NO_STAGE;
	for (size_t i = 0; i < attempt->count; i++)
		if (furthest == NO_STAGE || attempt->reached[i].stage > furthest)
			furthest = attempt->reached[i].stage;
	return furthest;
}

static int open_patterns(struct arena *arena, struct boot_log *log, struct diags *diags)
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
	if (pattern_set_open(arena, rows, count, log->options.jit, &log->patterns, diags) != 0)
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
	if (options != NULL)
		log->options = *options;
	if (boot_tables_read(arena, stages, signatures, &log->tables, diags) != 0)
		return -1;
	log->goal = NO_STAGE;
	if (log->options.goal != NULL) {
		log->goal = boot_tables_stage(&log->tables, log->options.goal);
		if (log->goal == NO_STAGE)
			return diag_error(diags, "SE202", nowhere(),
			                  "the names are in the second column of share/stages.tsv",
			                  "'%s' is no stage of a boot", log->options.goal);
	}
	log->linux_stage = boot_tables_stage(&log->tables, "linux");
	log->xen_stage = boot_tables_stage(&log->tables, "xen");
	log->init_stage = boot_tables_stage(&log->tables, "init");
	log->spl_stage = boot_tables_stage(&log->tables, "spl");
	log->coreboot_stage = boot_tables_stage(&log->tables, "coreboot");
	log->prompt_stage = boot_tables_stage(&log->tables, "u-boot-prompt");
	boot_log_restart(log);
	*out = log;
	return open_patterns(arena, log, diags);
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
