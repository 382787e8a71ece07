/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only the owner of the board knows, the weightiest question first: as text, to fill in, as JSON. */
#ifndef FEX2DTS_EXPLAIN_QUESTIONS_H
#define FEX2DTS_EXPLAIN_QUESTIONS_H

#include "fex2dts/map/map.h"
#include "lib/text.h"

/* With a command line to copy. */
void explain_questions(struct arena *arena, struct text *out, const struct map *map);

/* A file for --answers: every answer as it was taken, behind a '#'. */
struct bytes explain_form(struct arena *arena, const struct map *map);

/* {"class", "enabled": [{"label", "permille", "on", "off"}], "questions": [{"key", "kind", …}]} */
struct bytes explain_json(struct arena *arena, const struct map *map);

#endif
