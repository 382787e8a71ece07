/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan as people and machines read it. */
#ifndef IMAGER_PLAN_PRINT_H
#define IMAGER_PLAN_PRINT_H

#include "imager/plan/plan.h"

#include "lib/json.h"

#include <stdio.h>

/* For people: loads, arguments, the memory map as a table. For machines: the same as JSON. */
void plan_print(struct arena *arena, const struct plan *plan, FILE *to);
void plan_json(const struct plan *plan, struct json *json);

#endif
