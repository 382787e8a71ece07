/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A regular expression of the user's (PCRE2), compiled once and matched without allocating. */
#ifndef SERIAL_TOOLS_EXPRESSION_H
#define SERIAL_TOOLS_EXPRESSION_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stddef.h>

struct expression;

/* @option  the option it was given with, for the message. Returns 0; -1 (SE106 with the place in it). */
int expression_open(struct arena *arena, const char *option, const char *text,
                    struct expression **out, struct diags *diags);
bool expression_matches(struct expression *expression, const char *text, size_t len);
const char *expression_text(const struct expression *expression);
/* NULL is allowed. */
void expression_close(struct expression *expression);

#endif
