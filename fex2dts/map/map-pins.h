/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device's pins: which group of mainline's covers them, a group of our own for the rest. */
#ifndef FEX2DTS_MAP_PINS_H
#define FEX2DTS_MAP_PINS_H

#include "fex2dts/map/map.h"

/*
 * pinctrl-0 of @node: the groups of the base or of mainline that cover the device's pins with
 * this function, a new group for the rest.
 * @signals  names of the facts whose pins are wanted, NULL-terminated
 * Returns whether all could be placed; pins that other nodes own are refused with a warning.
 */
bool map_pins(struct map *map, struct dt_node *node, const struct hw_device *device,
              const char *const *signals);
/* pinctrl-0 from mainline's group with this label. False when the SoC has none. */
bool map_pin_group(struct map *map, struct dt_node *node, const char *label, bool add);
/* Whether nothing enabled so far uses one of the device's pins. */
bool map_pins_free(const struct map *map, const struct hw_device *device,
                   const char *const *signals);

#endif
