/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's keys go to the board. The terminal is raw while we run, so that Ctrl-C reaches the board,
 * too; Ctrl-] and a key talk to the capture instead.
 */
#ifndef SERIAL_TOOLS_SINK_KEYS_H
#define SERIAL_TOOLS_SINK_KEYS_H

#include "serial-tools/talk/sink.h"

#include "lib/arena.h"

/*
 * @in         descriptor they come from; a terminal is made raw and set back at the end
 * @dtr, @rts  levels that a pulse comes back to
 */
void sink_keys_open(struct arena *arena, int in, bool dtr, bool rts, struct sink *out);

#endif
