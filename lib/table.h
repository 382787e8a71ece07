/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the facts under share/: tab-separated text, UTF-8. Lines that start with '#' are
 * comments, empty lines are skipped, the first other line names the columns. A row has at
 * most as many cells as there are columns; missing ones are "". Every row knows its line.
 */
#ifndef LIB_TABLE_H
#define LIB_TABLE_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stddef.h>

struct table_row {
	unsigned line;
	const char *const *cells; /* as many as the table has columns */
};

struct table {
	const char *name; /* the file */
	const char *const *columns;
	size_t column_count;
	const struct table_row *rows;
	size_t row_count;
};

/* Returns 0, or -1 and has said what is wrong (LB010 too many cells, LB011 no header). */
int table_parse(struct arena *arena, struct bytes file, struct table *out, struct diags *diags);

/* Index of a column, -1 when there is none. */
int table_column(const struct table *table, const char *column);

/* A cell by its column's name; "" when the table has no such column. */
const char *table_cell(const struct table *table, const struct table_row *row, const char *column);

struct where table_where(const struct table *table, const struct table_row *row);

#endif
