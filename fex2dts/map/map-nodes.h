/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing nodes and properties, each with its origin. A mapper says map_rule() before it writes: the rule's id and the
 * vendor's facts that the next writes rest on. Facts that no vendor file states come from rows under share/fex/.
 */
#ifndef FEX2DTS_MAP_NODES_H
#define FEX2DTS_MAP_NODES_H

#include "fex2dts/map/map.h"

/* What is written next rests on this rule and fact (or NULL). */
void map_rule(struct map *map, const char *rule, const struct hw_fact *fact);
void map_rule_device(struct map *map, const char *rule, const struct hw_device *device);
/* One more fact behind the same rule. */
void map_because(struct map *map, const struct hw_fact *fact);

struct dt_property *map_flag(struct map *map, struct dt_node *node, const char *name);
struct dt_property *map_cell(struct map *map, struct dt_node *node, const char *name,
                             uint32_t value);
struct dt_property *map_string(struct map *map, struct dt_node *node, const char *name,
                               const char *value);
struct dt_property *map_reference(struct map *map, struct dt_node *node, const char *name,
                                  struct dt_node *to);
/* A child, new or there already; @label may be NULL. */
struct dt_node *map_child(struct map *map, struct dt_node *parent, const char *name,
                          const char *label);

/* Makes two endpoints each other's remote end. */
void map_join(struct map *map, struct dt_node *a, struct dt_node *b);

/* A peripheral by mainline's label; NULL when the SoC or the base has none. */
struct dt_node *map_node(struct map *map, const char *label);
/* map_node(), switched on; NULL also when the owner said that the board has none. */
struct dt_node *map_enable(struct map *map, const char *label);
bool map_is_on(struct map *map, const char *label);

#endif
