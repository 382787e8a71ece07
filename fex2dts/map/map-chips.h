/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chips on I2C: by name and address in share/fex/chips.tsv; a touch chip's wires. */
#ifndef FEX2DTS_MAP_CHIPS_H
#define FEX2DTS_MAP_CHIPS_H

#include "fex2dts/map/map.h"

/* @kind  "touch", "rtc" … @name  the vendor's, or NULL. Returns NULL when no row fits. */
const struct table_row *map_chip_row(const struct map *map, const char *kind, const char *name,
                                     int64_t address);

/* Below the bus that @device says; NULL when that is off. */
struct dt_node *map_add_chip(struct map *map, const struct hw_device *device,
                             const struct table_row *row, const char *node_name);

/* The file's interrupt, pins and size for the touch chip of a row. */
void map_touch_wires(struct map *map, struct dt_node *node, const struct hw_device *touch,
                     const struct table_row *row);

/* The same for a chip that the owner put on a bus, "i2c1", if it is one that has them. */
void map_touch_wires_on(struct map *map, struct dt_node *node, const char *bus);

#endif
