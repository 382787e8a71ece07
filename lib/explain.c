/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/explain.h"

#include "lib/places.h"
#include "lib/table.h"

#include <dirent.h>
#include <string.h>

bool explain_is_id(const char *text)
{
	return strlen(text) == 5 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= 2 &&
	       strspn(text + 2, "0123456789ABCDEF") == 3;
}

static void print_row(const struct table *table, const struct table_row *row, FILE *to)
{
	static const struct {
		const char *column, *label;
	} parts[] = { { "effect", "effect" }, { "causes", "causes" }, { "remedy", "what to do" } };
	fprintf(to, "%s: %s\n", table_cell(table, row, "id"), table_cell(table, row, "title"));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (*table_cell(table, row, parts[i].column) != '\0')
			fprintf(to, "  %s: %s\n", parts[i].label,
			        table_cell(table, row, parts[i].column));
}

/* Returns 0 when the table has the id, which is printed unless @to is NULL, 1 when not, -1 when it cannot be read. */
static int look_in(struct arena *arena, const struct places *places, const char *name,
                   const char *id, FILE *to, struct diags *diags)
{
	struct bytes file;
	struct table table;
	if (places_read(arena, places, arena_printf(arena, "diagnostics/%s", name), &file, diags) <
	            0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	for (size_t i = 0; i < table.row_count; i++)
		if (strcmp(table_cell(&table, &table.rows[i], "id"), id) == 0) {
			if (to != NULL)
				print_row(&table, &table.rows[i], to);
			return 0;
		}
	return 1;
}

static int look_everywhere(struct arena *arena, const char *id, FILE *to, struct diags *diags)
{
	struct places places = places_find(arena, NULL, NULL);
	DIR *dir = opendir(arena_printf(arena, "%s/diagnostics", places.share));
	int result = 1;
	for (struct dirent *entry; dir != NULL && result == 1 && (entry = readdir(dir)) != NULL;)
		if (strstr(entry->d_name, ".tsv") != NULL)
			result = look_in(arena, &places, entry->d_name, id, to, diags);
	if (dir != NULL)
		closedir(dir);
	return result;
}

bool explain_knows(struct arena *arena, const char *id)
{
	struct diags unheard = diags_make(arena);
	return look_everywhere(arena, id, NULL, &unheard) == 0;
}

int explain_print(struct arena *arena, const char *id, FILE *to, struct diags *diags)
{
	int result = look_everywhere(arena, id, to, diags);
	if (result == 1)
		return diag_error(diags, "LB061", nowhere(),
		                  "ids stand in front of each message: two letters, three digits",
		                  "no diagnostic is called \"%s\"", id);
	return result;
}
