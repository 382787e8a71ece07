/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debian's releases, by share/debian-releases.tsv. */
#include "imager/fetch/apt-release.h"

#include "lib/input.h"
#include "lib/table.h"

#include <string.h>

#define TABLE_LIMIT ((uint64_t)1 << 20) /* bytes */

static struct apt_release release_of(const struct table *table, const struct table_row *row)
{
	return (struct apt_release){ .name = table_cell(table, row, "name"),
		                     .mirror = table_cell(table, row, "mirror"),
		                     .security = table_cell(table, row, "security") };
}

static const char *known_names(struct arena *arena, const struct table *table)
{
	const char *names = "known are";
	for (size_t i = 0; i < table->row_count; i++)
		names = arena_printf(arena, "%s%s %s (Debian %s)", names, i == 0 ? "" : ",",
		                     table_cell(table, &table->rows[i], "name"),
		                     table_cell(table, &table->rows[i], "version"));
	return names;
}

static bool is_wanted(const struct table *table, const struct table_row *row, const char *name)
{
	if (name == NULL)
		return strcmp(table_cell(table, row, "default"), "yes") == 0;
	return strcmp(table_cell(table, row, "name"), name) == 0;
}

int apt_release_find(struct arena *arena, const char *share, const char *name, struct where at,
                     struct apt_release *out, struct diags *diags)
{
	const char *path = arena_printf(arena, "%s/debian-releases.tsv", share);
	struct bytes file;
	struct table table;
	if (input_read(arena, path, TABLE_LIMIT, &file, diags) < 0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	for (size_t i = 0; i < table.row_count; i++)
		if (is_wanted(&table, &table.rows[i], name)) {
			*out = release_of(&table, &table.rows[i]);
			return 0;
		}
	if (name == NULL)
		return diag_error(diags, "IM208", at_file(path),
		                  "write yes into the column default of one row",
		                  "none of Debian's releases is the default");
	return diag_error(diags, "IM208", at,
	                  arena_printf(arena, "%s; another one is a row of %s",
	                               known_names(arena, &table), path),
	                  "Debian has no release \"%s\" that is known here", name);
}
