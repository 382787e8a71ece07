/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rate of a console's port: finds and follows it with -b auto, and notices that a fixed one is
 * wrong. Stands between what was read (which is in the raw log already) and the lines made of it.
 */
#ifndef SERIAL_TOOLS_CONSOLE_RATE_H
#define SERIAL_TOOLS_CONSOLE_RATE_H

#include "serial-tools/baud/baud-search.h"
#include "serial-tools/port/source.h"

struct console_rate;

/* @automatic  set the rate that is found; otherwise only say so. NULL when the source has no rate. */
struct console_rate *console_rate_open(struct arena *arena, const struct source *source,
                                       bool automatic);

/* The port is there (again): tells the rate that it runs at, sets the first one to try. */
void console_rate_start(struct console_rate *rate, struct source *source, int64_t now_us);

/*
 * Takes at most BAUD_TAKE bytes that were read.
 * Returns what can be read of them, valid until the next call. May change the source's rate.
 */
struct bytes console_rate_take(struct console_rate *rate, struct source *source, struct bytes data,
                               int64_t now_us);

/* Nothing has come for a while. Returns when to be called again. */
int64_t console_rate_tick(struct console_rate *rate, struct source *source, int64_t now_us);

/* What the user should know now, or NULL. */
const char *console_rate_says(struct console_rate *rate);

#endif
