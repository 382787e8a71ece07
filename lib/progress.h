/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of progress on a terminal, rewritten in place; silence elsewhere. */
#ifndef LIB_PROGRESS_H
#define LIB_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *to;
	bool shown; /* whether @to is a terminal */
	int64_t last_ms;
};

struct progress progress_make(FILE *to);
/* @total  0 when unknown. Redrawn at most ten times a second. */
void progress_update(struct progress *progress, const char *what, uint64_t done, uint64_t total);
/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
