/* SPDX-License-Identifier: GPL-2.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "serial-tools/talk/script-engine.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
