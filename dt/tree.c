#include "dt/tree.h"

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

uint32_t dt_phandle(struct dt_tree *tree, struct dt_node *node)
{
	if (node->phandle == 0)
		node->phandle = ++tree->last_phandle;
	return node->phandle;
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
