/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What board farms want to know of a board, as the files that they read: a template under
 * share/farm/ in which @NAME@ stands for a value of the board's description.
 */
#ifndef IMAGER_FARM_H
#define IMAGER_FARM_H

#include "imager/board/board.h"

#include "lib/bytes.h"

/* What the description cannot know. Commands NULL: the board is switched by hand. */
struct farm_site {
	const char *host;
	uint64_t port; /* TCP, 1 to 65535 */
	const char *power_on, *power_off;
};

/*
 * Fills @template in. A @NAME@ that is not known (capitals and underscores between the signs) is an
 * error with its line (IM701); other signs are left as they are. Returns 0 or -1.
 */
int farm_fill(struct arena *arena, struct bytes template, const struct board *board,
              const struct farm_site *site, struct bytes *out, struct diags *diags);

#endif
