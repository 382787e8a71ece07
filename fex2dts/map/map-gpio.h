/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single pins: who has them, as GPIOs and interrupts, what the file hands out to user space. */
#ifndef FEX2DTS_MAP_GPIO_H
#define FEX2DTS_MAP_GPIO_H

#include "fex2dts/map/map.h"

/* name = <&pio bank pin flags>. False when the pin cannot be expressed (a PMIC's, none such). */
bool map_gpio(struct map *map, struct dt_node *node, const char *name, const struct hw_fact *pin,
              unsigned flags);
/* One more <&pio …> in an existing property. */
bool map_add_gpio(struct map *map, struct dt_property *property, const struct fex_gpio *gpio,
                  unsigned flags);
/* interrupt-parent and interrupts of an external interrupt pin. False when it has none. */
bool map_interrupt(struct map *map, struct dt_node *node, const struct hw_fact *pin,
                   unsigned trigger, const char *trigger_name);

/* Whether an enabled node has it. */
bool map_is_taken(const struct map *map, const struct hw_fact *pin);
/* False, with a warning, when the owner or an enabled node has given the pin to another. */
bool map_claim_pin(struct map *map, const struct fex_gpio *gpio, struct dt_node *user,
                   const char *what);
/* Gives back what a node that goes away had claimed. */
void map_free_pins(struct map *map, const struct dt_node *user);
/* The fixed regulator that the pin switches; or NULL. */
struct dt_node *map_switch_on(const struct map *map, const struct fex_gpio *gpio);

/* Whether [gpio_para] hands the wire of that name to user space, as an input. */
bool map_is_listed(const struct map *map, const struct hw_device *device, const char *signal);
/* Whether it hands the pin out so, or among so many that they are a header's. */
bool map_is_on_header(const struct map *map, const struct hw_fact *pin);
/* Whether it lists a header's pins, and the pin is none of them. */
bool map_is_missed(const struct map *map, const struct hw_fact *pin);

#endif
