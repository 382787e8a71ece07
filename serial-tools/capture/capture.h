/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loop around the consoles: waits, reads, watches the clock, the signals and the program that
 * was started along, until one of the ends below has come. capture_run() is called once.
 */
#ifndef SERIAL_TOOLS_CAPTURE_H
#define SERIAL_TOOLS_CAPTURE_H

#include "serial-tools/capture/console.h"
#include "serial-tools/port/child.h"

enum capture_end {
	CAPTURE_OVER,    /* the source ended, or a signal came, and no goal was asked for */
	CAPTURE_GOAL,    /* reached */
	CAPTURE_STOPPED, /* by a signal before the goal */
	CAPTURE_FAILED,  /* the boot failed */
	CAPTURE_TIMEOUT,
	CAPTURE_LOST, /* the source ended, or the program along with it, before the goal */
	CAPTURE_HANG, /* nothing came for too long */
};

struct capture_spec {
	struct console *consoles;
	size_t count;
	int64_t start_us;   /* of loop_now(): where times begin */
	bool wants_goal;    /* a line, or a script's end */
	bool wants_line;    /* the script's end is not enough */
	int64_t timeout_us; /* since the start; 0: none */
	int64_t silence_us; /* since the last byte; 0: none */
	int64_t away_us;    /* how long a source may be away; INT64_MAX: forever */
	int64_t linger_us;  /* goes on for so long after a failure, to have all of it */
	const char *
		*along; /* argv of a program that runs as long as the capture does; NULL: none */
	const char **power; /* argv of the power switch, run once everything is open; NULL: none */
};

struct capture_result {
	enum capture_end end;
	const struct console *console; /* the one that decided; never NULL */
	int64_t end_us;                /* since the start */
	struct child along;            /* how it ended, if it did */
	int signal;                    /* that stopped us, 0: none */
};

/* Returns 0 and *@out, whatever the end; -1 when it could not begin. Consoles are closed by it. */
int capture_run(const struct capture_spec *spec, struct capture_result *out, struct diags *diags);

const char *capture_end_name(enum capture_end end);

#endif
