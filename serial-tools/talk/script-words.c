/* SPDX-License-Identifier: GPL-2.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "serial-tools/talk/script-words.h"

#include "serial-tools/talk/script-engine.h"

#include <pcre2.h>
#include <stdio.h>
#include <string.h>

#define INTERRUPT_MS 100 /* between two stop keys */
#define CTRL_C       "\003"

static void word_wait(struct script *script)
{
	if (script_match(script, script_current(script)->pattern, true))
		script_next(script);
}

static void word_send(struct script *script)
{
	if (!script->started)
		script_send_line(script, script_current(script)->text,
		                 script_current(script)->word == WORD_SEND ? "\r" : "");
	else if (!script_is_sending(script))
		script_next(script);
}

static void word_sendbreak(struct script *script)
{
	script->break_ms = (uint32_t)script_current(script)->timeout_ms;
	script_next(script);
}

/* Ctrl-C stops every loader that can be stopped by a key, vendors' too, and is harmless at a prompt. */
static void word_interrupt(struct script *script)
{
	if (!script->started)
		script->next_ms = script->now_ms;
	if (script_match(script, script->prompt, false) && script->started &&
	    !script_is_sending(script)) {
		script_next(script);
		return;
	}
	if (script->now_ms >= script->next_ms && !script_is_sending(script)) {
		script->next_ms = script->now_ms + INTERRUPT_MS;
		script_send_line(script, CTRL_C, "");
	}
}

static void word_run(struct script *script)
{
	if (!script->started) {
		script_begin_command(script, script_current(script)->text);
	} else if (script_command_ended(script)) {
		if (script->status != 0 && script_current(script)->word == WORD_RUN)
			script_fail(script, "the command failed: ", script_current(script)->text);
		else
			script_next(script);
	}
}

static void word_upload(struct script *script)
{
	const struct script_instruction *one = script_current(script);
	if (!script->started) {
		char command[128];
		script->window_len = 0;
		snprintf(command, sizeof(command), "loady %s",
		         one->option == NULL ? "" : one->option);
		script_send_line(script, command, "\r");
		ymodem_start(&script->ymodem, one->text, one->file, script->now_ms);
		script->uploading = true;
		return;
	}
	ymodem_expire(&script->ymodem, script->now_ms);
	if (script->ymodem.state < YMODEM_DONE)
		return;
	if (script->ymodem.state == YMODEM_FAILED) {
		script->uploading = false;
		script_fail(script, "the loader did not take ", one->text);
	} else if (script_match(script, script->prompt, false)) {
		script->uploading = false;
		script_next(script);
	}
}

static void word_env_dump(struct script *script)
{
	if (!script->started) {
		script_begin_command(script, "printenv");
	} else if (script_command_ended(script)) {
		if (script->dump_count == sizeof(script->dumps) / sizeof(script->dumps[0])) {
			script_fail(script, "only eight env-dump are possible in one script", "");
			return;
		}
		script->dumps[script->dump_count++] =
			(struct script_dump){ .path = script_current(script)->text,
			                      .text = arena_strndup(script->arena, script->captured,
			                                            script->captured_len),
			                      .len = script->captured_len };
		script_next(script);
	}
}

/* One setenv a line of the dump: NAME=VALUE, in single quotes with those inside escaped. */
static bool restore_line(struct script *script)
{
	struct bytes file = script_current(script)->file;
	while (script->restore_at < file.len) {
		const char *line = (const char *)file.p + script->restore_at;
		const char *newline = memchr(line, '\n', file.len - script->restore_at);
		size_t len =
			newline == NULL ? file.len - script->restore_at : (size_t)(newline - line);
		const char *equals = memchr(line, '=', len);
		char command[SCRIPT_LINE - 64];
		script->restore_at += len + 1;
		while (len > 0 && line[len - 1] == '\r')
			len--;
		if (equals == NULL || equals == line || memchr(line, ' ', (size_t)(equals - line)))
			continue; /* "Environment size: …" */
		size_t at = (size_t)snprintf(command, sizeof(command), "setenv %.*s '",
		                             (int)(equals - line), line);
		for (const char *p = equals + 1; p < line + len && at < sizeof(command) - 8; p++)
			at += (size_t)snprintf(command + at, sizeof(command) - at,
			                       *p == '\'' ? "'\\''" : "%c", *p);
		snprintf(command + at, sizeof(command) - at, "'");
		script_begin_command(script, command);
		return true;
	}
	return false;
}

static void word_env_restore(struct script *script)
{
	if (!script->started)
		script->restore_at = 0;
	else if (!script_command_ended(script))
		return;
	else if (script->status > 0)
		return script_fail(script, "the loader did not take a line of ",
		                   script_current(script)->text);
	if (!restore_line(script))
		script_next(script);
	else if (script->started)
		script->deadline_ms = script->now_ms + script->command_ms;
}

static void word_if(struct script *script)
{
	const struct script_instruction *one = script_current(script);
	bool yes;
	if (one->pattern == NULL) {
		yes = (strcmp(one->text, "ok") == 0) == (script->status == 0);
	} else {
		pcre2_match_data *data = pcre2_match_data_create(8, NULL);
		yes = pcre2_match(one->pattern, (PCRE2_SPTR)script->captured, script->captured_len,
		                  0, 0, data, NULL) >= 0;
		pcre2_match_data_free(data);
	}
	if (yes)
		script_next(script);
	else
		script->at = one->jump;
	script->started = false;
}

static void word_else(struct script *script)
{
	script->at = script_current(script)->jump;
	script->started = false;
}

static void word_prompt(struct script *script)
{
	pcre2_code_free(script->prompt);
	script->prompt = pcre2_code_copy(script_current(script)->pattern);
	script_next(script);
}

static void word_sleep(struct script *script)
{
	if (!script->started)
		script->next_ms = script->now_ms + script_current(script)->timeout_ms;
	else if (script->now_ms >= script->next_ms)
		script_next(script);
}

static void word_timeout(struct script *script)
{
	script->command_ms = script_current(script)->timeout_ms;
	script_next(script);
}

static void word_pass(struct script *script)
{
	script->state = SCRIPT_PASSED;
}

static void word_fail(struct script *script)
{
	script_fail(script, "",
	            *script_current(script)->text == '\0' ? "the script says so"
	                                                  : script_current(script)->text);
}

void (*const script_words[])(struct script *) = {
	[WORD_WAIT] = word_wait,
	[WORD_SEND] = word_send,
	[WORD_TYPE] = word_send,
	[WORD_SENDBREAK] = word_sendbreak,
	[WORD_INTERRUPT_AUTOBOOT] = word_interrupt,
	[WORD_RUN] = word_run,
	[WORD_TRY] = word_run,
	[WORD_UPLOAD] = word_upload,
	[WORD_ENV_DUMP] = word_env_dump,
	[WORD_ENV_RESTORE] = word_env_restore,
	[WORD_IF] = word_if,
	[WORD_ELSE] = word_else,
	[WORD_END] = script_next,
	[WORD_PROMPT] = word_prompt,
	[WORD_SLEEP] = word_sleep,
	[WORD_TIMEOUT] = word_timeout,
	[WORD_PASS] = word_pass,
	[WORD_FAIL] = word_fail,
};
