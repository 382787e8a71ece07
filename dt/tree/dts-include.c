/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/dts-include.h"

#include "dt/tree/dts-value.h"
#include "dt/tree/tree-build.h"
#include "lib/text.h"

#include <string.h>

int dts_includes_read(struct arena *arena, const struct places *places,
                      struct dts_includes *includes, struct diags *diags)
{
	struct bytes file;
	struct table table;
	if (places_read(arena, places, "dts-includes.tsv", &file, diags) < 0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	struct dts_include *list = arena_array(arena, table.row_count, sizeof(*list));
	for (size_t i = 0; i < table.row_count; i++) {
		const struct table_row *row = &table.rows[i];
		const char *name = table_cell(&table, row, "name");
		list[i].name = name;
		list[i].attach = table_cell(&table, row, "attach");
		list[i].compatible = table_cell(&table, row, "compatible");
		list[i].socs = table_cell(&table, row, "socs");
		if (places_read(arena, places,
		                arena_printf(arena, "dtsi/%.*s.tsv", (int)strcspn(name, "."), name),
		                &file, diags) < 0 ||
		    table_parse(arena, file, &list[i].rows, diags) < 0)
			return -1;
	}
	*includes = (struct dts_includes){ list, table.row_count };
	return 0;
}

static bool is_of_soc(const char *socs, const char *soc)
{
	for (const char *p = socs; *p != '\0'; p += strcspn(p, ",") + (strchr(p, ',') != NULL)) {
		size_t len = strcspn(p, ",");
		if (strncmp(soc, p, len) == 0)
			return true;
	}
	return *socs == '\0';
}

static struct dt_node *attach_node(struct dt_tree *tree, const struct dts_include *include)
{
	bool root = strcmp(include->attach, "/") == 0;
	struct dt_node *node = root ? tree->root : dt_find_label(tree, include->attach);
	if (node == NULL || root)
		return node;
	bool ours = node->origin.rule != NULL;
	return ours && dt_is_compatible(tree, node, include->compatible) ? node : NULL;
}

static struct dt_node *node_below(struct dt_node *node, const char *path)
{
	while (node != NULL && *path != '\0') {
		size_t len = strcspn(path, "/");
		struct dt_node *found = NULL;
		for (size_t i = 0; i < node->child_count; i++)
			if (strlen(node->children[i]->name) == len &&
			    strncmp(node->children[i]->name, path, len) == 0)
				found = node->children[i];
		node = found;
		path += len + (path[len] == '/');
	}
	return node;
}

static bool is_ours(const struct dt_node *node)
{
	return node != NULL && node->origin.rule != NULL;
}

/* The value as the rows have it; "&" for anything that refers to a node. */
static const char *value_text(struct dt_tree *tree, const struct dt_property *property)
{
	struct text out = text_make(tree->arena);
	for (size_t i = 0; i < property->piece_count; i++)
		if (property->pieces[i].kind == DT_PHANDLE || property->pieces[i].kind == DT_PATH)
			return "&";
	struct dts_elements elements =
		dts_elements(tree, property, (struct dts_value_style){ false, false });
	for (size_t i = 0; i < elements.count; i++)
		text_printf(&out, "%s%s", i == 0 ? "" : ", ", elements.list[i]);
	return out.p;
}

struct row {
	const char *node, *property, *value;
};

static struct row row_at(const struct dts_include *include, size_t index)
{
	const struct table *table = &include->rows;
	return (struct row){ table_cell(table, &table->rows[index], "node"),
		             table_cell(table, &table->rows[index], "property"),
		             table_cell(table, &table->rows[index], "value") };
}

/* An include cannot be taken back: each of our nodes that it describes must have all it says, but
 * for a status, which can be said again; and of a chip's file, each node must be ours. */
static bool covers(struct dt_node *attach, const struct dts_include *include)
{
	size_t found = 0;
	for (size_t i = 0; i < include->rows.row_count; i++) {
		struct row row = row_at(include, i);
		struct dt_node *node = node_below(attach, row.node);
		if (node == NULL && attach->parent != NULL)
			return false;
		if (!is_ours(node) && node != attach)
			continue;
		found += *row.node != '\0';
		if (*row.property != '\0' && strcmp(row.property, "status") != 0 &&
		    !dt_has(node, row.property))
			return false;
	}
	return found > 0 || attach->parent != NULL;
}

static void take_out(struct dt_tree *tree, struct dt_node *node, const struct row *row)
{
	struct dt_property *property = dt_property(node, row->property);
	if (strcmp(row->property, "status") == 0 && property == NULL)
		dt_set_string(tree, node, "status", "okay")->origin = node->origin;
	else if (property != NULL && strcmp(row->value, "&") != 0 &&
	         strcmp(value_text(tree, property), row->value) == 0)
		dt_delete_property(node, row->property);
}

/* From now on it came with the include; what it has left is still ours. */
static void hand_over(struct dt_node *node)
{
	for (size_t i = 0; i < node->property_count; i++)
		if (node->properties[i]->origin.rule == NULL)
			node->properties[i]->origin.rule = node->origin.rule;
	node->origin.rule = NULL;
}

bool dts_include_apply(struct dt_tree *tree, const struct dts_include *include, const char *soc)
{
	struct dt_node *attach = is_of_soc(include->socs, soc) ? attach_node(tree, include) : NULL;
	if (attach == NULL || !covers(attach, include))
		return false;
	for (size_t i = 0; i < include->rows.row_count; i++) {
		struct row row = row_at(include, i);
		struct dt_node *node = node_below(attach, row.node);
		if (*row.property != '\0' && (is_ours(node) || node == attach))
			take_out(tree, node, &row);
	}
	for (size_t i = 0; i < include->rows.row_count; i++) {
		struct dt_node *node = node_below(attach, row_at(include, i).node);
		if (is_ours(node) && node != attach)
			hand_over(node);
	}
	return true;
}
