/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A layout as people and machines read it: offsets and lengths in bytes. */
#ifndef IMAGER_LAYOUT_PRINT_H
#define IMAGER_LAYOUT_PRINT_H

#include "imager/card/layout.h"

#include "lib/json.h"

#include <stdio.h>

void layout_print(struct arena *arena, const struct layout *layout, FILE *to);
void layout_json(const struct layout *layout, struct json *json);

#endif
