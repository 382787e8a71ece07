/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of chips on I2C: what the tree has, what the owner has in its place. */
#ifndef FEX2DTS_OWNER_CHIPS_H
#define FEX2DTS_OWNER_CHIPS_H

#include "fex2dts/map/map-answers.h"

/* What the tree has, "" when it has none. *@count: how many. */
const char *owner_taken_chips(struct map *map, unsigned *count);

/* The owner's list of chips in place of the rules'. */
void owner_set_chips(struct map *map, struct map_said *said);

#endif
