/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a boot as it is printed: lines in, stages and failures out, a verdict at the end.
 * The same engine serves the live capture and the reader of saved logs.
 *
 *   boot_log_open()      compiles stages.tsv and signatures.tsv
 *   boot_log_line()      for each finished line, in order
 *   boot_log_half()      for an unfinished one that stands for a while (a prompt)
 *   boot_log_silence()   when nothing came for a while; tells when it is a hang
 *   boot_log_verdict()   any time, usually once (verdict.h)
 *   boot_log_close()
 *
 * Nothing is allocated between open and verdict, except inside PCRE2 when a pattern
 * backtracks deeply (bounded by its match limits). Times are microseconds since power-on
 * or since the start of the log, TIME_NONE when not known.
 */
#ifndef SERIAL_TOOLS_BOOT_LOG_H
#define SERIAL_TOOLS_BOOT_LOG_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"
#include "lib/places.h"
#include "serial-tools/text/lines.h"
#include "serial-tools/text/pattern.h"
#include "serial-tools/verdict/boot-event.h"

struct boot_log_options {
	const char *goal;     /* name of the stage that is the goal; NULL: none */
	boot_event_fn *event; /* may be NULL */
	void *context;
	enum pattern_jit jit; /* ALL for reading gigabytes, OFTEN where memory counts */
};

struct boot_log;

/*
 * @stages, @signatures  contents of share/stages.tsv and share/signatures.tsv
 * Returns 0 and *@out; -1 and has said what is wrong (SE200 pattern, SE201 unknown stage or
 * severity, SE202 the goal is no stage).
 */
int boot_log_open(struct arena *arena, struct bytes stages, struct bytes signatures,
                  const struct boot_log_options *options, struct boot_log **out,
                  struct diags *diags);
/* The same with the tables where @places has them. */
int boot_log_open_in(struct arena *arena, const struct places *places,
                     const struct boot_log_options *options, struct boot_log **out,
                     struct diags *diags);
/* Forgets all lines; the compiled tables stay. */
void boot_log_restart(struct boot_log *log);
void boot_log_close(struct boot_log *log);

void boot_log_line(struct boot_log *log, const struct line *line);
/* An unfinished line: prompts are only looked for here and in lines that the input's end cut. */
void boot_log_half(struct boot_log *log, const struct line *line);

/* Id of the failure that the last line shows, also when it is not the first of its kind; or NULL. */
const char *boot_log_failure_here(const struct boot_log *log);

/* How long silence is normal after the last milestone, in microseconds. */
int64_t boot_log_patience(const struct boot_log *log);
/* Tells that nothing has come since the last line until @now_us. Returns whether this is a hang. */
bool boot_log_silence(struct boot_log *log, int64_t now_us);

/* Whether the goal stage has been reached. */
bool boot_log_goal(const struct boot_log *log);
/* Whether a failure has been seen after which the boot cannot go on. */
bool boot_log_failed(const struct boot_log *log);

struct boot_mark {
	const char *id, *stage, *name;
	uint32_t boot; /* 0 for the first one in the log */
	uint64_t line;
	int64_t time_us;
};
/* The milestones in the order they were seen, at most @max (there are 256 at most). */
size_t boot_log_marks(const struct boot_log *log, struct boot_mark *out, size_t max);

struct boot_notice {
	const char *id, *severity, *meaning;
	uint32_t boot;
	uint64_t line, count; /* the first one, and how often */
	int64_t time_us;
	const char *text;
};
/* Everything of signatures.tsv that was seen, failures or not (384 at most). */
size_t boot_log_notices(const struct boot_log *log, struct boot_notice *out, size_t max);

#endif
