/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the cache of components is. */
#ifndef IMAGER_COMPONENT_CACHE_H
#define IMAGER_COMPONENT_CACHE_H

#include "lib/arena.h"

/* The cache's directory, absolute: @wanted, or else by the environment and the user database; NULL when
 * none of them names one. */
const char *component_cache(struct arena *arena, const char *wanted);

#endif
