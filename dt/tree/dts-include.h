/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files that mainline's board files include beside the SoC's dtsi: the PMIC's own file, the
 * regulators that most boards have. What such a file says (rows of share/dtsi/) need not be said
 * again: it is taken out of a copy of the tree, and the include is printed in its place. For dt/tree/dts.h.
 */
#ifndef DT_DTS_INCLUDE_H
#define DT_DTS_INCLUDE_H

#include "dt/tree/tree.h"
#include "lib/places.h"
#include "lib/table.h"

struct dts_include {
	const char *name;   /* "axp209.dtsi" */
	const char *attach; /* label, or "/" */
	const char *compatible, *socs;
	struct table rows;
};

struct dts_includes {
	const struct dts_include *list;
	size_t count;
};

/* Reads share/dts-includes.tsv and the files that it names. Returns 0 or -1. */
int dts_includes_read(struct arena *arena, const struct places *places,
                      struct dts_includes *includes, struct diags *diags);

/*
 * Takes out of @tree what @include says. Nothing is done when the board has no such node, or says
 * less than the file does (which an include could not take back).
 * @soc  "sun7i-a20"
 * Returns whether the file is to be included.
 */
bool dts_include_apply(struct dt_tree *tree, const struct dts_include *include, const char *soc);

#endif
