/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's terminal: the console's text, filtered, and notes. It never makes the capture wait. */
#ifndef SERIAL_TOOLS_SINK_SCREEN_H
#define SERIAL_TOOLS_SINK_SCREEN_H

#include "serial-tools/talk/sink.h"

#include "lib/arena.h"

/*
 * @out      descriptor for the console's text, -1: none
 * @notes    descriptor for notes, -1: none
 * @escapes  pass escape sequences that only paint
 * A reader that is too slow skips, and is told how much.
 */
void sink_screen_open(struct arena *arena, int out, int notes, bool escapes, struct sink *sink);

#endif
