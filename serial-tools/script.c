#define PCRE2_CODE_UNIT_WIDTH 8
#include "script.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ECHO_AHEAD       8   /* characters sent before their echo is awaited: half a 16550's FIFO */
#define ECHO_PATIENCE_MS 300 /* a console without echo gets the next characters after this */
#define INTERRUPT_MS     100 /* between two stop keys */
#define CTRL_C           "\003"
/* The loader prints the mark with the status in place of $?; the echo of the command has quotes in it. */
#define STATUS_COMMAND "; echo \"scr\"\"ipt-status=\"$?\r"
#define STATUS_MARK    "script-status="

static const struct script_instruction *current(const struct script *script)
{
	return &script->code[script->at];
}

static void fail(struct script *script, const char *what, const char *text)
{
	script->state = SCRIPT_FAILED;
	script->failed_at = script->at < script->count ? current(script)->at : nowhere();
	snprintf(script->reason, sizeof(script->reason), "%s%.300s", what, text);
}

static void next(struct script *script)
{
	script->at++;
	script->started = false;
}

/* Looks for @pattern in the window; takes everything up to the match's end away when @take. */
static bool match(struct script *script, void *pattern, bool take)
{
	pcre2_match_data *data = pcre2_match_data_create(8, NULL);
	int count = pcre2_match(pattern, script->window, script->window_len, 0, 0, data, NULL);
	size_t end = count < 0 ? 0 : pcre2_get_ovector_pointer(data)[1];
	pcre2_match_data_free(data);
	if (count < 0)
		return false;
	if (take) {
		script->window_len -= end;
		memmove(script->window, script->window + end, script->window_len);
	}
	return true;
}

/* Starts sending; nothing else is sent until it is out. */
static void send_line(struct script *script, const char *text, const char *end)
{
	int len = snprintf(script->line, sizeof(script->line), "%s%s", text, end);
	if (len < 0 || (size_t)len >= sizeof(script->line)) {
		fail(script, "the line is too long to be sent: ", text);
		return;
	}
	script->line_len = (size_t)len;
	script->line_sent = script->line_echoed = 0;
	script->echo_ms = script->now_ms;
}

static bool is_sending(const struct script *script)
{
	return script->line_sent < script->line_len;
}

static void begin_command(struct script *script, const char *command)
{
	script->window_len = 0;
	script->captured_len = 0;
	script->status = -1;
	send_line(script, command, STATUS_COMMAND);
}

static const char *find_mark(const struct script *script)
{
	script->captured[script->captured_len] = '\0';
	return strstr(script->captured, STATUS_MARK);
}

/* Whether the command's status has come; sets it and cuts echo and mark off what was captured. */
static bool command_ended(struct script *script)
{
	const char *mark = find_mark(script);
	if (is_sending(script) || mark == NULL || strchr(mark, '\n') == NULL)
		return false;
	char *end;
	long status = strtol(mark + strlen(STATUS_MARK), &end, 10);
	script->status = end == mark + strlen(STATUS_MARK) ? -1 : (int)status;
	if (!match(script, script->prompt, false))
		return false; /* the next command must find the prompt */
	char *start = strchr(script->captured, '\n');
	size_t skip = start == NULL || start > mark ? 0 : (size_t)(start + 1 - script->captured);
	script->captured_len = (size_t)(mark - script->captured) - skip;
	memmove(script->captured, script->captured + skip, script->captured_len);
	return true;
}

/* ---- one function per word: called when it starts and whenever something came or time passed ---- */

static void word_wait(struct script *script)
{
	if (match(script, current(script)->pattern, true))
		next(script);
}

static void word_send(struct script *script)
{
	if (!script->started)
		send_line(script, current(script)->text,
		          current(script)->word == WORD_SEND ? "\r" : "");
	else if (!is_sending(script))
		next(script);
}

static void word_sendbreak(struct script *script)
{
	script->break_ms = (uint32_t)current(script)->timeout_ms;
	next(script);
}

/* Ctrl-C stops every loader that can be stopped by a key, vendors' too, and is harmless at a prompt. */
static void word_interrupt(struct script *script)
{
	if (!script->started)
		script->next_ms = script->now_ms;
	if (match(script, script->prompt, false) && script->started && !is_sending(script)) {
		next(script);
		return;
	}
	if (script->now_ms >= script->next_ms && !is_sending(script)) {
		script->next_ms = script->now_ms + INTERRUPT_MS;
		send_line(script, CTRL_C, "");
	}
}

static void word_run(struct script *script)
{
	if (!script->started) {
		begin_command(script, current(script)->text);
	} else if (command_ended(script)) {
		if (script->status != 0 && current(script)->word == WORD_RUN)
			fail(script, "the command failed: ", current(script)->text);
		else
			next(script);
	}
}

static void word_upload(struct script *script)
{
	const struct script_instruction *one = current(script);
	char command[128];
	if (!script->started) {
		script->window_len = 0;
		snprintf(command, sizeof(command), "loady %s",
		         one->option == NULL ? "" : one->option);
		send_line(script, command, "\r");
		ymodem_start(&script->ymodem, one->text, one->file, script->now_ms);
		script->uploading = true;
		return;
	}
	ymodem_expire(&script->ymodem, script->now_ms);
	if (script->ymodem.state < YMODEM_DONE)
		return;
	if (script->ymodem.state == YMODEM_FAILED) {
		script->uploading = false;
		fail(script, "the loader did not take ", one->text);
	} else if (match(script, script->prompt, false)) {
		script->uploading = false;
		next(script);
	}
}

static void word_env_dump(struct script *script)
{
	if (!script->started) {
		begin_command(script, "printenv");
	} else if (command_ended(script)) {
		if (script->dump_count == sizeof(script->dumps) / sizeof(script->dumps[0])) {
			fail(script, "only eight env-dump are possible in one script", "");
			return;
		}
		script->dumps[script->dump_count++] =
			(struct script_dump){ .path = current(script)->text,
			                      .text = arena_strndup(script->arena, script->captured,
			                                            script->captured_len),
			                      .len = script->captured_len };
		next(script);
	}
}

/* One setenv a line of the dump: NAME=VALUE, in single quotes with those inside escaped. */
static bool restore_line(struct script *script)
{
	struct bytes file = current(script)->file;
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
		begin_command(script, command);
		return true;
	}
	return false;
}

static void word_env_restore(struct script *script)
{
	if (!script->started)
		script->restore_at = 0;
	else if (!command_ended(script))
		return;
	else if (script->status > 0)
		return fail(script, "the loader did not take a line of ", current(script)->text);
	if (!restore_line(script))
		next(script);
	else if (script->started)
		script->deadline_ms = script->now_ms + current(script)->timeout_ms;
}

static void word_if(struct script *script)
{
	const struct script_instruction *one = current(script);
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
		next(script);
	else
		script->at = one->jump;
	script->started = false;
}

static void word_else(struct script *script)
{
	script->at = current(script)->jump;
	script->started = false;
}

static void word_prompt(struct script *script)
{
	pcre2_code_free(script->prompt);
	script->prompt = pcre2_code_copy(current(script)->pattern);
	next(script);
}

static void word_sleep(struct script *script)
{
	if (!script->started)
		script->next_ms = script->now_ms + current(script)->timeout_ms;
	else if (script->now_ms >= script->next_ms)
		next(script);
}

static void word_pass(struct script *script)
{
	script->state = SCRIPT_PASSED;
}

static void word_fail(struct script *script)
{
	fail(script, "",
	     *current(script)->text == '\0' ? "the script says so" : current(script)->text);
}

static void (*const word_functions[])(struct script *) = {
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
	[WORD_END] = next,
	[WORD_PROMPT] = word_prompt,
	[WORD_SLEEP] = word_sleep,
	[WORD_PASS] = word_pass,
	[WORD_FAIL] = word_fail,
};

static bool has_deadline(enum script_word word)
{
	return word != WORD_SLEEP && word != WORD_UPLOAD && word != WORD_SENDBREAK;
}

/* Goes on until an instruction has to wait. */
static void advance(struct script *script)
{
	while (script->state == SCRIPT_RUNNING) {
		size_t at = script->at;
		if (at == script->count) {
			script->state = SCRIPT_PASSED;
			return;
		}
		if (!script->started)
			script->deadline_ms = script->now_ms + current(script)->timeout_ms;
		word_functions[current(script)->word](script);
		if (script->at == at && script->started)
			break;
		if (script->at == at)
			script->started = true;
	}
	if (script->state == SCRIPT_RUNNING && script->now_ms >= script->deadline_ms &&
	    has_deadline(current(script)->word))
		fail(script, "nothing matched in time: ", current(script)->text);
}

void script_start(struct script *script, uint64_t now_ms)
{
	script->now_ms = now_ms;
	advance(script);
}

static void take_echo(struct script *script, struct bytes received)
{
	for (size_t i = 0; i < received.len && script->line_echoed < script->line_sent; i++)
		if (received.p[i] == (uint8_t)script->line[script->line_echoed]) {
			script->line_echoed++;
			script->echo_ms = script->now_ms;
		}
}

static void keep(struct script *script, struct bytes received)
{
	size_t room = SCRIPT_CAPTURED - 1 - script->captured_len;
	size_t take = received.len < room ? received.len : room;
	for (size_t i = 0; i < take; i++)
		if (received.p[i] != '\0' && received.p[i] != '\r')
			script->captured[script->captured_len++] = (char)received.p[i];
	if (received.len > SCRIPT_WINDOW)
		received = bytes_at(received, received.len - SCRIPT_WINDOW, SCRIPT_WINDOW);
	if (script->window_len + received.len > SCRIPT_WINDOW) {
		size_t drop = script->window_len + received.len - SCRIPT_WINDOW;
		script->window_len -= drop;
		memmove(script->window, script->window + drop, script->window_len);
	}
	memcpy(script->window + script->window_len, received.p, received.len);
	script->window_len += received.len;
}

void script_receive(struct script *script, struct bytes received, uint64_t now_ms)
{
	script->now_ms = now_ms;
	if (script->state != SCRIPT_RUNNING || received.len == 0)
		return;
	take_echo(script, received);
	keep(script, received);
	if (script->uploading && !is_sending(script))
		ymodem_receive(&script->ymodem, received, now_ms);
	advance(script);
}

void script_tick(struct script *script, uint64_t now_ms)
{
	script->now_ms = now_ms;
	if (script->line_echoed < script->line_sent && now_ms - script->echo_ms > ECHO_PATIENCE_MS)
		script->line_echoed = script->line_sent;
	if (script->state == SCRIPT_RUNNING)
		advance(script);
}

struct bytes script_pending(const struct script *script)
{
	if (is_sending(script)) {
		size_t ahead = script->line_sent - script->line_echoed;
		size_t room = ahead < ECHO_AHEAD ? ECHO_AHEAD - ahead : 0;
		return bytes_at(bytes_of(script->line, script->line_len, "script"),
		                script->line_sent, room);
	}
	if (script->uploading)
		return ymodem_pending(&script->ymodem);
	return bytes_of(NULL, 0, "script");
}

void script_sent(struct script *script, size_t len, uint64_t now_ms)
{
	script->now_ms = now_ms;
	if (len == 0)
		return;
	if (is_sending(script)) {
		script->line_sent += len;
		script->echo_ms = now_ms;
	} else if (script->uploading) {
		ymodem_sent(&script->ymodem, len, now_ms);
	}
}

uint32_t script_break(struct script *script)
{
	uint32_t ms = script->break_ms;
	script->break_ms = 0;
	return ms;
}
