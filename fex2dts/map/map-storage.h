/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cards, eMMC and raw NAND. SDIO is map-wifi.c's. */
#ifndef FEX2DTS_MAP_STORAGE_H
#define FEX2DTS_MAP_STORAGE_H

#include "fex2dts/map/map.h"

map_fn map_nand, map_mmc;

#endif
