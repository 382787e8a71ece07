/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sinks that a console may have, in the order in which they get what came: the raw log first, so
 * that nothing else can keep it waiting. To add one: a file with a `const struct sink_kind` and an
 * opener, called in sinks_open().
 */
#ifndef SERIAL_TOOLS_SINK_TABLE_H
#define SERIAL_TOOLS_SINK_TABLE_H

#include "serial-tools/log/log-file.h"
#include "serial-tools/port/signals.h"
#include "serial-tools/port/source.h"
#include "serial-tools/talk/script-state.h"
#include "serial-tools/talk/sink.h"
#include "serial-tools/text/stamp.h"

#include "lib/options.h"

#define SINKS_SHARED 4                  /* ports that share one console: each is a sink */
#define SINKS_MAX    (6 + SINKS_SHARED) /* the others: see struct sink_spec */

struct sink_spec {
	struct log_file_spec raw;   /* path NULL: none */
	struct log_file_spec lines; /* with stamps; path NULL: none */
	struct stamp_spec stamps;
	int out, notes;            /* descriptors for the console's text and for notes, -1: none */
	bool escapes;              /* those that only paint pass to @out */
	struct option_list shares; /* words as in serve.h, at most SINKS_SHARED */
	int keys;                  /* descriptor that they come from, -1: none */
	bool dtr, rts;             /* levels that a pulse by a key comes back to */
	const struct signals *signals;
	const struct source *source; /* that they are for */
	struct script *script;       /* NULL: none */
};

/* Opens all that @spec names. *@count is 0 at first; so many are to be closed, whatever is returned.
 * Returns 0 or -1 (SE120, SE410, SE411). */
int sinks_open(struct arena *arena, const struct sink_spec *spec, struct sink sinks[SINKS_MAX],
               size_t *count, struct diags *diags);

#endif
