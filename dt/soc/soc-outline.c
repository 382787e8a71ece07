/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/soc/soc-outline.h"

#include "dt/tree/tree-build.h"
#include "lib/table.h"

#include <string.h>

static struct dt_node *add_path(struct dt_tree *tree, const char *path)
{
	char *words = arena_strdup(tree->arena, path), *save = NULL;
	struct dt_node *node = tree->root;
	for (char *word = strtok_r(words, "/", &save); word != NULL;
	     word = strtok_r(NULL, "/", &save))
		node = dt_add_node(tree, node, word);
	return node;
}

static void add_words(struct dt_tree *tree, struct dt_node *node, const char *name,
                      const char *words)
{
	char *copy = arena_strdup(tree->arena, words), *save = NULL;
	struct dt_property *property = NULL;
	for (char *word = strtok_r(copy, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		if (property == NULL)
			property = dt_set_flag(tree, node, name);
		dt_add_string(tree, property, word);
	}
}

static void add_pins(struct dt_tree *tree, struct dt_node *node, const struct soc_group *group)
{
	struct dt_property *pins = dt_set_flag(tree, node, "pins");
	for (size_t i = 0; i < group->pin_count; i++)
		dt_add_string(tree, pins,
		              arena_printf(tree->arena, "P%c%u", 'A' + group->pins[i].bank - 1,
		                           group->pins[i].number));
	dt_set_string(tree, node, "function", group->function);
	if (group->bias != NULL)
		dt_set_flag(tree, node, group->bias);
	if (group->drive_ma != 0)
		dt_set_cell(tree, node, "drive-strength", group->drive_ma);
}

static void add_groups(struct dt_tree *tree, const struct soc *soc)
{
	for (size_t i = 0; i < soc->group_count; i++) {
		const struct soc_group *group = &soc->groups[i];
		struct dt_node *controller = dt_find_label(tree, group->controller), *node;
		if (controller == NULL)
			continue;
		node = dt_add_node(tree, controller, group->node);
		dt_add_label(tree, node, group->label);
		add_pins(tree, node, group);
	}
}

static void add_default_pins(struct dt_tree *tree, struct dt_node *node, const char *labels)
{
	char *copy = arena_strdup(tree->arena, labels), *save = NULL;
	struct dt_property *property = NULL;
	for (char *word = strtok_r(copy, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		struct dt_node *group = dt_find_label(tree, word);
		if (group == NULL)
			continue;
		if (property == NULL) {
			dt_set_string(tree, node, "pinctrl-names", "default");
			property = dt_set_flag(tree, node, "pinctrl-0");
		}
		dt_add_reference(tree, property, group);
	}
}

static void add_peripherals(struct dt_tree *tree, const struct soc *soc)
{
	for (size_t i = 0; i < soc->peripheral_count; i++) {
		const struct soc_peripheral *each = &soc->peripherals[i];
		struct dt_node *node =
			*each->label == '\0' ? NULL : dt_find_label(tree, each->label);
		if (node == NULL)
			continue;
		add_words(tree, node, "compatible", each->compatible);
		if (each->disabled)
			dt_set_string(tree, node, "status", "disabled");
		add_default_pins(tree, node, each->group);
	}
}

int soc_outline(struct arena *arena, const struct places *places, const struct soc *soc,
                struct dt_tree **out, struct diags *diags)
{
	struct bytes file;
	struct table table;
	struct dt_tree *tree = dt_tree_make(arena, soc->dtsi);
	if (places_read(arena, places, arena_printf(arena, "soc/%s-labels.tsv", soc->name), &file,
	                diags) < 0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	dt_set_string(tree, tree->root, "compatible", soc->compatible);
	for (size_t i = 0; i < table.row_count; i++)
		dt_add_label(tree, add_path(tree, table_cell(&table, &table.rows[i], "path")),
		             table_cell(&table, &table.rows[i], "label"));
	add_groups(tree, soc);
	add_peripherals(tree, soc);
	*out = tree;
	return 0;
}
