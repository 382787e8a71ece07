/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the command line asks to be done to the port's lines, once, when it is connected. */
#ifndef SERIAL_TOOLS_SINK_SIGNALS_H
#define SERIAL_TOOLS_SINK_SIGNALS_H

#include "serial-tools/port/signals.h"
#include "serial-tools/port/source.h"
#include "serial-tools/talk/sink.h"

#include "lib/arena.h"

/* Notes when it is done, or that the port cannot. Both are the caller's. */
void sink_signals_open(struct arena *arena, const struct signals *signals,
                       const struct source *source, struct sink *out);

#endif
