/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Diagnostics: one type, one list, one printer for everything a tool has to say about its
 * input. A stage appends; main prints and exits with diags_exit_code(). Every diagnostic
 * has an id whose meaning never changes (told by --explain, from share/diagnostics/),
 * a place, a message (what was expected, what was found) and a hint (what to do).
 */
#ifndef LIB_DIAG_H
#define LIB_DIAG_H

#include "lib/arena.h"
#include "lib/bytes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum where_kind {
	WHERE_NONE,
	WHERE_FILE,     /* a file as a whole */
	WHERE_LINE,     /* file, line, column (0: no column) */
	WHERE_OFFSET,   /* file, byte offset */
	WHERE_PROPERTY, /* tree file, node path, property (NULL: the node) */
	WHERE_ADDRESS,  /* memory: address, size, what lies there in `file` */
	WHERE_LOG,      /* a log's name and line number */
};

struct where {
	enum where_kind kind;
	const char *file;
	unsigned line, column;
	uint64_t offset, size;
	const char *path, *property;
};

struct where nowhere(void);
struct where at_file(const char *file);
struct where at_line(const char *file, unsigned line, unsigned column);
/* @offset counts from the start of @view; the view's own base is added. */
struct where at_offset(struct bytes view, uint64_t offset);
struct where at_property(const char *file, const char *path, const char *property);
struct where at_address(const char *what, uint64_t address, uint64_t size);
struct where at_log(const char *file, unsigned line);
/* "boards/x/board.conf:12:3", "uImage: offset 41", "/chosen/module@0: reg" … */
char *where_text(struct arena *arena, struct where at);

enum severity {
	DIAG_NOTE,
	DIAG_WARNING,
	DIAG_NO,     /* the answer is no: a check found something (exit 1) */
	DIAG_ERROR,  /* wrong use or bad input (exit 2) */
	DIAG_SYSTEM, /* the system failed: disk full, child killed (exit 3) */
	DIAG_SEVERITIES
};

struct diag {
	const char *id; /* "IM010" */
	enum severity severity;
	struct where at, also; /* also: the other party, WHERE_NONE when there is none */
	const char *message, *hint;
};

struct diags {
	struct arena *arena;
	struct diag *list;
	size_t count;
	unsigned counts[DIAG_SEVERITIES];
	const char *const *allowed; /* ids that the user allowed, NULL-terminated, or NULL */
	unsigned
		most_alike; /* of an id are printed, findings aside; 0: all. Set it without -v only */
};

struct diags diags_make(struct arena *arena);

/* Appends; message and hint are copied. A hint may be NULL only for notes. Return -1, so that
 * a parser can say `return diag_error(...)`. An allowed id becomes a note. */
int diag_error(struct diags *diags, const char *id, struct where at, const char *hint,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
int diag_no(struct diags *diags, const char *id, struct where at, const char *hint,
            const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Adds strerror(@error) to the message when @error is not 0. */
int diag_system(struct diags *diags, const char *id, struct where at, int error, const char *hint,
                const char *format, ...) __attribute__((format(printf, 6, 7)));
void diag_warning(struct diags *diags, const char *id, struct where at, const char *hint,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
void diag_note(struct diags *diags, const char *id, struct where at, const char *hint,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Names the other party of the last diagnostic appended. */
void diag_also(struct diags *diags, struct where also);
/* Appends a finished diagnostic, copied as it is. */
void diag_add(struct diags *diags, const struct diag *diag);

/* Whether anything of DIAG_NO or worse is there. */
bool diags_failed(const struct diags *diags);
/* 0 fine, 1 the answer is no, 2 wrong use or bad input, 3 the system failed. */
int diags_exit_code(const struct diags *diags);

const char *severity_name(enum severity severity); /* note, warning, error */

/*
 * Prints "PLACE: SEVERITY ID: MESSAGE" and "  hint: …" per diagnostic, sorted by file and
 * position within each file (files in order of their first diagnostic).
 * @colour  escape sequences for terminals
 */
void diags_print(const struct diags *diags, FILE *to, bool colour);
/* The same as a JSON array of {id, severity, place, message, hint, also}. */
struct json;
void diags_json(const struct diags *diags, struct json *json);

#endif
