/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What becomes of a vendor's keys, told by share/fex-keys.tsv: a part of the tree, a hint, nothing
 * (with the reason). With it, nothing that a file says is dropped in silence.
 */
#ifndef FEX2DTS_FEX_FATE_H
#define FEX2DTS_FEX_FATE_H

#include "fex2dts/fex/fex.h"
#include "lib/table.h"

enum fex_fate {
	FEX_FATE_TREE,          /* a part of the tree when the section is switched on */
	FEX_FATE_READ,          /* decides something, but is no part by itself */
	FEX_FATE_REQUEST,       /* a part of the tree with an option */
	FEX_FATE_IGNORED,       /* for a reason */
	FEX_FATE_INEXPRESSIBLE, /* no binding says it, or the file does not say enough */
	FEX_FATE_UNKNOWN,       /* no row */
	FEX_FATES
};

struct fex_fate_row {
	const char *const *sections, *const *keys; /* shell patterns, NULL-terminated */
	enum fex_fate fate;
	const char *reason;
};

struct fex_fates {
	struct fex_fate_row *rows;
	size_t count;
};

/* Reads the table. Returns 0; -1 (FX211) when a row's fate is none of the words. */
int fex_fates_read(struct arena *arena, const struct table *table, struct fex_fates *fates,
                   struct diags *diags);

/* The fate of a key and, in *@reason, why. */
enum fex_fate fex_fate_of(const struct fex_fates *fates, const char *section, const char *key,
                          const char **reason);

const char *fex_fate_name(enum fex_fate fate); /* "tree", "ignored" */

#endif
