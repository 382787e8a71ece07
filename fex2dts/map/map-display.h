/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HDMI, a panel and its backlight, a VGA socket. */
#ifndef FEX2DTS_MAP_DISPLAY_H
#define FEX2DTS_MAP_DISPLAY_H

#include "fex2dts/map/map.h"

map_fn map_display;

#endif
