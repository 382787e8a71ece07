/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TWI (I2C), SPI and CAN. */
#ifndef FEX2DTS_MAP_BUS_H
#define FEX2DTS_MAP_BUS_H

#include "fex2dts/map/map.h"

map_fn map_twi, map_spi, map_can;

/* The I2C controller with the vendor's number, on with the pins that its section says; or NULL. */
struct dt_node *map_twi_bus(struct map *map, unsigned index);

#endif
