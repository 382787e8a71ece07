/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is only done on request, and what no binding expresses. */
#ifndef FEX2DTS_MAP_REST_H
#define FEX2DTS_MAP_REST_H

#include "fex2dts/map/map.h"

map_fn map_memory, map_opp, map_rest;

#endif
