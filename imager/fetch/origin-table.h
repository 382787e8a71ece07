/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of origins. */
#ifndef IMAGER_ORIGIN_TABLE_H
#define IMAGER_ORIGIN_TABLE_H

#include "imager/fetch/origin.h"

/* The row of an origin's text; NULL when its prefix is unknown. */
const struct origin *origin_find(const char *text);
/* Says IM205 when a component's origin has no known form. Returns 0 or -1. */
int origin_check(struct fetch *fetch, size_t index);

#endif
