/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The built-in base: rows of share/fex/skeleton.tsv and of the SoC. */
#include "fex2dts/base/base-skeleton.h"

#include "dt/tree/tree-build.h"
#include "lib/number.h"
#include "lib/table.h"

#include <stdlib.h>
#include <string.h>

struct skeleton {
	struct dt_tree *tree;
	const struct soc *soc;
	const struct table *table;
	struct diags *diags;
};

static int bad_row(struct skeleton *skeleton, const struct table_row *row, const char *what)
{
	return diag_error(skeleton->diags, "FX312", table_where(skeleton->table, row),
	                  "share/fex/skeleton.tsv is not as it was delivered", "%s", what);
}

/* ---- values ------------------------------------------------------------------------------ */

static int add_token(struct skeleton *skeleton, struct dt_property *property, const char *token)
{
	uint64_t number;
	if (*token == '&') {
		struct dt_node *to = dt_find_label(skeleton->tree, token + 1);
		if (!to)
			return 1;
		dt_add_reference(skeleton->tree, property, to);
		return 0;
	}
	if (*token == '"') {
		size_t len = strlen(token);
		if (len < 2 || token[len - 1] != '"')
			return 1;
		dt_add_string(skeleton->tree, property,
		              arena_strndup(skeleton->tree->arena, token + 1, len - 2));
		return 0;
	}
	if (number_parse(token, &number) < 0 || number > UINT32_MAX)
		return 1;
	dt_add_cell(skeleton->tree, property, (uint32_t)number, NULL);
	return 0;
}

static int set_value(struct skeleton *skeleton, struct dt_node *node, const char *name,
                     const char *value)
{
	struct dt_property *property = dt_set_flag(skeleton->tree, node, name);
	char *rest = arena_strdup(skeleton->tree->arena, value);
	for (char *token; *value && (token = strsep(&rest, " "));)
		if (add_token(skeleton, property, token))
			return -1;
	return 0;
}

/* ---- peripherals from the SoC's rows ------------------------------------------------------ */

/* "1c28000+400,…" */
static void set_registers(struct dt_tree *tree, struct dt_node *node, const char *text)
{
	struct dt_property *property = dt_set_flag(tree, node, "reg");
	for (const char *p = text; *p; p += *p == ',') {
		char *end;
		dt_add_cell(tree, property, (uint32_t)strtoul(p, &end, 16), NULL);
		if (property->piece_count > 1)
			dt_new_group(property);
		if (*end == '+')
			dt_add_cell(tree, property, (uint32_t)strtoul(end + 1, &end, 16), NULL);
		if (end == p)
			return;
		p = end;
	}
}

/* "0:1:4,…" */
static void set_interrupts(struct dt_tree *tree, struct dt_node *node, const char *text)
{
	struct dt_property *property = *text ? dt_set_flag(tree, node, "interrupts") : NULL;
	for (const char *p = text; *p; p += *p == ':' || *p == ',') {
		char *end;
		dt_add_cell(tree, property, (uint32_t)strtoul(p, &end, 10), NULL);
		if (end == p)
			return;
		p = end;
	}
}

/* "ahb=ccu:34,osc24M": clocks or resets; a provider that is not in the tree ends the list. */
static void set_providers(struct skeleton *skeleton, struct dt_node *node, const char *name,
                          const char *text)
{
	struct dt_tree *tree = skeleton->tree;
	char *rest = arena_strdup(tree->arena, text);
	struct dt_property *list = NULL, *names = NULL;
	for (char *one; *text && (one = strsep(&rest, ","));) {
		char *to = strchr(one, '='), *label = to ? to + 1 : one;
		char *id = strchr(label, ':');
		if (to)
			*to = '\0';
		if (id)
			*id++ = '\0';
		struct dt_node *provider = dt_find_label(tree, label);
		if (!provider)
			return;
		if (!list)
			list = dt_set_flag(tree, node, arena_printf(tree->arena, "%ss", name));
		dt_add_reference(tree, list, provider);
		dt_new_group(list);
		if (id)
			dt_add_cell(tree, list, (uint32_t)strtoul(id, NULL, 10), NULL);
		if (to && !names)
			names = dt_set_flag(tree, node,
			                    arena_printf(tree->arena, "%s-names", name));
		if (to)
			dt_add_string(tree, names, one);
	}
}

static void set_compatible(struct dt_tree *tree, struct dt_node *node, const char *text)
{
	struct dt_property *property = dt_set_flag(tree, node, "compatible");
	char *rest = arena_strdup(tree->arena, text);
	for (char *one; (one = strsep(&rest, " "));)
		dt_add_string(tree, property, one);
}

static struct dt_node *peripheral_node(struct skeleton *skeleton, const char *label)
{
	struct dt_tree *tree = skeleton->tree;
	const struct soc_peripheral *row = soc_peripheral(skeleton->soc, label);
	struct dt_node *soc = dt_child(tree->root, "soc");
	if (!row || !soc)
		return NULL;
	struct dt_node *node = dt_add_node(
		tree, soc,
		arena_printf(tree->arena, "%s@%llx", row->node, (unsigned long long)row->address));
	dt_add_label(tree, node, label);
	set_compatible(tree, node, row->compatible);
	set_registers(tree, node, row->reg);
	return node;
}

/* When all nodes are there, so that any provider is found. */
static void fill_peripheral(struct skeleton *skeleton, struct dt_node *node, const char *label)
{
	const struct soc_peripheral *row = soc_peripheral(skeleton->soc, label);
	set_interrupts(skeleton->tree, node, row->interrupts);
	set_providers(skeleton, node, "clock", row->clocks);
	set_providers(skeleton, node, "reset", row->resets);
	if (row->disabled)
		dt_set_string(skeleton->tree, node, "status", "disabled");
}

/* ---- rows -------------------------------------------------------------------------------- */

static bool row_is_for(const struct skeleton *skeleton, const struct table_row *row)
{
	const char *list = table_cell(skeleton->table, row, "socs");
	while (*list) {
		size_t len = strcspn(list, ",");
		if (strncmp(skeleton->soc->name, list, len) == 0)
			return true;
		list += len + (list[len] == ',');
	}
	return false;
}

static struct dt_node *path_node(struct dt_tree *tree, const char *path)
{
	struct dt_node *node = tree->root;
	char *rest = arena_strdup(tree->arena, path + 1);
	for (char *one; path[1] && (one = strsep(&rest, "/"));)
		node = dt_add_node(tree, node, one);
	return node;
}

static int make_nodes(struct skeleton *skeleton)
{
	for (size_t i = 0; i < skeleton->table->row_count; i++) {
		const struct table_row *row = &skeleton->table->rows[i];
		const char *name = table_cell(skeleton->table, row, "node");
		const char *property = table_cell(skeleton->table, row, "property");
		if (!row_is_for(skeleton, row))
			continue;
		struct dt_node *node = *name == '/' ? path_node(skeleton->tree, name) : NULL;
		if (*name != '/' && strcmp(property, "@") == 0 && !peripheral_node(skeleton, name))
			return bad_row(skeleton, row, "the SoC has no such peripheral");
		if (node && strcmp(property, "=") == 0)
			dt_add_label(skeleton->tree, node,
			             table_cell(skeleton->table, row, "value"));
	}
	return 0;
}

static int fill_nodes(struct skeleton *skeleton)
{
	for (size_t i = 0; i < skeleton->table->row_count; i++) {
		const struct table_row *row = &skeleton->table->rows[i];
		const char *name = table_cell(skeleton->table, row, "node");
		const char *property = table_cell(skeleton->table, row, "property");
		if (!row_is_for(skeleton, row) || !*property || *property == '=')
			continue;
		struct dt_node *node = *name == '/' ? path_node(skeleton->tree, name)
		                                    : dt_find_label(skeleton->tree, name);
		if (!node)
			return bad_row(skeleton, row, "a property before its node");
		if (*property == '@')
			fill_peripheral(skeleton, node, name);
		else if (set_value(skeleton, node, property,
		                   table_cell(skeleton->table, row, "value")) < 0)
			return bad_row(skeleton, row, "a value that is no number, label or string");
	}
	return 0;
}

int base_skeleton(struct arena *arena, const struct places *places, const struct soc *soc,
                  struct dt_tree **out, struct diags *diags)
{
	struct table table;
	struct bytes file;
	if (places_read(arena, places, "fex/skeleton.tsv", &file, diags) < 0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	struct skeleton skeleton = { dt_tree_make(arena, "skeleton"), soc, &table, diags };
	if (make_nodes(&skeleton) < 0)
		return -1;
	if (skeleton.tree->root->child_count == 0)
		return diag_error(
			diags, "FX311", nowhere(),
			"name a kernel's tree of any board with this SoC: --base FILE.dtb",
			"no built-in base for the %s; expected one of A20, A31, A31s, H3",
			soc->name);
	if (fill_nodes(&skeleton) < 0)
		return -1;
	dt_set_string(skeleton.tree, skeleton.tree->root, "compatible", soc->compatible);
	*out = skeleton.tree;
	return 0;
}
