/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The story behind a diagnostic's id, out of share/diagnostics/: what every tool's --explain ID prints. */
#ifndef LIB_EXPLAIN_H
#define LIB_EXPLAIN_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdio.h>

/* Whether @text has the form of an id: two capitals, then three digits or capitals A to F. */
bool explain_is_id(const char *text);

/* Whether a table knows @id. */
bool explain_knows(struct arena *arena, const char *id);

/* Prints title, effect, causes and remedy of @id. -1 (LB061) when no table knows it. */
int explain_print(struct arena *arena, const char *id, FILE *to, struct diags *diags);

#endif
