/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of serial-capture and what they come to: one table for parsing, --help and the manual. */
#ifndef SERIAL_TOOLS_CAPTURE_OPTIONS_H
#define SERIAL_TOOLS_CAPTURE_OPTIONS_H

#include "serial-tools/port/signals.h"
#include "serial-tools/port/source.h"
#include "serial-tools/text/stamp.h"

#include "lib/options.h"

struct capture_options {
	/* as given */
	const char *rate, *adapter, *format, *flow, *dtr, *rts;
	const char *until, *goal, *share;
	const char *log, *lines, *stamp, *stamp_from, *verdict;
	const char *power_cycle, *script, *sysrq;
	struct option_list serve, pulses;
	uint64_t timeout_ms, silence_ms, away_ms, linger_ms, break_ms;
	uint64_t rotate_bytes, rotate_ms, keep;
	bool no_lines, no_stages, append, compress, quiet, wait, fast, ignore_locks, interactive;

	/* what they come to */
	struct operands sources;
	const char **along; /* argv behind "--", NULL: none */
	const char **power; /* argv of --power-cycle, NULL: none */
	struct source_settings port;
	struct stamp_spec stamps;
	struct signals signals;
};

/*
 * Returns 0; 1 when only help or the version was asked for; -1 wrong use, all mistakes said (LB070 to
 * LB072, SE107 several sources and one log, SE108 a format or rate that no port has, SE136 pulses, breaks).
 */
int capture_options_parse(struct arena *arena, int argc, char **argv, struct capture_options *out,
                          struct diags *diags);

/* The file that @pattern names for a source called @name: %n is replaced. NULL stays NULL. */
const char *capture_options_file(struct arena *arena, const char *pattern, const char *name);

#endif
