/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes in pieces of any size: only text and whole harmless sequences come out, within the promised room, and the
 * pieces make no difference. */
#include "serial-tools/text/terminal-filter.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t in_pieces(const uint8_t *data, size_t size, size_t step, bool paint, char *to)
{
	struct terminal_filter filter = terminal_filter_make(paint);
	size_t len = 0;
	for (size_t at = 0; at < size; at += step) {
		size_t piece = size - at < step ? size - at : step;
		char *out = malloc(piece + TERMINAL_HELD + 4);
		size_t got = terminal_filter(&filter, bytes_of(data + at, piece, "fuzz"), out);
		memcpy(to + len, out, got);
		free(out);
		len += got;
	}
	return len;
}

static bool is_allowed(uint8_t c, bool paint)
{
	return c >= 0x20 ? c != 0x7f
	                 : (c != 0 && strchr("\n\r\t\b", c) != NULL) || (paint && c == 0x1b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t step = size > 0 ? data[0] % 7 + 1u : 1;
	char *whole = malloc(4 * size + 64), *pieces = malloc(4 * size + 64);
	for (int paint = 0; paint < 2; paint++) {
		size_t a = in_pieces(data, size, size + 1, paint, whole);
		size_t b = in_pieces(data, size, step, paint, pieces);
		if (a != b || memcmp(whole, pieces, a) != 0)
			abort();
		for (size_t i = 0; i < a; i++) {
			if (!is_allowed((uint8_t)whole[i], paint))
				abort();
			if (whole[i] == 0x1b && (i + 1 == a || whole[i + 1] != '['))
				abort();
		}
	}
	free(whole);
	free(pieces);
	return 0;
}
