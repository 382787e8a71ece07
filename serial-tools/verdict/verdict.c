/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/verdict.h"

#include "serial-tools/verdict/boot-state.h"

#include <string.h>

#define NEAR_AFTER   3  /* lines: a panic's reason may stand below its headline */
#define LOOP_BOOTS   3  /* boots that end alike make a loop */
#define CHAIN_LENGTH 4  /* causes of causes */
#define CLUE_LINES   10 /* before the end, in which a clue makes a saved log's end a hang */

static bool later_stage_reached(const struct boot_log *log, const struct finding *finding)
{
	for (size_t a = finding->attempt; a < log->attempt_count; a++) {
		const struct attempt *attempt = &log->attempts[a];
		for (size_t i = 0; i < attempt->count; i++) {
			const struct reached *reached = &attempt->reached[i];
			if (reached->line > finding->line && reached->stage > finding->row->stage &&
			    reached->stage != log->prompt_stage)
				return true;
		}
	}
	return false;
}

/* After a hand-over line the boot was no longer stuck where the finding says it was. */
static bool handed_over_after(const struct boot_log *log, const struct finding *finding)
{
	const struct attempt *attempt = &log->attempts[finding->attempt];
	return attempt->last != NULL && attempt->last->kind == MILESTONE_HANDOVER &&
	       attempt->last_line > finding->line;
}

static bool has_failed(const struct boot_log *log, const struct finding *finding)
{
	switch (finding->row->severity) {
	case SIGNATURE_FATAL:
	case SIGNATURE_ERROR:
		return true;
	case SIGNATURE_STUCK:
		return !later_stage_reached(log, finding) && !handed_over_after(log, finding);
	default:
		return false;
	}
}

/* A later boot got up without a failure of its own. */
static bool recovered(const struct boot_log *log, const struct finding *finding)
{
	uint32_t failed_at = attempt_furthest(&log->attempts[finding->attempt]);
	for (size_t a = finding->attempt + 1; a < log->attempt_count; a++) {
		uint32_t furthest = attempt_furthest(&log->attempts[a]);
		bool clean = furthest != NO_STAGE && furthest >= log->init_stage &&
		             furthest >= failed_at;
		for (size_t i = 0; clean && i < log->finding_count; i++)
			clean = log->findings[i].attempt != a ||
			        !has_failed(log, &log->findings[i]);
		if (clean)
			return true;
	}
	return false;
}

static const struct finding *first_failure(const struct boot_log *log)
{
	const struct finding *first = NULL;
	for (size_t i = 0; i < log->finding_count; i++) {
		const struct finding *each = &log->findings[i];
		bool passed = log->goal_reached && each->row->severity != SIGNATURE_FATAL;
		if ((first == NULL || each->line < first->line) && !passed &&
		    has_failed(log, each) && !recovered(log, each))
			first = each;
	}
	return first;
}

/* The earliest finding that leads to @id at @line of boot @attempt. */
static const struct finding *cause_of(const struct boot_log *log, uint32_t attempt, const char *id,
                                      uint64_t line)
{
	const struct finding *cause = NULL;
	for (size_t i = 0; i < log->finding_count; i++) {
		const struct finding *each = &log->findings[i];
		bool after = each->row->severity <= SIGNATURE_ERROR;
		if (each->attempt == attempt && each->line < line + (after ? NEAR_AFTER : 0) &&
		    strcmp(each->row->id, id) != 0 && signature_explains(each->row, id) &&
		    (cause == NULL || each->line < cause->line))
			cause = each;
	}
	return cause;
}

/* A panic's headline and its reason are two lines: the one that says more. */
static const struct finding *particular(const struct boot_log *log, const struct finding *failure)
{
	for (size_t i = 0; i < log->finding_count; i++) {
		const struct finding *each = &log->findings[i];
		if (each->attempt == failure->attempt && each->row->severity <= SIGNATURE_ERROR &&
		    each->line >= failure->line && each->line < failure->line + NEAR_AFTER &&
		    signature_explains(each->row, failure->row->id))
			return each;
	}
	return failure;
}

static const struct finding *root_of(const struct boot_log *log, const struct finding *failure)
{
	const struct finding *root = failure;
	for (int i = 0; i < CHAIN_LENGTH; i++) {
		const struct finding *cause =
			cause_of(log, root->attempt, root->row->id, root->line);
		if (cause == NULL || cause == failure)
			break;
		root = cause;
	}
	return root;
}

static void tell_row(const struct boot_log *log, const struct signature *row, struct verdict *out)
{
	out->id = row->id;
	out->stage = log->tables.stages[row->stage];
	out->meaning = row->meaning;
	out->causes = row->causes;
	out->remedy = row->remedy;
}

static void tell_failure(const struct boot_log *log, const struct finding *failure,
                         struct verdict *out)
{
	const struct finding *root = root_of(log, failure);
	failure = particular(log, failure);
	out->kind = VERDICT_FAILED;
	tell_row(log, root->row, out);
	out->line = root->line;
	out->time_us = root->time_us;
	out->text = root->text;
	if (root != failure) {
		out->end_id = failure->row->id;
		out->end_line = failure->line;
		out->end_text = failure->text;
	}
}

/* ---- silence ----------------------------------------------------------------------------------- */

static bool empty_line_is_missing(const struct boot_log *log, const struct attempt *attempt)
{
	return attempt->last->then_empty && log->empty_lines > 0 && !attempt->empty_after;
}

/* Whether the log's last milestone is one after which a working boot always says more. */
static bool ends_in_handover(const struct boot_log *log, const struct attempt *attempt)
{
	const struct milestone *last = attempt->last;
	if (last == NULL || last->kind != MILESTONE_HANDOVER || attempt->text_after)
		return false;
	for (size_t i = 0; i < attempt->count; i++)
		if (attempt->reached[i].line > attempt->last_line &&
		    attempt->reached[i].stage > last->stage)
			return false;
	return !empty_line_is_missing(log, attempt);
}

static const struct signature *hang_row(const struct boot_log *log, const struct attempt *attempt)
{
	uint32_t furthest = attempt_furthest(attempt);
	const struct signature *row = NULL;
	if (attempt->last != NULL && (furthest == NO_STAGE || attempt->last->stage >= furthest ||
	                              attempt->last->kind == MILESTONE_HANDOVER))
		row = boot_tables_signature(&log->tables, attempt->last->hang);
	for (size_t i = 0; row == NULL && i < log->tables.signature_count; i++) {
		const struct signature *each = &log->tables.signatures[i];
		if (each->severity == SIGNATURE_HANG && each->stage == furthest)
			row = each;
	}
	return row != NULL ? row : boot_tables_signature(&log->tables, "hang");
}

static void tell_hang(const struct boot_log *log, const struct attempt *attempt,
                      const struct finding *clue, struct verdict *out)
{
	const struct signature *row = hang_row(log, attempt);
	out->kind = VERDICT_HANG;
	out->silent = log->silence_us != TIME_NONE;
	if (row != NULL)
		tell_row(log, row, out);
	out->line = attempt->end_line;
	out->time_us = attempt->end_us;
	out->text = attempt->end_text;
	if (row != NULL && clue == NULL)
		clue = cause_of(log, (uint32_t)log->attempt_count - 1, row->id, out->line);
	if (clue == NULL)
		return;
	if (clue->row->severity == SIGNATURE_STUCK) {
		tell_failure(log, clue, out);
		out->end_id = row != NULL ? row->id : NULL;
		out->end_line = attempt->end_line;
		out->end_text = attempt->end_text;
		return;
	}
	out->clue_id = clue->row->id;
	out->clue_text = clue->text;
	out->clue_meaning = clue->row->meaning;
	out->clue_line = clue->line;
}

/* A line that usually precedes a hang, in the stage in which the log ends. */
static const struct finding *clue_of_hang(const struct boot_log *log, const struct attempt *attempt)
{
	uint32_t furthest = attempt_furthest(attempt);
	if (furthest == NO_STAGE || furthest >= log->init_stage)
		return NULL;
	for (size_t i = 0; i < log->finding_count; i++) {
		const struct finding *each = &log->findings[i];
		if (each->attempt == log->attempt_count - 1 && each->row->stage == furthest &&
		    each->line + CLUE_LINES >= attempt->end_line &&
		    signature_explains(each->row, "hang"))
			return each;
	}
	return NULL;
}

/* What made the loader give up, where nothing else says so: a cause that explains its prompt. */
static const struct finding *cause_of_prompt(const struct boot_log *log)
{
	const struct attempt *attempt = &log->attempts[log->attempt_count - 1];
	uint32_t furthest = attempt_furthest(attempt);
	if (furthest == NO_STAGE || furthest != log->prompt_stage)
		return NULL;
	return cause_of(log, (uint32_t)log->attempt_count - 1, log->tables.stages[furthest],
	                UINT64_MAX - NEAR_AFTER);
}

/* A piece of a log that holds nothing but a kernel's warning was kept because of it. */
static const struct finding *lone_warning(const struct boot_log *log)
{
	for (size_t i = 0; i < log->finding_count; i++)
		if (strcmp(log->findings[i].row->id, "linux-warn") == 0)
			return &log->findings[i];
	return NULL;
}

static void judge_silence(const struct boot_log *log, struct verdict *out)
{
	const struct attempt *attempt = &log->attempts[log->attempt_count - 1];
	const struct finding *clue = clue_of_hang(log, attempt);
	if (log->silence_us != TIME_NONE || clue != NULL || ends_in_handover(log, attempt))
		tell_hang(log, attempt, clue, out);
}

/* ---- loops ------------------------------------------------------------------------------------- */

/* The stage in which the last boots have all ended, NO_STAGE when they did not end alike. */
static uint32_t loop_stage(const struct boot_log *log)
{
	size_t count = log->attempt_count;
	if (count < LOOP_BOOTS)
		return NO_STAGE;
	/* the last one may be cut short by the log's end */
	uint32_t stage = attempt_furthest(&log->attempts[count - 2]);
	for (size_t a = count - LOOP_BOOTS; a < count; a++) {
		uint32_t each = attempt_furthest(&log->attempts[a]);
		if (each == NO_STAGE || (a < count - 1 && each != stage) || each > stage)
			return NO_STAGE;
	}
	return stage;
}

static const struct signature *loop_row(const struct boot_log *log, uint32_t stage)
{
	for (size_t i = 0; i < log->tables.signature_count; i++) {
		const struct signature *each = &log->tables.signatures[i];
		if (each->severity == SIGNATURE_LOOP && each->stage == stage)
			return each;
	}
	return boot_tables_signature(&log->tables, "reset-loop");
}

static void judge_loop(const struct boot_log *log, uint32_t stage, struct verdict *out)
{
	const struct signature *row = loop_row(log, stage);
	const struct attempt *first = &log->attempts[0];
	for (size_t a = 0; a < log->attempt_count; a++) {
		first = &log->attempts[a];
		if (first->end_line > 0)
			break;
	}
	out->kind = VERDICT_FAILED;
	if (row != NULL)
		tell_row(log, row, out);
	out->line = first->end_line;
	out->time_us = first->end_us;
	out->text = first->end_text;
}

/* ---- stages ------------------------------------------------------------------------------------ */

static bool is_listed(const struct verdict *out, const char *stage)
{
	for (size_t i = 0; i < out->stage_count; i++)
		if (strcmp(out->stages[i].stage, stage) == 0)
			return true;
	return false;
}

static int64_t between(int64_t from, int64_t until)
{
	if (from == TIME_NONE || until == TIME_NONE || until < from)
		return TIME_NONE;
	return until - from;
}

/* A prompt that was passed without stopping is not where the boot came to. */
static bool went_on_from_prompt(const struct boot_log *log, size_t attempt)
{
	return attempt_furthest(&log->attempts[attempt]) > log->prompt_stage;
}

static void list_stages(const struct boot_log *log, struct verdict *out)
{
	uint32_t furthest = NO_STAGE;
	for (size_t a = 0; a < log->attempt_count; a++) {
		const struct attempt *attempt = &log->attempts[a];
		for (size_t i = 0; i < attempt->count && out->stage_count < VERDICT_STAGES; i++) {
			const struct reached *reached = &attempt->reached[i];
			const char *name = log->tables.stages[reached->stage];
			if (reached->stage == log->prompt_stage && went_on_from_prompt(log, a))
				continue;
			if (furthest == NO_STAGE || reached->stage > furthest)
				furthest = reached->stage;
			if (!is_listed(out, name))
				out->stages[out->stage_count++] =
					(struct stage_time){ .stage = name,
					                     .time_us = reached->time_us,
					                     .line = reached->line };
		}
	}
	for (size_t i = 0; i < out->stage_count; i++) {
		int64_t until =
			i + 1 < out->stage_count ? out->stages[i + 1].time_us : log->last_us;
		out->stages[i].duration_us = between(out->stages[i].time_us, until);
	}
	out->furthest = furthest != NO_STAGE ? log->tables.stages[furthest] : NULL;
}

static void tell_last_milestone(const struct boot_log *log, struct verdict *out)
{
	const struct attempt *attempt = &log->attempts[log->attempt_count - 1];
	out->milestone_us = attempt->last_us;
	if (attempt->last == NULL)
		return;
	out->milestone = attempt->last->name;
	out->milestone_line = attempt->last_line;
}

void boot_log_verdict(const struct boot_log *log, enum boot_end end, struct verdict *out)
{
	*out = (struct verdict){ .kind = VERDICT_OK,
		                 .goal = log->goal_reached,
		                 .time_us = TIME_NONE,
		                 .silence_us = log->silence_us,
		                 .resets = log->resets,
		                 .lines = log->lines,
		                 .end_us = log->last_us };
	list_stages(log, out);
	tell_last_milestone(log, out);
	uint32_t loop = loop_stage(log);
	out->loop = loop != NO_STAGE;
	const struct finding *failure = first_failure(log);
	if (failure == NULL)
		failure = cause_of_prompt(log);
	if (failure == NULL && log->mark_count == 0)
		failure = lone_warning(log);
	if (failure != NULL)
		tell_failure(log, failure, out);
	else if (out->loop)
		judge_loop(log, loop, out);
	else if (end == BOOT_END_LOST)
		out->kind = VERDICT_LOST;
	else if (!log->goal_reached)
		judge_silence(log, out);
	if (out->kind == VERDICT_OK && end == BOOT_END_TIMEOUT && !log->goal_reached)
		out->kind = VERDICT_TIMEOUT;
}
