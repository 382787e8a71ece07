/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/table.h"

#include <string.h>

/* Cuts a line at its tabs. Returns the number of cells. */
static size_t split(struct arena *arena, const char *line, size_t len, const char ***out)
{
	const char **cells = NULL;
	size_t count = 0;
	for (size_t start = 0, end; start <= len; start = end + 1) {
		const char *tab = memchr(line + start, '\t', len - start);
		end = tab == NULL ? len : (size_t)(tab - line);
		cells = arena_push(arena, cells, count, sizeof(*cells));
		cells[count++] = arena_strndup(arena, line + start, end - start);
	}
	*out = cells;
	return count;
}

static void add_row(struct arena *arena, struct table *table, unsigned line, const char **cells,
                    size_t count)
{
	const char **all = arena_array(arena, table->column_count, sizeof(*all));
	for (size_t i = 0; i < table->column_count; i++)
		all[i] = i < count ? cells[i] : "";
	struct table_row *rows =
		arena_push(arena, (void *)table->rows, table->row_count, sizeof(*rows));
	rows[table->row_count++] = (struct table_row){ .line = line, .cells = all };
	table->rows = rows;
}

int table_parse(struct arena *arena, struct bytes file, struct table *out, struct diags *diags)
{
	struct table table = { .name = file.name };
	const char *text = (const char *)file.p;
	unsigned line = 0;
	int failed = 0;
	for (size_t at = 0, next; at < file.len; at = next) {
		const char *newline = memchr(text + at, '\n', file.len - at);
		size_t len = newline == NULL ? file.len - at : (size_t)(newline - text) - at;
		const char **cells;
		next = at + len + 1;
		line++;
		if (len == 0 || text[at] == '#')
			continue;
		size_t count = split(arena, text + at, len, &cells);
		if (table.columns == NULL) {
			table.columns = cells;
			table.column_count = count;
		} else if (count > table.column_count) {
			failed = diag_error(
				diags, "LB010", at_line(file.name, line, 0),
				"remove the extra tabs, or name the column in the header",
				"the row has %zu cells, the header names %zu columns", count,
				table.column_count);
		} else {
			add_row(arena, &table, line, cells, count);
		}
	}
	if (table.columns == NULL)
		return diag_error(diags, "LB011", at_file(file.name),
		                  "the first line that is no comment names the columns",
		                  "the table has no header line");
	*out = table;
	return failed;
}

int table_column(const struct table *table, const char *column)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i], column) == 0)
			return (int)i;
	return -1;
}

const char *table_cell(const struct table *table, const struct table_row *row, const char *column)
{
	int index = table_column(table, column);
	return index < 0 ? "" : row->cells[index];
}

struct where table_where(const struct table *table, const struct table_row *row)
{
	return at_line(table->name, row->line, 0);
}
