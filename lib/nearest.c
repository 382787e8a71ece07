/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/nearest.h"

#include <string.h>

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

static size_t distance(struct arena *arena, const char *a, const char *b)
{
	size_t len = strlen(b);
	size_t *row = arena_array(arena, len + 1, sizeof(*row));
	for (size_t i = 0; i <= len; i++)
		row[i] = i;
	for (size_t y = 0; a[y] != '\0'; y++) {
		size_t diagonal = row[0];
		row[0] = y + 1;
		for (size_t x = 0; x < len; x++) {
			size_t above = row[x + 1];
			row[x + 1] = least(above + 1, row[x] + 1, diagonal + (a[y] != b[x]));
			diagonal = above;
		}
	}
	return row[len];
}

const char *nearest_word(struct arena *arena, const char *word, const char *const *words)
{
	const char *best = NULL;
	size_t fewest = SIZE_MAX;
	for (; *words != NULL; words++) {
		size_t changed = distance(arena, word, *words);
		if (changed < fewest) {
			fewest = changed;
			best = *words;
		}
	}
	return best != NULL && fewest * 3 <= strlen(best) + 1 ? best : NULL;
}
