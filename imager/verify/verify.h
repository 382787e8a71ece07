/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Verifies finished files: a uImage to its last byte, a whole card image through loaders,
 * partition table, file system and every file on it. What was looked at ends up in the
 * report, what is wrong in the diagnostics, as answers (exit code 1).
 */
#ifndef IMAGER_VERIFY_H
#define IMAGER_VERIFY_H

#include "imager/board/board.h"
#include "imager/verify/verify-report.h"

#include <stdbool.h>

struct verify_options {
	bool has_at;
	uint64_t at;               /* where the file is loaded before bootm */
	struct bytes against;      /* the payload that a uImage should hold; empty: none */
	const struct board *board; /* what a card image should be for; NULL: any */
};

/*
 * @file  the whole of it; the name is used to find a zImage beside a uImage
 * Says the faults of its kind, and IM316 another payload than the file beside it, IM317 unpacking
 * overwrites what is unpacked, IM318 moved over itself (warning), IM319 an entry point or end that
 * cannot be, IM340 no loader on a card, IM341 a kind without anything to verify, IM342 no file system.
 * Returns 0; -1 when there are faults.
 */
int verify_file(struct arena *arena, struct bytes file, const struct verify_options *options,
                struct verify_report *out, struct diags *diags);

#endif
