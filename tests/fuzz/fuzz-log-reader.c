/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saved logs: the format is found out, or named by the first byte; a timing file may follow a NUL. */
#include "serial-tools/log/log-container.h"
#include "serial-tools/log/log-reader.h"
#include "serial-tools/log/log-stamp.h"
#include "serial-tools/verdict/oops.h"
#include "serial-tools/verdict/reference.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *context, const struct line *line)
{
	reference_fingerprint(line->text, line->len);
	oops_reader_line(context, line, line->len > 0 && line->text[0] == 'U');
}

static const char *format_of(uint8_t number)
{
	size_t i = number;
	for (const struct log_stamp_shape *each = log_stamp_shapes; each->name != NULL; each++)
		if (i-- == 0)
			return each->name;
	for (const struct log_container *each = log_containers; each->name != NULL; each++)
		if (i-- == 0)
			return each->name;
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct log_source source;
	size_t count;
	const uint8_t *nul = size > 1 ? memchr(data + 1, 0, size - 1) : NULL;
	size_t len = nul != NULL ? (size_t)(nul - data) : size;
	struct bytes file = bytes_of(data + (size > 0), len - (size > 0), "log");
	struct bytes timing = bytes_of(nul, nul != NULL ? size - len : 0, "timing");
	const char *format = size > 0 ? format_of(data[0]) : NULL;
	if (log_source_open(arena, file, format, &timing, &source, &diags) == 0) {
		struct oops_reader *reader = oops_reader_open(arena);
		log_source_read(&source, arena, take, reader);
		oops_reader_end(reader, &count);
	}
	arena_close(arena);
	return 0;
}
