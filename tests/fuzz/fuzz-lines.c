/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes, in pieces of any size: clean lines within the limit, whatever the pieces. */
#include "serial-tools/text/lines.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(void *context, const struct line *line)
{
	(void)context;
	if (line->len > LINE_LIMIT || line->text[line->len] != '\0')
		abort();
	for (size_t i = 0; i < line->len; i++)
		if (((uint8_t)line->text[i] < 0x20 && line->text[i] != '\t') ||
		    line->text[i] == 0x7f)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct lines *lines = lines_open(arena);
	struct line half;
	size_t step = size > 0 ? data[0] + 1u : 1;
	for (size_t at = 0; at < size; at += step) {
		lines_feed(lines, data + at, size - at < step ? size - at : step, (int64_t)at,
		           check, NULL);
		if (lines_half(lines, &half))
			check(NULL, &half);
	}
	lines_end(lines, check, NULL);
	char *copy = malloc(size + 1);
	memcpy(copy, data, size);
	if (line_clean(copy, size) > size)
		abort();
	free(copy);
	arena_close(arena);
	return 0;
}
