/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB: the OTG port, the host ports, the PHY's wires and power. */
#ifndef FEX2DTS_MAP_USB_H
#define FEX2DTS_MAP_USB_H

#include "fex2dts/map/map.h"

map_fn map_usb;

#endif
