/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Commands of imager: one row each in main.c's table, one file cmd-NAME.c each. A command
 * parses its options (its spec also gives --help and completion), calls the modules in
 * order and says what went wrong in the diagnostics; main prints them and exits.
 */
#ifndef IMAGER_CMD_H
#define IMAGER_CMD_H

#include "lib/options.h"
#include "lib/places.h"

struct command_context {
	struct arena *arena;
	struct places places;
	struct diags *diags;
};

struct command {
	const char *name;
	const struct option_spec *spec;
	/*
	 * argv[0] is the command's name. Returns 0 or -1, then the exit code follows from the
	 * diagnostics; or an exit code of its own above 3 (10 to 13 of `run`).
	 */
	int (*run)(const struct command_context *context, int argc, char *const *argv);
};

/* A spec's rows with their count. */
#define OPTION_ROWS(rows) .rows = (rows), .row_count = sizeof(rows) / sizeof((rows)[0])

extern const struct command command_build, command_fetch, command_run;
extern const struct command command_plan, command_check;
extern const struct command command_uimage, command_verify;
extern const struct command command_farm;

#endif
