/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a tool finds share/ and boards/: an option, the environment, beside the source tree the
 * program was built in (../.. of out/BUILD/bin or of out/bin), the install prefix; in this order.
 */
#ifndef LIB_PLACES_H
#define LIB_PLACES_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

struct places {
	const char *share, *boards;           /* directories without a trailing slash */
	const char *share_from, *boards_from; /* "option", "environment", "source tree", "prefix" */
};

/*
 * @share, @boards  the options' values or NULL; environment: BRINGUP_SHARE, BRINGUP_BOARDS
 * Never fails: a directory that does not exist is reported by whoever reads from it.
 */
struct places places_find(struct arena *arena, const char *share, const char *boards);

/* Reads share/NAME, e.g. "stages.tsv". -1 has said where it looked (LB060). */
int places_read(struct arena *arena, const struct places *places, const char *name,
                struct bytes *out, struct diags *diags);

#endif
