/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the owner is asked: every decision of the tree that mainline's authors took otherwise on boards alike. */
#ifndef FEX2DTS_OWNER_QUESTIONS_H
#define FEX2DTS_OWNER_QUESTIONS_H

#include "fex2dts/map/map.h"

/*
 * Fills the figures of map->enabled and of the questions from the habits; asks of all that was decided. For who shows
 * them, once; a tree does without.
 */
void owner_ask(struct map *map);

#endif
