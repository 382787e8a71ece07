/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the words of a script are made of: looking at what the board said, sending, going on. */
#ifndef SERIAL_TOOLS_SCRIPT_ENGINE_H
#define SERIAL_TOOLS_SCRIPT_ENGINE_H

#include "serial-tools/talk/script-state.h"

const struct script_instruction *script_current(const struct script *script);
void script_next(struct script *script);
/* Ends the script; its reason is @what followed by @text. */
void script_fail(struct script *script, const char *what, const char *text);
/* Looks for a compiled pattern in the window; @take: takes all up to the match's end away. */
bool script_match(struct script *script, void *pattern, bool take);
/* Starts sending @text and @end; nothing else is sent until they are out. */
void script_send_line(struct script *script, const char *text, const char *end);
bool script_is_sending(const struct script *script);
/* Sends a command with the mark behind it that tells its status. */
void script_begin_command(struct script *script, const char *command);
/* Whether the status has come; then script->status and what was captured are set. */
bool script_command_ended(struct script *script);

#endif
