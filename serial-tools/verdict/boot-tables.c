/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/boot-tables.h"

#include "lib/number.h"
#include "lib/table.h"

#include <string.h>

static const char *const kinds[] = { "start", "enter", "mark", "handover", "prompt" };
static const char *const severities[] = { "fatal",   "error", "stuck", "cause",
	                                  "warning", "hang",  "loop" };

struct reading {
	struct arena *arena;
	const struct table *table;
	const struct table_row *row;
	struct boot_tables *tables;
	struct diags *diags;
};

static const char *cell(const struct reading *reading, const char *column)
{
	return table_cell(reading->table, reading->row, column);
}

static int complain(const struct reading *reading, const char *column, const char *wanted)
{
	return diag_error(reading->diags, "SE201", table_where(reading->table, reading->row),
	                  "correct the row; the comments at the top of the file name the columns",
	                  "column '%s' holds '%s', expected %s", column, cell(reading, column),
	                  wanted);
}

/* Index of the cell among @names, -1 after a complaint. */
static int choice(const struct reading *reading, const char *column, const char *const *names,
                  size_t count, const char *wanted)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(cell(reading, column), names[i]) == 0)
			return (int)i;
	return complain(reading, column, wanted);
}

static int want_cells(const struct reading *reading, const char *const *columns)
{
	int result = 0;
	for (; *columns != NULL; columns++)
		if (*cell(reading, *columns) == '\0')
			result = complain(reading, *columns, "some text");
	return result;
}

uint32_t boot_tables_stage(const struct boot_tables *tables, const char *name)
{
	for (uint32_t i = 0; i < tables->stage_count; i++)
		if (strcmp(tables->stages[i], name) == 0)
			return i;
	return NO_STAGE;
}

/* The order of first appearance in stages.tsv is the order of a boot. */
static int read_stage(const struct reading *reading, uint32_t *stage)
{
	const char *name = cell(reading, "stage");
	*stage = boot_tables_stage(reading->tables, name);
	if (*stage != NO_STAGE)
		return 0;
	if (*name == '\0' || reading->tables->stage_count == STAGES_MAX)
		return complain(reading, "stage", "a stage's name (at most 32 of them)");
	*stage = reading->tables->stage_count++;
	reading->tables->stages[*stage] = name;
	return 0;
}

static int read_milestone(const struct reading *reading, struct milestone *out)
{
	static const char *const wanted[] = { "id", "pattern", "milestone", NULL };
	uint64_t patience_ms = 0;
	int kind = choice(reading, "kind", kinds, 5, "start, enter, mark, handover or prompt");
	int result = want_cells(reading, wanted) | read_stage(reading, &out->stage) | (kind < 0);
	if (*cell(reading, "patience") != '\0' &&
	    number_parse_ms(cell(reading, "patience"), &patience_ms) != 0)
		result = complain(reading, "patience", "a time in seconds");
	out->id = cell(reading, "id");
	out->name = cell(reading, "milestone");
	out->pattern = cell(reading, "pattern");
	out->example = cell(reading, "example");
	out->kind = (enum milestone_kind)kind;
	out->patience_us = (int64_t)patience_ms * 1000;
	out->hang = cell(reading, "hang");
	out->unless = NO_STAGE;
	out->then_empty = strcmp(cell(reading, "then"), "empty") == 0;
	out->row = reading->row->line;
	return result;
}

/* `unless` may name a stage of a later row, so it is looked up when all are known. */
static int resolve_unless(const struct reading *reading, struct milestone *milestone)
{
	const char *name = cell(reading, "unless");
	if (*name == '\0')
		return 0;
	milestone->unless = boot_tables_stage(reading->tables, name);
	return milestone->unless == NO_STAGE ? complain(reading, "unless", "a stage's name") : 0;
}

static int read_stages(struct arena *arena, struct bytes file, struct boot_tables *out,
                       struct diags *diags)
{
	struct table table;
	int result = 0;
	if (table_parse(arena, file, &table, diags) != 0)
		return -1;
	out->milestones = arena_array(arena, table.row_count, sizeof(*out->milestones));
	out->milestone_count = table.row_count;
	struct reading reading = { arena, &table, NULL, out, diags };
	for (size_t i = 0; i < table.row_count; i++) {
		reading.row = &table.rows[i];
		result |= read_milestone(&reading, &out->milestones[i]);
	}
	for (size_t i = 0; i < table.row_count; i++) {
		reading.row = &table.rows[i];
		result |= resolve_unless(&reading, &out->milestones[i]);
	}
	return result != 0 ? -1 : 0;
}

/* "a, b" as a NULL-terminated list. */
static const char *const *split(struct arena *arena, const char *text)
{
	const char **list = arena_push(arena, NULL, 0, sizeof(*list));
	size_t count = 0;
	while (*text != '\0') {
		size_t len = strcspn(text, ", ");
		if (len > 0) {
			list[count++] = arena_strndup(arena, text, len);
			list = arena_push(arena, list, count, sizeof(*list));
		}
		text += len;
		text += strspn(text, ", ");
	}
	list[count] = NULL;
	return list;
}

static int read_signature(const struct reading *reading, struct signature *out)
{
	static const char *const always[] = { "id", "meaning", "causes", "remedy", NULL };
	static const char *const shown[] = { "pattern", "example", NULL };
	int severity = choice(reading, "severity", severities, 7,
	                      "fatal, error, stuck, cause, warning, hang or loop");
	int result = want_cells(reading, always) | (severity < 0);
	out->severity = (enum signature_severity)severity;
	if (out->severity < SIGNATURE_HANG)
		result |= want_cells(reading, shown);
	out->stage = boot_tables_stage(reading->tables, cell(reading, "stage"));
	if (out->stage == NO_STAGE)
		result = complain(reading, "stage", "a stage of stages.tsv");
	out->id = cell(reading, "id");
	out->pattern = cell(reading, "pattern");
	out->meaning = cell(reading, "meaning");
	out->causes = cell(reading, "causes");
	out->remedy = cell(reading, "remedy");
	out->example = cell(reading, "example");
	out->explains = split(reading->arena, cell(reading, "explains"));
	out->row = reading->row->line;
	return result;
}

static int read_signatures(struct arena *arena, struct bytes file, struct boot_tables *out,
                           struct diags *diags)
{
	struct table table;
	int result = 0;
	if (table_parse(arena, file, &table, diags) != 0)
		return -1;
	out->signatures = arena_array(arena, table.row_count, sizeof(*out->signatures));
	struct reading reading = { arena, &table, NULL, out, diags };
	for (size_t i = 0; i < table.row_count; i++) {
		reading.row = &table.rows[i];
		if (boot_tables_signature(out, cell(&reading, "id")) != NULL)
			result = diag_error(diags, "SE203", table_where(&table, reading.row),
			                    "give each row an id of its own",
			                    "the id '%s' is there already", cell(&reading, "id"));
		result |= read_signature(&reading, &out->signatures[i]);
		out->signature_count++;
	}
	return result != 0 ? -1 : 0;
}

int boot_tables_read(struct arena *arena, struct bytes stages, struct bytes signatures,
                     struct boot_tables *out, struct diags *diags)
{
	*out = (struct boot_tables){ .stage_count = 0 };
	if (read_stages(arena, stages, out, diags) != 0)
		return -1;
	return read_signatures(arena, signatures, out, diags);
}

const struct signature *boot_tables_signature(const struct boot_tables *tables, const char *id)
{
	for (size_t i = 0; i < tables->signature_count; i++)
		if (strcmp(tables->signatures[i].id, id) == 0)
			return &tables->signatures[i];
	return NULL;
}

bool signature_explains(const struct signature *signature, const char *id)
{
	for (const char *const *each = signature->explains; *each != NULL; each++) {
		size_t len = strlen(*each);
		if (len > 0 && (*each)[len - 1] == '*' ? strncmp(*each, id, len - 1) == 0
		                                       : strcmp(*each, id) == 0)
			return true;
	}
	return false;
}
