/*
 * Send and expect: a line script that talks to a console. script_parse() makes the
 * instructions (all mistakes of the text in one run); then, without I/O: what the board
 * says goes through script_receive(), time through script_tick(), what script_pending()
 * holds is sent. docs/guide.md tells the language; the rows in script-parse.c are its words.
 *
 * Text is sent paced by its echo: the next characters go out when the last ones came
 * back, so that a loader with a FIFO of 16 bytes loses none.
 */
#ifndef SERIAL_TOOLS_SCRIPT_H
#define SERIAL_TOOLS_SCRIPT_H

#include "serial-tools/port/ymodem.h"

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

#define SCRIPT_WINDOW     8192  /* bytes of console text that a pattern can look back on */
#define SCRIPT_LINE       4096  /* longest line to be sent, status mark included */
#define SCRIPT_COMMAND_MS 60000 /* what a command may take unless `timeout` says otherwise */
#define SCRIPT_CAPTURED   65536 /* bytes kept of one command's output */

enum script_word {
	WORD_WAIT,
	WORD_SEND,
	WORD_TYPE,
	WORD_SENDBREAK,
	WORD_INTERRUPT_AUTOBOOT,
	WORD_RUN,
	WORD_TRY,
	WORD_UPLOAD,
	WORD_ENV_DUMP,
	WORD_ENV_RESTORE,
	WORD_IF,
	WORD_ELSE,
	WORD_END,
	WORD_PROMPT,
	WORD_SLEEP,
	WORD_TIMEOUT,
	WORD_PASS,
	WORD_FAIL
};

struct script_instruction {
	enum script_word word;
	const char *text;    /* pattern, line to send, command, file */
	const char *option;  /* second operand, or NULL */
	void *pattern;       /* compiled, of words that have one */
	struct bytes file;   /* upload, env-restore: its content */
	uint64_t timeout_ms; /* 0: what the last `timeout` said */
	size_t jump;         /* if: behind else or end; else: behind end */
	struct where at;
};

enum script_state { SCRIPT_RUNNING, SCRIPT_PASSED, SCRIPT_FAILED };

/* What an env-dump collected, to be written by the caller. */
struct script_dump {
	const char *path;
	const char *text;
	size_t len;
};

struct script {
	struct arena *arena;
	const struct script_instruction *code;
	size_t count, at;
	enum script_state state;
	char reason[512]; /* why it failed */
	struct where failed_at;
	int status;            /* of the last command: its number, -1 unknown */
	bool started, matched; /* the instruction at `at` has begun; the last wait matched */
	uint64_t now_ms, deadline_ms, next_ms;
	uint64_t command_ms; /* what a command may take: `timeout` sets it */
	void *prompt;        /* compiled pattern */
	uint8_t window[SCRIPT_WINDOW];
	size_t window_len;
	char line[SCRIPT_LINE]; /* being sent */
	size_t line_len, line_sent, line_echoed;
	uint64_t echo_ms;  /* when the last character went out or came back */
	uint32_t break_ms; /* a break of this length is due */
	char *captured;    /* output of the last command, SCRIPT_CAPTURED bytes */
	size_t captured_len;
	size_t restore_at; /* env-restore: offset in the file */
	struct ymodem ymodem;
	bool uploading;
	struct script_dump dumps[8];
	size_t dump_count;
};

/* Reads a script; uploads are read now, so that nothing is missing later. Patterns are PCRE2,
 * multi-line. Returns 0, or -1 and has said every mistake (SE400 unknown word, SE401 operands,
 * SE402 pattern, SE403 if/else/end). The script must be closed. */
int script_parse(struct arena *arena, struct bytes text, struct script *out, struct diags *diags);
void script_close(struct script *script);

void script_start(struct script *script, uint64_t now_ms);
void script_receive(struct script *script, struct bytes received, uint64_t now_ms);
/* Call at least every 20 ms while the script runs. */
void script_tick(struct script *script, uint64_t now_ms);
struct bytes script_pending(const struct script *script);
void script_sent(struct script *script, size_t len, uint64_t now_ms);
/* Length in ms of a break that must be sent now, 0 for none; asking takes it. */
uint32_t script_break(struct script *script);

#endif
