/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The owner's answers that no mapper took: nodes, properties, regulators, chips. */
#ifndef FEX2DTS_OWNER_APPLY_H
#define FEX2DTS_OWNER_APPLY_H

#include "fex2dts/map/map.h"

/* After the last mapper. What means nothing here is refused (FX230), what changes nothing is warned of (FX234). */
void owner_apply(struct map *map);

#endif
