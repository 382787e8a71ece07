/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command line as a table: parsing, --help, --version, completion and the option list of
 * the man page come from the same rows. Options are `-x VALUE`, `--long VALUE`,
 * `--long=VALUE`; flags may be bundled (-qv); `--` ends them; everything else is an operand.
 */
#ifndef LIB_OPTIONS_H
#define LIB_OPTIONS_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum option_kind {
	OPTION_FLAG,   /* bool */
	OPTION_STRING, /* const char * */
	OPTION_NUMBER, /* uint64_t: decimal or 0x… */
	OPTION_SIZE,   /* uint64_t bytes: 64M, 512s … */
	OPTION_TIME,   /* uint64_t milliseconds: 90, 2.5, 1m30s, 250ms */
	OPTION_LIST,   /* struct option_list: may be given several times */
	OPTION_GROUP,  /* a heading in --help; no option */
};

struct option_list {
	const char **values;
	size_t count;
};

struct option_row {
	char letter;      /* 0: none */
	const char *name; /* long name without dashes */
	enum option_kind kind;
	const char *value;   /* what --help calls the value; NULL for flags */
	const char *help;    /* one line */
	size_t offset;       /* offsetof() in the caller's struct */
	const char *choices; /* "a|b|c": the only values allowed; NULL: any */
};

struct option_spec {
	const char *program;  /* "serial-capture", "imager plan" */
	const char *operands; /* "SOURCE", "FILE…" */
	const char *summary;  /* one line: what it does */
	const struct option_row *rows;
	size_t row_count;
	size_t operands_min, operands_max;
	const char *example; /* the last lines of --help */
};

struct operands {
	const char *const *values;
	size_t count;
};

/*
 * Fills the caller's struct; options not given keep what is there.
 * Returns 0; 1 when --help was printed or another informative option asked for it (exit 0);
 * -1 wrong use, all mistakes said (LB070 unknown option, LB071 bad value, LB072 operands).
 * --help, --version [-v] and --explain ID are handled here.
 */
int options_parse(struct arena *arena, const struct option_spec *spec, int argc, char *const *argv,
                  void *values, struct operands *operands, struct diags *diags);

void options_help(const struct option_spec *spec, FILE *to);
/* One long option a line, with "=" when it takes a value: for shell completion. */
void options_list(const struct option_spec *spec, FILE *to);

#endif
