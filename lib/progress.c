/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/progress.h"

#include <time.h>
#include <unistd.h>

#define REDRAW_MS 100

struct progress progress_make(FILE *to)
{
	return (struct progress){ .to = to, .shown = isatty(fileno(to)), .last_ms = -REDRAW_MS };
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_update(struct progress *progress, const char *what, uint64_t done, uint64_t total)
{
	int64_t now = now_ms();
	if (!progress->shown || (now - progress->last_ms < REDRAW_MS && done != total))
		return;
	progress->last_ms = now;
	if (total > 0)
		fprintf(progress->to, "\r\033[K%s %3d%%", what,
		        (int)((double)done * 100 / (double)total));
	else
		fprintf(progress->to, "\r\033[K%s", what);
	(void)fflush(progress->to); /* what a terminal does not take is not missed */
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", progress->to);
	progress->last_ms = -REDRAW_MS;
}
