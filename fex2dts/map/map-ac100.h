/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AC100 beside the A80's and A83T's PMICs: its clock chip gives the A80 the 32 kHz that all timers hang on, and wifi
 * modules theirs. */
#ifndef FEX2DTS_MAP_AC100_H
#define FEX2DTS_MAP_AC100_H

#include "fex2dts/map/map.h"

map_fn map_ac100;

#endif
