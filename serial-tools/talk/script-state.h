/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A script as a value: its instructions, made by script-parse.c, and how far it has come, of which
 * script.c and the words in script-words.c keep account.
 */
#ifndef SERIAL_TOOLS_SCRIPT_STATE_H
#define SERIAL_TOOLS_SCRIPT_STATE_H

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

#endif
