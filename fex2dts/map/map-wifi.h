/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wifi and Bluetooth modules on SDIO. */
#ifndef FEX2DTS_MAP_WIFI_H
#define FEX2DTS_MAP_WIFI_H

#include "fex2dts/map/map.h"

map_fn map_wifi;

/* Whether the file's wifi is a chip on USB. */
bool map_has_usb_wifi(const struct map *map);
/* Whether the wifi module's other half is a Bluetooth chip on a UART. */
bool map_has_serial_bluetooth(const struct map *map);

/* A Bluetooth chip below its UART; false when the file names none that has a binding. */
bool map_bluetooth(struct map *map, struct dt_node *node, const struct hw_device *uart);

#endif
