/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lock file of an output: which version and which bytes of each component it was made
 * of. A tab-separated table, made to be compared with diff and kept in version control.
 */
#ifndef IMAGER_COMPONENT_LOCK_H
#define IMAGER_COMPONENT_LOCK_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdint.h>

struct lock_row {
	const char *id, *version, *name, *origin;
	uint64_t size;      /* bytes */
	const char *sha256; /* 64 digits */
	struct where at;
};

struct lock {
	const struct lock_row *rows;
	size_t count;
};

/* A file that does not exist is an empty lock. -1: IM204 damaged. */
int lock_read(struct arena *arena, const char *path, struct lock *out, struct diags *diags);
/* Does nothing when the file says the same already. */
int lock_write(struct arena *arena, const char *path, const char *board, const struct lock *lock,
               struct diags *diags);
/* The row of a component that comes from @origin; NULL when there is none. */
const struct lock_row *lock_find(const struct lock *lock, const char *id, const char *origin);

#endif
