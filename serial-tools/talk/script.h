/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Send and expect: a line script that talks to a console. script_parse() (script-parse.h) makes the
 * instructions (all mistakes of the text in one run); then, without I/O: what the board
 * says goes through script_receive(), time through script_tick(), what script_pending()
 * holds is sent. docs/guide.md tells the language.
 *
 * Text is sent paced by its echo: the next characters go out when the last ones came
 * back, so that a loader with a FIFO of 16 bytes loses none.
 */
#ifndef SERIAL_TOOLS_SCRIPT_H
#define SERIAL_TOOLS_SCRIPT_H

#include "serial-tools/talk/script-state.h"

void script_start(struct script *script, uint64_t now_ms);
void script_receive(struct script *script, struct bytes received, uint64_t now_ms);
/* Call at least every 20 ms while the script runs. */
void script_tick(struct script *script, uint64_t now_ms);
struct bytes script_pending(const struct script *script);
void script_sent(struct script *script, size_t len, uint64_t now_ms);
/* Length in ms of a break that must be sent now, 0 for none; asking takes it. */
uint32_t script_break(struct script *script);

#endif
