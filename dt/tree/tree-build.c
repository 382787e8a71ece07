/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/tree-build.h"

#include <string.h>

/* ---- building ---------------------------------------------------------------------------- */

struct dt_node *dt_add_node(struct dt_tree *tree, struct dt_node *parent, const char *name)
{
	for (size_t i = 0; i < parent->child_count; i++)
		if (strcmp(parent->children[i]->name, name) == 0)
			return parent->children[i];
	struct dt_node *node = arena_new(tree->arena, struct dt_node);
	node->name = arena_strdup(tree->arena, name);
	node->parent = parent;
	parent->children = arena_push(tree->arena, parent->children, parent->child_count,
	                              sizeof *parent->children);
	parent->children[parent->child_count++] = node;
	return node;
}

void dt_add_label(struct dt_tree *tree, struct dt_node *node, const char *label)
{
	for (size_t i = 0; i < node->label_count; i++)
		if (strcmp(node->labels[i], label) == 0)
			return;
	node->labels =
		arena_push(tree->arena, node->labels, node->label_count, sizeof *node->labels);
	node->labels[node->label_count++] = arena_strdup(tree->arena, label);
}

struct dt_property *dt_set_flag(struct dt_tree *tree, struct dt_node *node, const char *name)
{
	struct dt_property *property = dt_property(node, name);
	if (!property) {
		property = arena_new(tree->arena, struct dt_property);
		property->name = arena_strdup(tree->arena, name);
		node->properties = arena_push(tree->arena, node->properties, node->property_count,
		                              sizeof(struct dt_property *));
		node->properties[node->property_count++] = property;
	}
	property->pieces = NULL;
	property->piece_count = 0;
	return property;
}

static struct dt_piece *add_piece(struct dt_tree *tree, struct dt_property *property,
                                  enum dt_piece_kind kind)
{
	property->pieces = arena_push(tree->arena, property->pieces, property->piece_count,
	                              sizeof *property->pieces);
	struct dt_piece *piece = &property->pieces[property->piece_count++];
	piece->kind = kind;
	if (property->piece_count > 1 && (kind == DT_CELL || kind == DT_PHANDLE))
		piece->joined = piece[-1].kind == DT_CELL || piece[-1].kind == DT_PHANDLE;
	return piece;
}

void dt_add_cell(struct dt_tree *tree, struct dt_property *property, uint32_t value,
                 const char *text)
{
	struct dt_piece *piece = add_piece(tree, property, DT_CELL);
	piece->cell = value;
	piece->text = text ? arena_strdup(tree->arena, text) : NULL;
}

void dt_add_string(struct dt_tree *tree, struct dt_property *property, const char *value)
{
	add_piece(tree, property, DT_STRING)->text = arena_strdup(tree->arena, value);
}

void dt_add_reference(struct dt_tree *tree, struct dt_property *property, struct dt_node *to)
{
	add_piece(tree, property, DT_PHANDLE)->node = to;
}

void dt_add_path(struct dt_tree *tree, struct dt_property *property, struct dt_node *to)
{
	add_piece(tree, property, DT_PATH)->node = to;
}

void dt_new_group(struct dt_property *property)
{
	if (property->piece_count)
		property->pieces[property->piece_count - 1].joined = false;
}

struct dt_property *dt_set_cells(struct dt_tree *tree, struct dt_node *node, const char *name,
                                 const uint32_t *values, size_t count)
{
	struct dt_property *property = dt_set_flag(tree, node, name);
	for (size_t i = 0; i < count; i++)
		dt_add_cell(tree, property, values[i], NULL);
	return property;
}

struct dt_property *dt_set_cell(struct dt_tree *tree, struct dt_node *node, const char *name,
                                uint32_t value)
{
	return dt_set_cells(tree, node, name, &value, 1);
}

struct dt_property *dt_set_string(struct dt_tree *tree, struct dt_node *node, const char *name,
                                  const char *value)
{
	struct dt_property *property = dt_set_flag(tree, node, name);
	dt_add_string(tree, property, value);
	return property;
}

struct dt_property *dt_set_bytes(struct dt_tree *tree, struct dt_node *node, const char *name,
                                 const void *data, size_t len)
{
	struct dt_property *property = dt_set_flag(tree, node, name);
	if (len)
		add_piece(tree, property, DT_BYTES)->bytes =
			bytes_of(arena_memdup(tree->arena, data, len), len, tree->name);
	return property;
}

struct dt_property *dt_set_reference(struct dt_tree *tree, struct dt_node *node, const char *name,
                                     struct dt_node *to)
{
	struct dt_property *property = dt_set_flag(tree, node, name);
	dt_add_reference(tree, property, to);
	return property;
}

/* ---- taking away ------------------------------------------------------------------------- */

void dt_delete_property(struct dt_node *node, const char *name)
{
	for (size_t i = 0; i < node->property_count; i++) {
		if (strcmp(node->properties[i]->name, name) != 0)
			continue;
		node->property_count--;
		memmove(&node->properties[i], &node->properties[i + 1],
		        (node->property_count - i) * sizeof(struct dt_property *));
		return;
	}
}

void dt_delete_node(struct dt_node *node)
{
	struct dt_node *parent = node->parent;
	for (size_t i = 0; parent && i < parent->child_count; i++) {
		if (parent->children[i] != node)
			continue;
		parent->child_count--;
		memmove(&parent->children[i], &parent->children[i + 1],
		        (parent->child_count - i) * sizeof(struct dt_node *));
		node->parent = NULL;
		return;
	}
}

void dt_delete_label(struct dt_node *node, const char *label)
{
	for (size_t i = 0; i < node->label_count; i++) {
		if (strcmp(node->labels[i], label) != 0)
			continue;
		node->label_count--;
		memmove(&node->labels[i], &node->labels[i + 1],
		        (node->label_count - i) * sizeof *node->labels);
		return;
	}
}

/* ---- copying ----------------------------------------------------------------------------- */

static struct dt_node *counterpart(const struct dt_node *from, struct dt_tree *tree)
{
	if (!from->parent)
		return tree->root;
	struct dt_node *parent = counterpart(from->parent, tree);
	for (size_t i = 0; i < from->parent->child_count; i++)
		if (from->parent->children[i] == from)
			return parent->children[i];
	return tree->root;
}

static void copy_node(struct dt_tree *tree, struct dt_node *to, const struct dt_node *from)
{
	to->phandle = from->phandle;
	to->origin = from->origin;
	for (size_t i = 0; i < from->label_count; i++)
		dt_add_label(tree, to, from->labels[i]);
	for (size_t i = 0; i < from->property_count; i++) {
		const struct dt_property *old = from->properties[i];
		struct dt_property *property = dt_set_flag(tree, to, old->name);
		property->origin = old->origin;
		for (size_t k = 0; k < old->piece_count; k++)
			*add_piece(tree, property, old->pieces[k].kind) = old->pieces[k];
	}
	for (size_t i = 0; i < from->child_count; i++)
		copy_node(tree, dt_add_node(tree, to, from->children[i]->name), from->children[i]);
}

struct dt_tree *dt_tree_copy(struct arena *arena, const struct dt_tree *tree)
{
	struct dt_tree *copy = dt_tree_make(arena, tree->name);
	copy->reservations = arena_memdup(arena, tree->reservations,
	                                  tree->reservation_count * sizeof *tree->reservations);
	copy->reservation_count = tree->reservation_count;
	copy->boot_cpu = tree->boot_cpu;
	copy->last_phandle = tree->last_phandle;
	copy_node(copy, copy->root, tree->root);
	for (struct dt_node *node = copy->root; node; node = dt_next(node))
		for (size_t i = 0; i < node->property_count; i++)
			for (size_t k = 0; k < node->properties[i]->piece_count; k++) {
				struct dt_piece *piece = &node->properties[i]->pieces[k];
				if (piece->node)
					piece->node = counterpart(piece->node, copy);
			}
	return copy;
}
