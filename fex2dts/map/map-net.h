/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wired network, SATA, infrared. */
#ifndef FEX2DTS_MAP_NET_H
#define FEX2DTS_MAP_NET_H

#include "fex2dts/map/map.h"

map_fn map_net, map_sata, map_ir;

#endif
