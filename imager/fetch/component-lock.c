/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/component-lock.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/number.h"
#include "lib/output.h"
#include "lib/table.h"
#include "lib/text.h"

#include <string.h>
#include <unistd.h>

#define LOCK_LIMIT ((uint64_t)1 << 20) /* bytes */

static int damaged(const char *path, unsigned line, struct diags *diags)
{
	return diag_error(diags, "IM204", at_line(path, line, 0),
	                  "take it from version control, or remove it and fetch again",
	                  "the lock file lacks sizes or SHA-256 sums here");
}

static int read_row(const struct table *table, const struct table_row *row, struct lock_row *out,
                    struct diags *diags)
{
	*out = (struct lock_row){ .id = table_cell(table, row, "id"),
		                  .version = table_cell(table, row, "version"),
		                  .name = table_cell(table, row, "name"),
		                  .origin = table_cell(table, row, "origin"),
		                  .sha256 = table_cell(table, row, "sha256"),
		                  .at = table_where(table, row) };
	if (number_parse(table_cell(table, row, "size"), &out->size) < 0 ||
	    strspn(out->sha256, "0123456789abcdef") != SHA256_HEX - 1 ||
	    out->sha256[SHA256_HEX - 1] != '\0' || strchr(out->name, '/') != NULL)
		return damaged(table->name, row->line, diags);
	return 0;
}

int lock_read(struct arena *arena, const char *path, struct lock *out, struct diags *diags)
{
	struct bytes file;
	struct table table;
	*out = (struct lock){ 0 };
	if (path == NULL || access(path, F_OK) < 0)
		return 0;
	if (input_read(arena, path, LOCK_LIMIT, &file, diags) < 0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	if (table_column(&table, "sha256") < 0)
		return damaged(path, 1, diags);
	struct lock_row *rows = arena_array(arena, table.row_count, sizeof(*rows));
	int result = 0;
	for (size_t i = 0; i < table.row_count; i++)
		result |= read_row(&table, &table.rows[i], &rows[i], diags);
	*out = (struct lock){ rows, table.row_count };
	return result;
}

int lock_write(struct arena *arena, const char *path, const char *board, const struct lock *lock,
               struct diags *diags)
{
	struct text text = text_make(arena);
	struct bytes before;
	text_printf(&text,
	            "# The parts of %s's image. `imager fetch --update %s` takes newer ones.\n"
	            "id\tversion\tsize\tsha256\tname\torigin\n",
	            board, board);
	for (size_t i = 0; i < lock->count; i++)
		text_printf(&text, "%s\t%s\t%llu\t%s\t%s\t%s\n", lock->rows[i].id,
		            lock->rows[i].version, (unsigned long long)lock->rows[i].size,
		            lock->rows[i].sha256, lock->rows[i].name, lock->rows[i].origin);
	if (access(path, R_OK) == 0 && input_read(arena, path, LOCK_LIMIT, &before, diags) == 0 &&
	    bytes_equal(before, text_bytes(&text, path)))
		return 0;
	const char *slash = strrchr(path, '/');
	if (slash != NULL &&
	    output_make_directory(arena, arena_strndup(arena, path, (size_t)(slash - path)),
	                          diags) < 0)
		return -1;
	return output_put(arena, path, text_bytes(&text, path), diags);
}

const struct lock_row *lock_find(const struct lock *lock, const char *id, const char *origin)
{
	for (size_t i = 0; i < lock->count; i++)
		if (strcmp(lock->rows[i].id, id) == 0 && strcmp(lock->rows[i].origin, origin) == 0)
			return &lock->rows[i];
	return NULL;
}
