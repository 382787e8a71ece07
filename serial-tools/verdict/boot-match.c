/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/boot-match.h"

#include "serial-tools/log/log-stamp.h"

#include <string.h>

#define PROMPT_LIMIT 48 /* bytes; longer lines are no prompts */
#define BANNER_LINES 40 /* from the first line of a stage to its banner */
#define MATCHES_MAX  64 /* patterns that match one line */

static void tell(struct boot_log *log, struct boot_event event)
{
	if (log->event != NULL)
		log->event(log->context, &event);
}

/* Whether a banner of @stage shows that the board has started over. */
static bool starts_over(struct boot_log *log, uint32_t stage, uint64_t line)
{
	const struct attempt *attempt = attempt_current(log);
	const struct reached *reached = attempt_reached(attempt, stage);
	if (reached != NULL && (attempt->started & 1u << stage) == 0 &&
	    line - reached->line <= BANNER_LINES)
		return false; /* the first lines of a stage may stand before its banner */
	if (reached != NULL)
		return stage != log->linux_stage ||
		       attempt_reached(attempt, log->xen_stage) == NULL;
	return attempt->count > 0 && attempt_furthest(attempt) > stage;
}

/*
 * Lines of a loader mean nothing when a later stage prints the like. A stage that speaks
 * out of its usual order (TF-A after coreboot) still counts.
 */
static bool is_past(const struct boot_log *log, uint32_t stage)
{
	const struct attempt *attempt = &log->attempts[log->attempt_count - 1];
	if (attempt->count == 0 || attempt->reached[attempt->count - 1].stage == stage)
		return false;
	bool vendors = (stage > 0 && stage < log->spl_stage) || stage == log->coreboot_stage;
	if (vendors && attempt_reached(attempt, stage) == NULL)
		return true; /* only some boards have such a loader; this one has another */
	if (stage > log->xen_stage && stage < log->linux_stage)
		return attempt_furthest(attempt) > stage; /* other systems: no Linux says this */
	if (stage >= log->xen_stage)
		return false;
	uint32_t furthest = attempt_furthest(attempt);
	return furthest > stage && furthest != log->prompt_stage;
}

struct stage_state {
	bool known; /* reached in this boot */
	bool past;  /* its loader's words mean nothing any more */
};

static bool milestone_is_active(const struct milestone *row, struct stage_state state, bool none)
{
	if (row->kind == MILESTONE_ENTER)
		return !state.known; /* afterwards, that the stage goes on speaking is no news */
	if (row->kind == MILESTONE_MARK)
		return state.known || none; /* other stages say the like */
	return true;
}

/* After each change of stage: which rows can mean something from now on. */
static void choose_active(struct boot_log *log)
{
	const struct boot_tables *tables = &log->tables;
	const struct attempt *attempt = attempt_current(log);
	struct stage_state states[STAGES_MAX];
	uint64_t active[PATTERN_WORDS] = { 0 };
	for (uint32_t stage = 0; stage < tables->stage_count; stage++) {
		states[stage].known = attempt_reached(attempt, stage) != NULL;
		states[stage].past = is_past(log, stage);
	}
	for (size_t i = 0; i < tables->milestone_count; i++) {
		const struct milestone *row = &tables->milestones[i];
		if (milestone_is_active(row, states[row->stage], attempt->count == 0))
			active[i / 64] |= (uint64_t)1 << (i % 64);
	}
	for (size_t i = 0; i < tables->signature_count; i++) {
		size_t id = tables->milestone_count + i;
		if (!states[tables->signatures[i].stage].past)
			active[id / 64] |= (uint64_t)1 << (id % 64);
	}
	/* a kernel talks for long, loaders come and go */
	pattern_set_activate(log->patterns, active,
	                     attempt->count > 0 && attempt->reached[attempt->count - 1].stage >=
	                                                   log->linux_stage);
}

static void start_over(struct boot_log *log, const struct line *line)
{
	log->resets++;
	if (log->attempt_count < ATTEMPTS_MAX)
		log->attempt_count++;
	*attempt_current(log) = (struct attempt){ .last_us = TIME_NONE, .end_us = TIME_NONE };
	log->failed = false;
	choose_active(log);
	tell(log, (struct boot_event){ .kind = BOOT_EVENT_RESET,
	                               .time_us = line->time_us,
	                               .line = line->number,
	                               .id = "reset",
	                               .what = "the board started over",
	                               .text = line->text });
}

static void enter(struct boot_log *log, uint32_t stage, const struct line *line, const char *id,
                  const char *what)
{
	struct attempt *attempt = attempt_current(log);
	if (attempt_reached(attempt, stage) != NULL)
		return;
	attempt->reached[attempt->count++] =
		(struct reached){ .stage = stage, .time_us = line->time_us, .line = line->number };
	log->goal_reached |= stage == log->goal;
	choose_active(log);
	tell(log, (struct boot_event){ .kind = BOOT_EVENT_STAGE,
	                               .time_us = line->time_us,
	                               .line = line->number,
	                               .id = id,
	                               .stage = log->tables.stages[stage],
	                               .what = what,
	                               .text = line->text });
}

static void keep_mark(struct boot_log *log, const struct milestone *row, const struct line *line)
{
	struct attempt *attempt = attempt_current(log);
	bool again = attempt->last == row;
	attempt->last = row;
	attempt->last_line = line->number;
	attempt->last_us = line->time_us;
	attempt->empty_after = attempt->text_after = false;
	if (again || log->mark_count == MARKS_MAX)
		return;
	log->marks[log->mark_count++] = (struct mark){ .row = row,
		                                       .attempt = (uint32_t)log->attempt_count - 1,
		                                       .line = line->number,
		                                       .time_us = line->time_us };
}

static void take_milestone(struct boot_log *log, const struct milestone *row,
                           const struct line *line, bool domain)
{
	bool barred = row->unless != NO_STAGE &&
	              attempt_reached(attempt_current(log), row->unless) != NULL;
	if (row->kind == MILESTONE_START && !domain && !barred &&
	    starts_over(log, row->stage, line->number))
		start_over(log, line);
	if (row->kind == MILESTONE_START)
		attempt_current(log)->started |= 1u << row->stage;
	bool known = attempt_reached(attempt_current(log), row->stage) != NULL;
	if (row->kind != MILESTONE_MARK && row->kind != MILESTONE_HANDOVER && !barred)
		enter(log, row->stage, line, row->id, row->name);
	keep_mark(log, row, line);
	if (known)
		tell(log, (struct boot_event){ .kind = BOOT_EVENT_MILESTONE,
		                               .time_us = line->time_us,
		                               .line = line->number,
		                               .id = row->id,
		                               .stage = log->tables.stages[row->stage],
		                               .what = row->name,
		                               .text = line->text });
}

static struct finding *finding_slot(struct boot_log *log, const struct signature *row)
{
	uint32_t attempt = (uint32_t)log->attempt_count - 1;
	for (size_t i = 0; i < log->finding_count; i++) {
		struct finding *finding = &log->findings[i];
		if (finding->row == row && finding->attempt == attempt) {
			finding->count++;
			return NULL;
		}
	}
	size_t limit = row->severity >= SIGNATURE_CAUSE ? FINDINGS_MINOR : FINDINGS_MAX;
	return log->finding_count < limit ? &log->findings[log->finding_count++] : NULL;
}

static void take_signature(struct boot_log *log, const struct signature *row,
                           const struct line *line)
{
	if (row->severity <= SIGNATURE_ERROR ||
	    (row->severity == SIGNATURE_STUCK && attempt_current(log)->count == 0))
		enter(log, row->stage, line, row->id, row->meaning);
	log->failed |= row->severity == SIGNATURE_FATAL;
	if (row->severity <= SIGNATURE_ERROR && log->failure_here == NULL)
		log->failure_here = row->id;
	struct finding *finding = finding_slot(log, row);
	if (finding == NULL)
		return;
	finding->row = row;
	finding->attempt = (uint32_t)log->attempt_count - 1;
	finding->line = line->number;
	finding->time_us = line->time_us;
	finding->count = 1;
	boot_keep_text(finding->text, line->text, line->len);
	tell(log, (struct boot_event){ .kind = row->severity <= SIGNATURE_ERROR ? BOOT_EVENT_FAILURE
	                                                                        : BOOT_EVENT_NOTICE,
	                               .time_us = line->time_us,
	                               .line = line->number,
	                               .id = row->id,
	                               .stage = log->tables.stages[row->stage],
	                               .what = row->meaning,
	                               .text = line->text,
	                               .final = row->severity == SIGNATURE_FATAL });
}

bool boot_match_prompt(struct boot_log *log, const struct line *line)
{
	uint16_t ids[4];
	size_t len = line->len;
	while (len > 0 && line->text[len - 1] == ' ')
		len--;
	if (len == 0 || len > PROMPT_LIMIT || strchr("#>$%:]", line->text[len - 1]) == NULL)
		return false;
	size_t found = pattern_set_match(log->prompts, line->text, line->len, ids, 4);
	for (size_t i = 0; i < found; i++)
		take_milestone(log, log->prompt_rows[ids[i]], line, false);
	return found > 0;
}

bool boot_match_line(struct boot_log *log, const struct line *line, bool domain)
{
	uint16_t ids[MATCHES_MAX];
	size_t milestones = log->tables.milestone_count;
	int64_t us;
	if (attempt_reached(attempt_current(log), log->linux_stage) == NULL &&
	    log_own_stamp(line->text, line->len, &us) == LOG_OWN_KERNEL)
		enter(log, log->linux_stage, line, "linux-printk", "kernel message");
	size_t found = pattern_set_match(log->patterns, line->text, line->len, ids, MATCHES_MAX);
	for (size_t i = 0; i < found; i++) {
		if (ids[i] < milestones)
			take_milestone(log, &log->tables.milestones[ids[i]], line, domain);
		else
			take_signature(log, &log->tables.signatures[ids[i] - milestones], line);
	}
	return found > 0;
}

void boot_match_half(struct boot_log *log, const struct line *line)
{
	uint16_t ids[MATCHES_MAX];
	size_t found = pattern_set_match(log->patterns, line->text, line->len, ids, MATCHES_MAX);
	for (size_t i = 0; i < found && ids[i] < log->tables.milestone_count; i++)
		if (log->tables.milestones[ids[i]].kind == MILESTONE_ENTER)
			take_milestone(log, &log->tables.milestones[ids[i]], line, false);
}
