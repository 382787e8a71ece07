/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script that talks to the board: it sees the console as any sink does, and has bytes to send. */
#ifndef SERIAL_TOOLS_SINK_SCRIPT_H
#define SERIAL_TOOLS_SINK_SCRIPT_H

#include "serial-tools/talk/script-state.h"
#include "serial-tools/talk/sink.h"

#include "lib/arena.h"

/* @script is the caller's. */
void sink_script_open(struct script *script, struct arena *arena, struct sink *out);

#endif
