/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/fdt-overlay.h"

#include "dt/tree/fdt.h"
#include "dt/tree/tree-build.h"

#include <libfdt.h>
#include <string.h>

struct overlay {
	struct dt_tree *from, *to;
	bool by_label;
	unsigned fragments;
	struct pair {
		const struct dt_node *from;
		struct dt_node *to;
	} * pairs; /* nodes that the overlay brings along */
	size_t pair_count;
};

static bool is_ours(const struct dt_origin *origin)
{
	return origin->rule != NULL;
}

static bool has_new_properties(const struct dt_node *node)
{
	for (size_t i = 0; i < node->property_count; i++)
		if (is_ours(&node->properties[i]->origin))
			return true;
	return false;
}

static bool is_target(const struct dt_node *node)
{
	if (is_ours(&node->origin))
		return false;
	for (size_t i = 0; i < node->child_count; i++)
		if (is_ours(&node->children[i]->origin))
			return true;
	return has_new_properties(node);
}

static void copy_properties(struct overlay *overlay, struct dt_node *to, const struct dt_node *from,
                            bool all)
{
	for (size_t i = 0; i < from->property_count; i++) {
		const struct dt_property *old = from->properties[i];
		if (!all && !is_ours(&old->origin))
			continue;
		struct dt_property *property = dt_set_flag(overlay->to, to, old->name);
		property->origin = old->origin;
		property->pieces = arena_memdup(overlay->to->arena, old->pieces,
		                                old->piece_count * sizeof *old->pieces);
		property->piece_count = old->piece_count;
	}
}

static void copy_new(struct overlay *overlay, struct dt_node *to, const struct dt_node *from)
{
	overlay->pairs = arena_push(overlay->to->arena, overlay->pairs, overlay->pair_count,
	                            sizeof *overlay->pairs);
	overlay->pairs[overlay->pair_count++] = (struct pair){ from, to };
	to->origin = from->origin;
	for (size_t i = 0; i < from->label_count; i++)
		dt_add_label(overlay->to, to, from->labels[i]);
	copy_properties(overlay, to, from, true);
	for (size_t i = 0; i < from->child_count; i++)
		copy_new(overlay, dt_add_node(overlay->to, to, from->children[i]->name),
		         from->children[i]);
}

static void add_fixup(struct overlay *overlay, const char *label, const char *path,
                      const char *property, size_t offset)
{
	struct arena *arena = overlay->to->arena;
	struct dt_node *fixups = dt_add_node(overlay->to, overlay->to->root, "__fixups__");
	struct dt_property *list = dt_property(fixups, label);
	if (!list)
		list = dt_set_flag(overlay->to, fixups, label);
	dt_add_string(overlay->to, list, arena_printf(arena, "%s:%s:%zu", path, property, offset));
}

static void add_fragment(struct overlay *overlay, const struct dt_node *node)
{
	struct dt_tree *to = overlay->to;
	struct dt_node *fragment = dt_add_node(
		to, to->root, arena_printf(to->arena, "fragment@%u", overlay->fragments++));
	if (overlay->by_label && node->label_count) {
		dt_set_cell(to, fragment, "target", UINT32_MAX);
		add_fixup(overlay, node->labels[0], dt_path(to->arena, fragment), "target", 0);
	} else {
		dt_set_string(to, fragment, "target-path", dt_path(to->arena, node));
	}
	struct dt_node *content = dt_add_node(to, fragment, "__overlay__");
	copy_properties(overlay, content, node, false);
	for (size_t i = 0; i < node->child_count; i++)
		if (is_ours(&node->children[i]->origin))
			copy_new(overlay, dt_add_node(to, content, node->children[i]->name),
			         node->children[i]);
}

static struct dt_node *brought_along(struct overlay *overlay, const struct dt_node *node)
{
	for (size_t i = 0; i < overlay->pair_count; i++)
		if (overlay->pairs[i].from == node)
			return overlay->pairs[i].to;
	return NULL;
}

/* /__local_fixups__ mirrors the path of @node; its property lists the offsets. */
static void add_local_fixup(struct overlay *overlay, const struct dt_node *node,
                            const char *property, size_t offset)
{
	struct dt_tree *to = overlay->to;
	const struct dt_node *chain[DT_DEPTH];
	size_t depth = 0;
	for (; node->parent && depth < DT_DEPTH; node = node->parent)
		chain[depth++] = node;
	struct dt_node *mirror = dt_add_node(to, to->root, "__local_fixups__");
	while (depth > 0)
		mirror = dt_add_node(to, mirror, chain[--depth]->name);
	struct dt_property *list = dt_property(mirror, property);
	if (!list)
		list = dt_set_flag(to, mirror, property);
	dt_add_cell(to, list, (uint32_t)offset, NULL);
}

static size_t piece_length(struct overlay *overlay, const struct dt_piece *piece)
{
	struct dt_property one = { .pieces = (struct dt_piece *)piece, .piece_count = 1 };
	return dt_value(overlay->to, &one).len;
}

static void turn_reference(struct overlay *overlay, struct dt_node *node,
                           struct dt_property *property, struct dt_piece *piece, size_t offset)
{
	struct dt_node *mine = brought_along(overlay, piece->node);
	if (mine) {
		piece->node = mine;
		if (piece->kind == DT_PHANDLE)
			add_local_fixup(overlay, node, property->name, offset);
		return;
	}
	if (piece->kind == DT_PATH) {
		*piece = (struct dt_piece){ .kind = DT_STRING,
			                    .text = dt_path(overlay->to->arena, piece->node) };
		return;
	}
	uint32_t known = dt_phandle(overlay->from, piece->node);
	bool by_label = overlay->by_label && piece->node->label_count;
	if (by_label)
		add_fixup(overlay, piece->node->labels[0], dt_path(overlay->to->arena, node),
		          property->name, offset);
	piece->kind = DT_CELL;
	piece->cell = by_label ? UINT32_MAX : known;
}

static void turn_references(struct overlay *overlay, struct dt_node *node)
{
	for (size_t i = 0; i < node->property_count; i++) {
		struct dt_property *property = node->properties[i];
		size_t offset = 0;
		for (size_t k = 0; k < property->piece_count; k++) {
			struct dt_piece *piece = &property->pieces[k];
			if (piece->kind == DT_PHANDLE || piece->kind == DT_PATH)
				turn_reference(overlay, node, property, piece, offset);
			offset += piece_length(overlay, piece);
		}
	}
}

struct dt_tree *fdt_overlay(struct arena *arena, struct dt_tree *tree, bool by_label)
{
	struct overlay overlay = { .from = tree,
		                   .to = dt_tree_make(arena, tree->name),
		                   .by_label = by_label };
	dt_set_string(overlay.to, overlay.to->root, "compatible",
	              dt_string(tree, tree->root, "compatible", 0) ?: "");
	for (struct dt_node *node = tree->root; node; node = dt_next(node))
		if (is_target(node))
			add_fragment(&overlay, node);
	for (struct dt_node *node = overlay.to->root; node; node = dt_next(node))
		if (strncmp(node->name, "__", 2) != 0 || strcmp(node->name, "__overlay__") == 0)
			turn_references(&overlay, node);
	return overlay.to;
}

/* ---- applying an overlay ----------------------------------------------------------------- */

static int fits(struct bytes file, struct diags *diags)
{
	if (fdt_is_blob(file) && fdt_check_full(file.p, file.len) == 0)
		return 0;
	return diag_error(diags, "DT001", at_file(file.name),
	                  "take the file again from where it came; was the copy cut off?",
	                  "not a whole device tree blob");
}

int fdt_apply_overlay(struct arena *arena, struct bytes base, struct bytes overlay,
                      struct bytes *out, struct diags *diags)
{
	if (fits(base, diags) < 0 || fits(overlay, diags) < 0)
		return -1;
	size_t room = base.len + 2 * overlay.len + 4096;
	void *whole = arena_alloc(arena, room);
	void *part = arena_memdup(arena, overlay.p, overlay.len);
	int error = fdt_open_into(base.p, whole, (int)room);
	if (error == 0)
		error = fdt_overlay_apply(whole, part);
	if (error)
		return diag_error(diags, "DT200", at_file(overlay.name),
		                  "was the base compiled with symbols (dtc -@)?",
		                  "the overlay does not fit %s: %s", base.name,
		                  fdt_strerror(error));
	fdt_pack(whole);
	*out = bytes_of(whole, fdt_totalsize(whole), base.name);
	return 0;
}
