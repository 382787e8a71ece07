/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keys of answers are about: rows of share/fex/questions.tsv. */
#ifndef FEX2DTS_OWNER_KEYS_H
#define FEX2DTS_OWNER_KEYS_H

#include "fex2dts/map/map-answers.h"

/* The row of a key; NULL when there is none. */
const struct table_row *owner_key_row(const struct map *map, const char *key);

/* What an answer to it may be; by the row, else by the key itself. */
enum map_kind owner_kind_of(const struct map *map, const char *key);

#endif
