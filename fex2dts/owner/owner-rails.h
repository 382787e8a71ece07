/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The owner's answers about rails: a regulator's voltages, what feeds what. */
#ifndef FEX2DTS_OWNER_RAILS_H
#define FEX2DTS_OWNER_RAILS_H

#include "fex2dts/map/map-answers.h"

/* Whether any PMIC has a regulator of that name. */
bool owner_is_regulator(const struct map *map, const char *key);
void owner_set_regulator(struct map *map, struct map_said *said, struct dt_node *node);
void owner_set_supply(struct map *map, struct map_said *said, struct dt_node *user,
                      const char *property);

#endif
