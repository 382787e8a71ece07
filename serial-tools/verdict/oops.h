/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel's crash as a whole: from its first line to the end of its trace. oops-names.h names
 * the addresses in it where System.map or addr2line can.
 */
#ifndef SERIAL_TOOLS_OOPS_H
#define SERIAL_TOOLS_OOPS_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"
#include "serial-tools/text/lines.h"

#define OOPS_MAX   8   /* crashes kept of one log */
#define OOPS_LINES 400 /* lines of one crash */

struct oops {
	uint64_t line; /* of its first line */
	const char *const *lines;
	const char **names; /* per line: what its addresses are, or NULL */
	size_t count;
	const char *headline;
	const char *
		where; /* the function that crashed, as the kernel or the symbols name it, or NULL */
	const char *process; /* from "Comm:", or NULL */
	bool complete;       /* its end was seen */
};

struct oops_reader;

struct oops_reader *oops_reader_open(struct arena *arena);
/* For each line of the log, in order. @starts: a signature of a crash was found on this line. */
void oops_reader_line(struct oops_reader *reader, const struct line *line, bool starts);
/* Returns the crashes; *@count of them. */
struct oops *oops_reader_end(struct oops_reader *reader, size_t *count);

/* One line's text without a kernel's stamp, caller and level. */
const char *oops_bare(const char *text);

#endif
