/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a tree says of its board, as facts that two trees can be compared by whatever their labels,
 * phandles and order: which peripherals of the SoC are on, their pins, GPIOs, supplies and chips, and
 * what hangs below the root. Facts are named in the SoC's words: "mmc0", "card-detect on PH1".
 */
#ifndef DT_BOARD_FACTS_H
#define DT_BOARD_FACTS_H

#include "dt/soc/soc.h"
#include "dt/tree/tree.h"
#include "lib/text.h"

struct board_fact {
	const char *subject; /* "mmc0", "i2c0 chip at 0x34", "leds", "board" */
	const char *name;    /* "bus-width"; "on" for the peripheral itself */
	const char *value;
};

struct board_facts {
	struct board_fact *list; /* sorted by subject, then name */
	size_t count;
};

/* Never fails: what cannot be understood is no fact. */
struct board_facts board_facts(struct arena *arena, struct dt_tree *tree, const struct soc *soc);

/* The SoC that the root's compatible names; NULL when none of @names (of "sun7i-a20" form). */
const char *board_soc_name(struct dt_tree *tree, const char *const *names, size_t count);

/* One line a difference, "mmc0: bus-width 4 -> 8", in @out. Returns their number. */
size_t board_facts_diff(const struct board_facts *a, const struct board_facts *b, struct text *out);

#endif
