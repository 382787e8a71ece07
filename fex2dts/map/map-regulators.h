/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regulators: fixed ones are made, the rails that every board has and the PMIC's (map-pmic.c makes them) are looked up. */
#ifndef FEX2DTS_MAP_REGULATORS_H
#define FEX2DTS_MAP_REGULATORS_H

#include "fex2dts/map/map.h"

/* A regulator-fixed below the root. @gpio NULL: always there. Found again by name. */
struct dt_node *map_fixed_regulator(struct map *map, const char *name, const char *label,
                                    uint32_t microvolts, const struct hw_fact *gpio, bool boot_on);
/* One of the three rails that every board has: "vcc3v0", "vcc3v3", "vcc5v0". */
struct dt_node *map_rail(struct map *map, const char *name);
/* A regulator of the PMIC by its node name, "dcdc1"; NULL when there is none. */
struct dt_node *map_pmic_regulator(struct map *map, const char *name);
/* What a vendor's string "axp22_dldo1" or "vcc-wifi" names; NULL when it names none. */
struct dt_node *map_supply_by_name(struct map *map, const char *name);

#endif
