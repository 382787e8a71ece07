/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LEDs: the section of their own, and those among pins listed for user space. */
#ifndef FEX2DTS_MAP_LEDS_H
#define FEX2DTS_MAP_LEDS_H

#include "fex2dts/map/map.h"

map_fn map_leds;

#endif
