/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/payload-text.h"

#include <ctype.h>
#include <string.h>

#define TEXT_MAX 200

const char *payload_text_at(struct arena *arena, struct bytes file, uint64_t start)
{
	struct bytes text = bytes_at(file, start, TEXT_MAX);
	size_t len = 0;
	while (len < text.len && isprint(text.p[len]))
		len++;
	return len == 0 ? NULL : arena_strndup(arena, (const char *)text.p, len);
}

const char *payload_version(struct arena *arena, struct bytes file, const char *prefix)
{
	size_t len = strlen(prefix);
	struct bytes rest = file;
	while (rest.len > len) {
		const uint8_t *found = memmem(rest.p, rest.len, prefix, len);
		if (found == NULL)
			return NULL;
		rest = bytes_at(file, (uint64_t)(found - file.p), UINT64_MAX);
		if (isdigit(u8_at(rest, len)))
			return payload_text_at(arena, rest, 0);
		rest = bytes_at(rest, len, UINT64_MAX);
		rest.base = 0;
		file = rest;
	}
	return NULL;
}
