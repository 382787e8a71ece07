/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touch screens and sensors. */
#ifndef FEX2DTS_MAP_INPUT_H
#define FEX2DTS_MAP_INPUT_H

#include "fex2dts/map/map.h"

map_fn map_touch, map_sensors;

#endif
