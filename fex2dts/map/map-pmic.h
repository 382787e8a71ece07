/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The power management chip: which one, its rails, what they feed. */
#ifndef FEX2DTS_MAP_PMIC_H
#define FEX2DTS_MAP_PMIC_H

#include "fex2dts/map/map.h"

map_fn map_pmic, map_feeds;

#endif
