/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starts programs from an argv (never through a shell) and keeps all that they say. A
 * child killed by a signal has failed, with the signal's name.
 */
#ifndef LIB_RUN_H
#define LIB_RUN_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>

struct run_options {
	const char *directory;          /* NULL: this one */
	const char *const *environment; /* "NAME=value"…, added to ours; NULL: none */
	struct bytes input;             /* standard input; none: /dev/null */
	bool pass_output; /* the child's output goes to our standard error instead of being kept */
	const char *log;  /* a file that takes stdout and stderr, appended; NULL: none */
};

struct run_result {
	int exit_code; /* -1 when killed */
	int signal;    /* 0 when it exited */
	struct bytes out, err;
};

/*
 * @argv     NULL-terminated, argv[0] looked up in PATH
 * @options  NULL for the defaults
 * Returns 0 when the child was started and reaped, whatever its exit code; -1 (LB050 not found,
 * with the Debian package where known; LB051 could not be started) otherwise.
 */
int run(struct arena *arena, const char *const *argv, const struct run_options *options,
        struct run_result *out, struct diags *diags);

/* run(), and a non-zero exit or a signal is an error LB052 with the child's last lines. */
int run_checked(struct arena *arena, const char *const *argv, const struct run_options *options,
                struct run_result *out, struct diags *diags);

/* The program's path as PATH has it, NULL when it is not installed. */
const char *run_find(struct arena *arena, const char *program);

/* A program that is installed with this one: its path beside ours, else its bare name, for PATH. */
const char *run_find_beside(struct arena *arena, const char *program);

#endif
