/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of regular expressions (PCRE2) matched against lines of text all at once. A
 * prefilter looks for literals that the patterns cannot match without, two characters at
 * a step; only patterns whose literal was seen are tried.
 */
#ifndef SERIAL_TOOLS_PATTERN_H
#define SERIAL_TOOLS_PATTERN_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PATTERNS_MAX  1024
#define PATTERN_WORDS (PATTERNS_MAX / 64) /* of a set of bits, one per pattern */

struct pattern_row {
	const char *regex; /* NULL: never matches */
	struct where at;   /* for diagnostics */
};

/* Machine code is three times as fast and takes some 3 KiB a pattern. */
enum pattern_jit {
	PATTERN_JIT_NONE,
	PATTERN_JIT_ALL,
	PATTERN_JIT_OFTEN, /* only those that are tried on many lines, having but short literals */
};

struct pattern_set;

/*
 * @rows      at most PATTERNS_MAX; a pattern without a literal is allowed and tried on every line
 * @jit       what is compiled to machine code, where PCRE2 can
 * Returns 0, or -1 (SE200: a pattern is no regular expression).
 */
int pattern_set_open(struct arena *arena, const struct pattern_row *rows, size_t count,
                     enum pattern_jit jit, struct pattern_set **out, struct diags *diags);
void pattern_set_close(struct pattern_set *set);

/*
 * Chooses the patterns that are tried from now on.
 * @active    a bit each, NULL for all (as after opening)
 * @for_long  makes the prefilter anew without the others, which takes some microseconds
 */
void pattern_set_activate(struct pattern_set *set, const uint64_t *active, bool for_long);

/*
 * Finds which patterns match somewhere in @text.
 * @ids  room for @max indices, ascending
 * Returns how many there are.
 */
size_t pattern_set_match(struct pattern_set *set, const char *text, size_t len, uint16_t *ids,
                         size_t max);

/* Whether pattern @id has literals, so that it costs nothing on other lines. */
bool pattern_set_filtered(const struct pattern_set *set, size_t id);

#endif
