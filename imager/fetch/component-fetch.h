/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Components: the parts of an image, from their origins into a shared cache, each recorded
 * in a lock file with version, size and SHA-256. Origins: origin.h.
 */
#ifndef IMAGER_COMPONENT_FETCH_H
#define IMAGER_COMPONENT_FETCH_H

#include "imager/board/board.h"
#include "imager/fetch/component.h"

#include <stdbool.h>

struct fetch_options {
	const char *
		cache; /* directory; NULL: $IMAGER_CACHE, $XDG_CACHE_HOME/imager, ~/.cache/imager */
	const char *lock;  /* an existing lock file must match (IM201), a missing one is written */
	const char *share; /* directory of the shared tables and scripts */
	bool offline, update;    /* only the cache; take newer versions and rewrite the lock */
	const char *const *only; /* ids wanted, NULL-terminated; NULL: all of the board */
};

/*
 * Brings everything into the cache and the lock. All failures are said in one run (IM200 cannot be
 * fetched, with the component's help; IM201 does not match its lock; IM202 not in the cache and
 * offline …). Interrupted, it leaves nothing half-written. Returns 0 or -1.
 */
int components_fetch(struct arena *arena, const struct board *board,
                     const struct fetch_options *options, struct components *out,
                     struct diags *diags);

#endif
