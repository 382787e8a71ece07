/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/script.h"

#include "serial-tools/talk/script-engine.h"
#include "serial-tools/talk/script-words.h"

#include <string.h>

#define ECHO_AHEAD       8   /* characters sent before their echo is awaited: half a 16550's FIFO */
#define ECHO_PATIENCE_MS 300 /* a console without echo gets the next characters after this */

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
