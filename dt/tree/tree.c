/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/tree.h"

#include <stdlib.h>
#include <string.h>

struct dt_tree *dt_tree_make(struct arena *arena, const char *name)
{
	struct dt_tree *tree = arena_new(arena, struct dt_tree);
	tree->arena = arena;
	tree->name = name;
	tree->root = arena_new(arena, struct dt_node);
	tree->root->name = "";
	return tree;
}

/* ---- finding ----------------------------------------------------------------------------- */

struct dt_node *dt_child(const struct dt_node *node, const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; i < node->child_count; i++)
		if (strcmp(node->children[i]->name, name) == 0)
			return node->children[i];
	for (size_t i = 0; i < node->child_count; i++)
		if (strncmp(node->children[i]->name, name, len) == 0 &&
		    node->children[i]->name[len] == '@')
			return node->children[i];
	return NULL;
}

static struct dt_node *descend(const struct dt_tree *tree, struct dt_node *node, const char *path)
{
	while (node && *path) {
		size_t len = strcspn(path, "/");
		if (len > 0)
			node = dt_child(node, arena_strndup(tree->arena, path, len));
		path += len + (path[len] == '/');
	}
	return node;
}

struct dt_node *dt_find(const struct dt_tree *tree, const char *path)
{
	if (*path == '/')
		return descend(tree, tree->root, path + 1);
	size_t len = strcspn(path, "/");
	struct dt_node *aliases = dt_child(tree->root, "aliases");
	char *alias = arena_strndup(tree->arena, path, len);
	const char *target = aliases ? dt_string((struct dt_tree *)tree, aliases, alias, 0) : NULL;
	if (!target || *target != '/')
		return NULL;
	return descend(tree, descend(tree, tree->root, target + 1), path + len);
}

struct dt_node *dt_next(const struct dt_node *node)
{
	if (node->child_count)
		return node->children[0];
	for (; node->parent; node = node->parent) {
		const struct dt_node *parent = node->parent;
		for (size_t i = 0; i + 1 < parent->child_count; i++)
			if (parent->children[i] == node)
				return parent->children[i + 1];
	}
	return NULL;
}

struct dt_node *dt_find_label(const struct dt_tree *tree, const char *label)
{
	for (struct dt_node *node = tree->root; node; node = dt_next(node))
		for (size_t i = 0; i < node->label_count; i++)
			if (strcmp(node->labels[i], label) == 0)
				return node;
	return NULL;
}

struct dt_node *dt_find_phandle(const struct dt_tree *tree, uint32_t phandle)
{
	if (phandle == 0)
		return NULL;
	for (struct dt_node *node = tree->root; node; node = dt_next(node))
		if (node->phandle == phandle)
			return node;
	return NULL;
}

struct dt_node *dt_find_compatible(const struct dt_tree *tree, const struct dt_node *after,
                                   const char *compatible)
{
	struct dt_node *node = after ? dt_next(after) : tree->root;
	while (node && !dt_is_compatible((struct dt_tree *)tree, node, compatible))
		node = dt_next(node);
	return node;
}

char *dt_path(struct arena *arena, const struct dt_node *node)
{
	if (!node->parent)
		return arena_strdup(arena, "/");
	const char *above = node->parent->parent ? dt_path(arena, node->parent) : "";
	return arena_printf(arena, "%s/%s", above, node->name);
}

bool dt_unit_address(const struct dt_node *node, uint64_t *address)
{
	const char *at = strchr(node->name, '@');
	if (!at)
		return false;
	char *end;
	uint64_t value = strtoull(at + 1, &end, 16);
	if (end == at + 1)
		return false;
	*address = value;
	return true;
}

/* ---- reading ----------------------------------------------------------------------------- */

struct dt_property *dt_property(const struct dt_node *node, const char *name)
{
	for (size_t i = 0; node && i < node->property_count; i++)
		if (strcmp(node->properties[i]->name, name) == 0)
			return node->properties[i];
	return NULL;
}

bool dt_has(const struct dt_node *node, const char *name)
{
	return dt_property(node, name) != NULL;
}

uint32_t dt_phandle(struct dt_tree *tree, struct dt_node *node)
{
	if (node->phandle == 0)
		node->phandle = ++tree->last_phandle;
	return node->phandle;
}

static size_t piece_size(struct dt_tree *tree, const struct dt_piece *piece)
{
	switch (piece->kind) {
	case DT_CELL:
	case DT_PHANDLE:
		return 4;
	case DT_STRING:
		return strlen(piece->text) + 1;
	case DT_BYTES:
		return piece->bytes.len;
	case DT_PATH:
		return strlen(dt_path(tree->arena, piece->node)) + 1;
	}
	return 0;
}

static void piece_put(struct dt_tree *tree, const struct dt_piece *piece, uint8_t *p, size_t size)
{
	switch (piece->kind) {
	case DT_CELL:
		put_be32(p, piece->cell);
		return;
	case DT_PHANDLE:
		put_be32(p, dt_phandle(tree, piece->node));
		return;
	case DT_STRING:
		memcpy(p, piece->text, size);
		return;
	case DT_BYTES:
		if (size)
			memcpy(p, piece->bytes.p, size);
		return;
	case DT_PATH:
		memcpy(p, dt_path(tree->arena, piece->node), size);
		return;
	}
}

struct bytes dt_value(struct dt_tree *tree, const struct dt_property *property)
{
	if (!property || property->piece_count == 0)
		return bytes_of("", 0, tree->name);
	if (property->piece_count == 1 && property->pieces[0].kind == DT_BYTES)
		return property->pieces[0].bytes;
	size_t len = 0, at = 0;
	for (size_t i = 0; i < property->piece_count; i++)
		len += piece_size(tree, &property->pieces[i]);
	uint8_t *p = arena_alloc(tree->arena, len);
	for (size_t i = 0; i < property->piece_count; i++) {
		size_t size = piece_size(tree, &property->pieces[i]);
		piece_put(tree, &property->pieces[i], p + at, size);
		at += size;
	}
	return bytes_of(p, len, tree->name);
}

size_t dt_cell_count(struct dt_tree *tree, const struct dt_node *node, const char *name)
{
	return dt_value(tree, dt_property(node, name)).len / 4;
}

uint32_t dt_cell(struct dt_tree *tree, const struct dt_node *node, const char *name, size_t index,
                 uint32_t otherwise)
{
	struct bytes value = dt_value(tree, dt_property(node, name));
	return bytes_has(value, (uint64_t)index * 4, 4) ? be32_at(value, index * 4) : otherwise;
}

const char *dt_string(struct dt_tree *tree, const struct dt_node *node, const char *name,
                      size_t index)
{
	struct bytes value = dt_value(tree, dt_property(node, name));
	for (size_t at = 0; at < value.len; index--) {
		const uint8_t *end = memchr(value.p + at, 0, value.len - at);
		if (!end)
			return NULL;
		if (index == 0)
			return (const char *)value.p + at;
		at = (size_t)(end - value.p) + 1;
	}
	return NULL;
}

bool dt_is_compatible(struct dt_tree *tree, const struct dt_node *node, const char *compatible)
{
	const char *string;
	for (size_t i = 0; (string = dt_string(tree, node, "compatible", i)); i++)
		if (strcmp(string, compatible) == 0)
			return true;
	return false;
}

bool dt_is_enabled(struct dt_tree *tree, const struct dt_node *node)
{
	if (!dt_has(node, "status"))
		return true;
	const char *status = dt_string(tree, node, "status", 0);
	return status && (strcmp(status, "okay") == 0 || strcmp(status, "ok") == 0);
}

bool dt_is_live(struct dt_tree *tree, const struct dt_node *node)
{
	for (; node; node = node->parent)
		if (!dt_is_enabled(tree, node))
			return false;
	return true;
}

uint32_t dt_address_cells(struct dt_tree *tree, const struct dt_node *node)
{
	return dt_cell(tree, node, "#address-cells", 0, 2);
}

uint32_t dt_size_cells(struct dt_tree *tree, const struct dt_node *node)
{
	return dt_cell(tree, node, "#size-cells", 0, 1);
}
