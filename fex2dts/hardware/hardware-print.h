/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the board has, for people and programs: as JSON, and as differences to another board. */
#ifndef FEX2DTS_HARDWARE_PRINT_H
#define FEX2DTS_HARDWARE_PRINT_H

#include "fex2dts/hardware/hardware.h"
#include "lib/json.h"

/* {"soc": …, "uarts": [{"index": 0, "used": true, "pins": […], "facts": {…}}, …], …} */
void hardware_json(const struct hardware *hardware, const char *soc, struct json *json);

/*
 * Says how @b differs from @a, one line a difference, in @out: "mmc 0: bus-width 4 -> 8".
 * Returns the number of differences. Batteries' curves and other tuning are not compared.
 */
size_t hardware_diff(struct arena *arena, const struct hardware *a, const struct hardware *b,
                     struct text *out);

#endif
