/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program that runs beside the capture: the one behind exec:, the one after "--", the power
 * switch. It gets a process group of its own, dies with the capture whatever kills that, and
 * child_stop() leaves nothing of the group behind.
 */
#ifndef SERIAL_TOOLS_CHILD_H
#define SERIAL_TOOLS_CHILD_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <sys/types.h>

struct child {
	const char *name;
	pid_t pid; /* 0: none started */
	bool ended;
	int status; /* as waitpid() gives it, once ended */
};

/*
 * Splits a command into words as a shell would: blanks separate, '…', "…" and \ quote. Nothing is
 * expanded. Returns a NULL-terminated list in @arena; NULL when a quote is not closed or there is no word.
 */
const char **child_words(struct arena *arena, const char *command);

/*
 * Starts @argv (looked up in PATH) with /dev/null as input.
 * @terminal  a terminal's descriptor that becomes its input, output, errors and controlling terminal;
 *            -1: output and errors go to our standard error
 * Returns 0; -1 (SE110 not found or not startable).
 */
int child_start(const char *const *argv, int terminal, struct child *child, struct diags *diags);

/* Whether it has ended by now; never waits. */
bool child_ended(struct child *child);

/* "exit code 3", "killed by SIGSEGV"; in @arena. */
const char *child_end_text(struct arena *arena, const struct child *child);

/* Ends the whole group: SIGTERM, two seconds of grace, SIGKILL. Harmless when nothing was started. */
void child_stop(struct child *child);

#endif
