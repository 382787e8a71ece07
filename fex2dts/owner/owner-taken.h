/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tree has, in the words of an answer. */
#ifndef FEX2DTS_OWNER_TAKEN_H
#define FEX2DTS_OWNER_TAKEN_H

#include "fex2dts/map/map-answers.h"

const char *owner_taken(struct map *map, struct dt_node *node, const char *property,
                        enum map_kind kind);
const char *owner_taken_range(struct map *map, const struct dt_node *regulator);

/* Lists; "" when there are none. *@count: how many. */
const char *owner_taken_leds(struct map *map, unsigned *count);
const char *owner_taken_keys(struct map *map, unsigned *count);

#endif
