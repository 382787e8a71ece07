/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How sure an answer is: how often mainline decides as the rules do, on boards alike. */
#ifndef FEX2DTS_OWNER_HABITS_H
#define FEX2DTS_OWNER_HABITS_H

#include "fex2dts/map/map.h"

/* How often mainline has what was taken, of boards alike; @otherwise when nothing counts @key. */
struct owner_figure {
	unsigned permille, on, off;
};
struct owner_figure owner_figure(const struct map *map, const char *key, bool none,
                                 unsigned otherwise);

#endif
