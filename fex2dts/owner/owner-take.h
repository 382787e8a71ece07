/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The owner's answers, taken before the first mapper runs: of which kind each is, and which pins it names. */
#ifndef FEX2DTS_OWNER_TAKE_H
#define FEX2DTS_OWNER_TAKE_H

#include "fex2dts/map/map.h"
#include "fex2dts/owner/answers.h"

/*
 * Puts the answers in force (fex2dts/map/map-answers.h). What cannot be read is refused: FX231; FX232 a pin that the
 * SoC has not; FX236 a pin in two answers. map_refused() tells, at the end.
 */
void owner_take(struct map *map, const struct answers *answers);

#endif
