/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a stage changes a tree (dt/tree/tree.h): adds nodes and properties, takes them away, copies
 * the whole. Names and values are copied into the tree's arena.
 */
#ifndef DT_TREE_BUILD_H
#define DT_TREE_BUILD_H

#include "dt/tree/tree.h"

/* A copy that shares nothing that can change with @tree. */
struct dt_tree *dt_tree_copy(struct arena *arena, const struct dt_tree *tree);

/* Adds a child (@name is copied) behind the others, or returns the one that has this full name. */
struct dt_node *dt_add_node(struct dt_tree *tree, struct dt_node *parent, const char *name);
void dt_add_label(struct dt_tree *tree, struct dt_node *node, const char *label);

/* Each makes an empty property, or empties the one there is, then adds its value. */
struct dt_property *dt_set_flag(struct dt_tree *tree, struct dt_node *node, const char *name);
struct dt_property *dt_set_cell(struct dt_tree *tree, struct dt_node *node, const char *name,
                                uint32_t value);
struct dt_property *dt_set_cells(struct dt_tree *tree, struct dt_node *node, const char *name,
                                 const uint32_t *values, size_t count);
struct dt_property *dt_set_string(struct dt_tree *tree, struct dt_node *node, const char *name,
                                  const char *value);
struct dt_property *dt_set_bytes(struct dt_tree *tree, struct dt_node *node, const char *name,
                                 const void *data, size_t len);
struct dt_property *dt_set_reference(struct dt_tree *tree, struct dt_node *node, const char *name,
                                     struct dt_node *to);

/* Each adds a piece behind those there are; cells and references join the < > before them
 * unless dt_new_group() was called. */
void dt_add_cell(struct dt_tree *tree, struct dt_property *property, uint32_t value,
                 const char *text);
void dt_add_string(struct dt_tree *tree, struct dt_property *property, const char *value);
void dt_add_reference(struct dt_tree *tree, struct dt_property *property, struct dt_node *to);
void dt_add_path(struct dt_tree *tree, struct dt_property *property, struct dt_node *to);
/* The piece added last opens a < > of its own. */
void dt_new_group(struct dt_property *property);

/* ---- taking away ------------------------------------------------------------------------- */

/* Nothing happens when there is none. */
void dt_delete_property(struct dt_node *node, const char *name);
/* Takes @node and what lies below it out of its parent. References to it are the caller's. */
void dt_delete_node(struct dt_node *node);
void dt_delete_label(struct dt_node *node, const char *label);

#endif
