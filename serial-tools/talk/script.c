#define PCRE2_CODE_UNIT_WIDTH 8
#include "serial-tools/talk/script-engine.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ECHO_AHEAD       8   /* characters sent before their echo is awaited: half a 16550's FIFO */
#define ECHO_PATIENCE_MS 300 /* a console without echo gets the next characters after this */
/* The loader prints the mark with the status in place of $?; the echo of the command has quotes in it. */
#define STATUS_COMMAND "; echo \"scr\"\"ipt-status=\"$?\r"
#define STATUS_MARK    "script-status="

const struct script_instruction *script_current(const struct script *script)
{
	return &script->code[script->at];
}

void script_fail(struct script *script, const char *what, const char *text)
{
	script->state = SCRIPT_FAILED;
	script->failed_at = script->at < script->count ? script_current(script)->at : nowhere();
	snprintf(script->reason, sizeof(script->reason), "%s%.300s", what, text);
}

void script_next(struct script *script)
{
	script->at++;
	script->started = false;
}

/* Looks for @pattern in the window; takes everything up to the match's end away when @take. */
bool script_match(struct script *script, void *pattern, bool take)
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
void script_send_line(struct script *script, const char *text, const char *end)
{
	int len = snprintf(script->line, sizeof(script->line), "%s%s", text, end);
	if (len < 0 || (size_t)len >= sizeof(script->line)) {
		script_fail(script, "the line is too long to be sent: ", text);
		return;
	}
	script->line_len = (size_t)len;
	script->line_sent = script->line_echoed = 0;
	script->echo_ms = script->now_ms;
}

bool script_is_sending(const struct script *script)
{
	return script->line_sent < script->line_len;
}

void script_begin_command(struct script *script, const char *command)
{
	script->window_len = 0;
	script->captured_len = 0;
	script->status = -1;
	script_send_line(script, command, STATUS_COMMAND);
}

static const char *find_mark(const struct script *script)
{
	script->captured[script->captured_len] = '\0';
	return strstr(script->captured, STATUS_MARK);
}

/* Whether the command's status has come; sets it and cuts echo and mark off what was captured. */
bool script_command_ended(struct script *script)
{
	const char *mark = find_mark(script);
	if (script_is_sending(script) || mark == NULL || strchr(mark, '\n') == NULL)
		return false;
	char *end;
	long status = strtol(mark + strlen(STATUS_MARK), &end, 10);
	script->status = end == mark + strlen(STATUS_MARK) ? -1 : (int)status;
	if (!script_match(script, script->prompt, false))
		return false; /* the next command must find the prompt */
	char *start = strchr(script->captured, '\n');
	size_t skip = start == NULL || start > mark ? 0 : (size_t)(start + 1 - script->captured);
	script->captured_len = (size_t)(mark - script->captured) - skip;
	memmove(script->captured, script->captured + skip, script->captured_len);
	return true;
}

static bool has_deadline(enum script_word word)
{
	return word != WORD_SLEEP && word != WORD_UPLOAD && word != WORD_SENDBREAK;
}

static uint64_t time_of(const struct script *script)
{
	uint64_t own = script_current(script)->timeout_ms;
	return own != 0 ? own : script->command_ms;
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
			script->deadline_ms = script->now_ms + time_of(script);
		script_words[script_current(script)->word](script);
		if (script->at == at && script->started)
			break;
		if (script->at == at)
			script->started = true;
	}
	if (script->state == SCRIPT_RUNNING && script->now_ms >= script->deadline_ms &&
	    has_deadline(script_current(script)->word))
		script_fail(script, "nothing matched in time: ", script_current(script)->text);
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
	if (script->uploading && !script_is_sending(script))
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
	if (script_is_sending(script)) {
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
	if (script_is_sending(script)) {
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
