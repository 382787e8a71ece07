/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which SoC a vendor's file is for, and why. The file does not say it ([product] machine names a
 * reference design at best), but its pins, sections and PMIC do: share/fex-soc.tsv holds the clues,
 * each with the SoCs it speaks for and a weight. The SoC with the highest sum is taken.
 */
#ifndef FEX2DTS_FEX_SOC_H
#define FEX2DTS_FEX_SOC_H

#include "fex2dts/fex/fex.h"
#include "lib/places.h"
#include "lib/table.h"

struct fex_soc_clue {
	const char *clue; /* as in the table: "twi_para.twi_scl=PB0<2>" */
	const char *why;
	unsigned weight;
	bool also_rival; /* it speaks for the second one too */
	struct where at; /* the entry or section */
};

struct fex_soc {
	const char *name; /* "a20" */
	unsigned score;
	const char *rival; /* the second one; NULL when nothing speaks for any other */
	unsigned rival_score;
	const struct fex_soc_clue
		*clues; /* for @name, those against the rival first, heaviest first */
	size_t clue_count;
};

/*
 * Weighs the clues of @table (share/fex-soc.tsv).
 * Returns 0; 1 when no clue is there or two SoCs are equally likely (@soc is filled as far as it is
 * known: name NULL when there was no clue); -1 for a bad table (FX210).
 */
int fex_soc_guess(struct arena *arena, const struct fex *fex, const struct table *table,
                  struct fex_soc *soc, struct diags *diags);

/*
 * The SoC of @fex, told to the user: reads the table, guesses, notes the reasons (FX200), warns
 * when the guess is weak (FX201).
 * Returns 0 and the short name; -1 (FX202 cannot be told: give --soc).
 */
int fex_soc_find(struct arena *arena, const struct fex *fex, const struct places *places,
                 const char **name, struct diags *diags);

#endif
