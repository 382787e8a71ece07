/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matcher with the real tables on any text, and the reader of patterns' literals on any pattern. */
#include "lib/places.h"
#include "serial-tools/text/literal.h"
#include "serial-tools/verdict/boot-log.h"
#include "serial-tools/verdict/verdict-text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *context, const struct line *line)
{
	boot_log_line(context, line);
}

/* The tables are compiled once: that takes as long as ten thousand inputs. */
static struct boot_log *opened(void)
{
	static struct boot_log *log;
	if (log == NULL) {
		static struct arena *arena; /* held, so that it is no leak */
		arena = arena_open();
		struct diags diags = diags_make(arena);
		struct places places = places_find(arena, NULL, NULL);
		if (boot_log_open_in(arena, &places, NULL, &log, &diags) != 0)
			abort();
	}
	boot_log_restart(log);
	return log;
}

static void judge(struct arena *arena, const uint8_t *data, size_t size)
{
	struct boot_log *log = opened();
	struct verdict verdict;
	struct lines *lines = lines_open(arena);
	lines_feed(lines, data, size, 1, take, log);
	lines_end(lines, take, log);
	boot_log_silence(log, size > 2 ? data[2] * 1000000 : 0);
	boot_log_verdict(log, size > 1 ? data[1] % 3 : BOOT_END_GOAL, &verdict);
	if (verdict.id == NULL && (verdict.kind == VERDICT_FAILED || verdict.kind == VERDICT_HANG))
		abort();
	verdict_text(arena, &verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	char *pattern = arena_strndup(arena, (const char *)data, size < 200 ? size : 200);
	struct literals literals;
	literals_of(pattern, &literals);
	judge(arena, data, size);
	arena_close(arena);
	return 0;
}
