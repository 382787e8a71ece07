/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The way from a vendor's file to a finished tree, in one place: SoC, hardware model, base, mapping.
 * Fill struct conversion once; call conversion_soc() or conversion_tree() as often as needed.
 */
#ifndef FEX2DTS_CONVERSION_H
#define FEX2DTS_CONVERSION_H

#include "dt/soc/soc.h"
#include "fex2dts/fex/fex.h"
#include "fex2dts/map/map.h"
#include "fex2dts/owner/answers.h"

struct conversion {
	struct arena *arena;
	struct places places;
	const char *soc;   /* "a20"; NULL: told from the file */
	struct bytes base; /* a blob; empty: none */
	bool whole; /* the tree must boot: without a base, an outline of labels will not do */
	struct map_options options;
	struct answers answers;
	struct diags *diags;
};

/* The SoC asked for, or the one that the file is taken for. Returns 0 or -1. */
int conversion_soc(const struct conversion *conversion, const struct fex *fex, struct soc *soc);

/* Returns 0 and the finished map with its tree; -1 and has said why (FX311 a base is missing). */
int conversion_tree(const struct conversion *conversion, const struct fex *fex, struct soc *soc,
                    struct map **map);

#endif
