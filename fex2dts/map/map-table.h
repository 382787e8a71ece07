/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mappers, each for one subsystem: the table of map-*.c. */
#ifndef FEX2DTS_MAP_TABLE_H
#define FEX2DTS_MAP_TABLE_H

#include "fex2dts/map/map.h"

/*
 * Writes the board into the tree of @map. Odd facts are warnings. Pins that groups of the base already give to
 * enabled nodes of the SoC are not claimed twice.
 */
void map_board(struct map *map);

#endif
