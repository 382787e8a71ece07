/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a mapper asks the owner: his answer, or a question for him and the rule's way meanwhile. */
#ifndef FEX2DTS_MAP_ASK_H
#define FEX2DTS_MAP_ASK_H

#include "fex2dts/map/map.h"

/* Returns the owner's answer, or NULL and asks. */
const char *map_ask(struct map *map, const char *key, const char *text, const char *assumed,
                    unsigned permille, unsigned weight, const struct hw_fact *fact);

/*
 * The owner's answer about what mainline's boards leave off; asks, and returns NULL, without one and
 * when it is no.
 */
const char *map_ask_for(struct map *map, const char *key, const char *text, unsigned permille,
                        const struct hw_fact *fact);
/* What @key is about cannot be made: FX303 to an owner who asked for it, else a note. */
void map_refuse(struct map *map, const char *key, const struct hw_fact *fact, const char *reason);

/*
 * Whether a peripheral is to be on: the owner's answer, else what the @rule says; what a rule leaves of the vendor's
 * @device is asked for.
 */
bool map_wants(struct map *map, const char *label, bool rule, const struct hw_device *device);

#endif
