/*
 * Reads a boot as it is printed: lines in, stages and failures out, a verdict at the end.
 * The same engine serves the live capture and the reader of saved logs.
 *
 *   boot_log_open()      compiles stages.tsv and signatures.tsv
 *   boot_log_line()      for each finished line, in order
 *   boot_log_half()      for an unfinished one that stands for a while (a prompt)
 *   boot_log_silence()   when nothing came for a while; tells when it is a hang
 *   boot_log_verdict()   any time, usually once
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

struct signature;
struct milestone;

enum boot_event_kind {
	BOOT_EVENT_STAGE,     /* a stage begins */
	BOOT_EVENT_MILESTONE, /* within a stage */
	BOOT_EVENT_FAILURE,   /* a signature that makes the boot a failure */
	BOOT_EVENT_NOTICE,    /* a signature that may explain a later failure */
	BOOT_EVENT_RESET,     /* the board started over */
};

struct boot_event {
	enum boot_event_kind kind;
	int64_t time_us;
	uint64_t line;
	const char *id;    /* of the row in stages.tsv or signatures.tsv */
	const char *stage; /* name, as in stages.tsv */
	const char *what;  /* the milestone's name or the failure's meaning */
	const char *text;  /* the line, valid during the call */
	bool final;        /* a failure after which the boot cannot go on */
};
typedef void boot_event_fn(void *context, const struct boot_event *event);

struct boot_log_options {
	const char *goal;     /* name of the stage that is the goal; NULL: none */
	boot_event_fn *event; /* may be NULL */
	void *context;
	enum pattern_jit jit; /* ALL for reading gigabytes, OFTEN where memory counts */
	bool keep_lines;      /* keep texts of milestones for the report */
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

#define VERDICT_STAGES 32

enum verdict_kind {
	VERDICT_OK,      /* nothing wrong was seen, and the goal, if any, was reached */
	VERDICT_FAILED,  /* 10 */
	VERDICT_TIMEOUT, /* 11 */
	VERDICT_LOST,    /* 12 */
	VERDICT_HANG,    /* 13 */
};

/* Why the caller stopped reading. */
enum boot_end {
	BOOT_END_GOAL,    /* what was waited for has come, or the log is over */
	BOOT_END_TIMEOUT, /* the caller's deadline */
	BOOT_END_LOST,    /* the source went away */
};

struct stage_time {
	const char *stage;
	int64_t time_us;     /* when it began */
	int64_t duration_us; /* until the next stage or the last line */
	uint64_t line;
};

struct verdict {
	enum verdict_kind kind;
	bool goal; /* the goal was reached */
	struct stage_time stages[VERDICT_STAGES];
	size_t stage_count;
	const char *furthest; /* stage; NULL when none was seen */

	/* of VERDICT_FAILED and VERDICT_HANG; id is NULL otherwise */
	const char *id, *stage, *meaning, *causes, *remedy;
	bool silent;   /* a hang that was seen as silence, not concluded from a log's end */
	uint64_t line; /* 0 when no line shows it */
	int64_t time_us;
	const char *text; /* that line */

	const char *end_id; /* the failure that the root led to, NULL when it is the root itself */
	uint64_t end_line;
	const char *end_text;

	/* of VERDICT_HANG: a line before it that may explain it, NULL when there is none */
	const char *clue_id, *clue_text, *clue_meaning;
	uint64_t clue_line;

	const char *milestone; /* the last one, NULL when there was none */
	uint64_t milestone_line;
	int64_t milestone_us;
	int64_t silence_us; /* how long nothing came at the end, TIME_NONE when not known */
	unsigned resets;    /* how often the board started over */
	bool loop;          /* it starts over again and again without getting further */
	uint64_t lines;
	int64_t end_us; /* of the last line */
};

/* Says what the lines so far amount to. Borrows from @log, which must stay open. */
void boot_log_verdict(const struct boot_log *log, enum boot_end end, struct verdict *out);

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

/* 0 goal or nothing wrong, 10 failed, 11 timed out, 12 source lost, 13 hang. */
int verdict_exit_code(const struct verdict *verdict);
const char *verdict_kind_name(enum verdict_kind kind);

/* One or several lines of English for a terminal. */
char *verdict_text(struct arena *arena, const struct verdict *verdict);
struct json;
/* Appends the verdict's members to the open object: what verdict.json holds. */
void verdict_json(const struct verdict *verdict, struct json *json);

#endif
