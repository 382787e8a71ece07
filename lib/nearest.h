/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The known word that a mistyped one probably meant, for hints. */
#ifndef LIB_NEAREST_H
#define LIB_NEAREST_H

#include "lib/arena.h"

#include <stdint.h>

/*
 * @words  NULL-terminated
 * Returns the word with the fewest letters changed, added, dropped (Levenshtein 1965), or NULL when
 * even that one differs in more than a third of its letters.
 */
const char *nearest_word(struct arena *arena, const char *word, const char *const *words);

#endif
