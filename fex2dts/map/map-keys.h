/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Buttons: on the ADC, on pins; the reference design's, the owner's. */
#ifndef FEX2DTS_MAP_KEYS_H
#define FEX2DTS_MAP_KEYS_H

#include "fex2dts/map/map.h"

map_fn map_keys, map_ladder;

#endif
