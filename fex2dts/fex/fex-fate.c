/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-fate.h"

#include <fnmatch.h>
#include <string.h>

static const char *const names[FEX_FATES] = { "tree",    "read",          "request",
	                                      "ignored", "inexpressible", "unknown" };

const char *fex_fate_name(enum fex_fate fate)
{
	return names[fate];
}

static const char *const *split(struct arena *arena, const char *words)
{
	char *copy = arena_strdup(arena, words), *save = NULL;
	const char **list = NULL;
	size_t count = 0;
	for (char *word = strtok_r(copy, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		list = arena_push(arena, list, count, sizeof(*list));
		list[count++] = word;
	}
	list = arena_push(arena, list, count, sizeof(*list));
	list[count] = NULL;
	return list;
}

static int parse_fate(const struct table *table, const struct table_row *row, enum fex_fate *out,
                      struct diags *diags)
{
	const char *word = table_cell(table, row, "fate");
	for (int fate = 0; fate < FEX_FATE_UNKNOWN; fate++)
		if (strcmp(names[fate], word) == 0) {
			*out = (enum fex_fate)fate;
			return 0;
		}
	return diag_error(diags, "FX211", table_where(table, row), "mend the row",
	                  "expected tree, read, request, ignored or inexpressible, found \"%s\"",
	                  word);
}

int fex_fates_read(struct arena *arena, const struct table *table, struct fex_fates *fates,
                   struct diags *diags)
{
	int result = 0;
	fates->rows = arena_array(arena, table->row_count, sizeof(*fates->rows));
	fates->count = table->row_count;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		struct fex_fate_row *to = &fates->rows[i];
		to->sections = split(arena, table_cell(table, row, "section"));
		to->keys = split(arena, table_cell(table, row, "key"));
		to->reason = table_cell(table, row, "reason");
		result |= parse_fate(table, row, &to->fate, diags);
	}
	return result;
}

static bool matches(const char *const *patterns, const char *name)
{
	for (; *patterns != NULL; patterns++)
		if (fnmatch(*patterns, name, 0) == 0)
			return true;
	return false;
}

enum fex_fate fex_fate_of(const struct fex_fates *fates, const char *section, const char *key,
                          const char **reason)
{
	for (size_t i = 0; i < fates->count; i++)
		if (matches(fates->rows[i].sections, section) &&
		    matches(fates->rows[i].keys, key)) {
			*reason = fates->rows[i].reason;
			return fates->rows[i].fate;
		}
	*reason = "nothing is known of this key";
	return FEX_FATE_UNKNOWN;
}
