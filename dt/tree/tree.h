/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The device tree as a value. A tree is made empty (dt_tree_make) or read from a blob
 * (dt/tree/fdt.h), changed in place while a stage builds it (dt/tree/tree-build.h), then printed
 * (dt/tree/dts.h) or written (dt/tree/fdt.h). Everything lives in the tree's arena.
 *
 * A property is a list of pieces. What a stage writes keeps its form (cells with the macro
 * they came from, strings, references to nodes by pointer); what was read from a blob is one
 * piece of bytes. Phandles are a field of the node and no property: they are given when a
 * reference is turned into bytes, and the writer adds the property.
 *
 * Every node and property knows its origin: the line, the vendor's entry and the rule that
 * made it. An origin without a rule means that it came with the tree that was read.
 */
#ifndef DT_TREE_H
#define DT_TREE_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

#define DT_DEPTH 64 /* levels of nodes, read and written */

struct dt_source {
	struct where at;   /* line of the vendor file; WHERE_NONE when there is none */
	const char *entry; /* "[mmc0_para] sdc_det = port:PH1<0>..." or NULL */
};

struct dt_origin {
	const char *rule; /* id of the rule, e.g. "mmc.card-detect"; NULL: from the tree read */
	const char *why;  /* a sentence, or NULL */
	const struct dt_source *sources;
	size_t source_count;
};

enum dt_piece_kind {
	DT_CELL,   /* 32 bits */
	DT_STRING, /* with its NUL */
	DT_BYTES,
	DT_PHANDLE, /* the phandle of a node: <&label> */
	DT_PATH,    /* the full path of a node as a string: &label outside < > */
};

struct dt_node;

struct dt_piece {
	enum dt_piece_kind kind;
	uint32_t cell;
	const char *text; /* DT_CELL: how to print it, e.g. "GPIO_ACTIVE_LOW", or NULL; DT_STRING */
	struct bytes bytes;
	struct dt_node *node; /* DT_PHANDLE, DT_PATH */
	bool joined;          /* DT_CELL, DT_PHANDLE: in the same < > as the piece before */
};

struct dt_property {
	const char *name;
	struct dt_piece *pieces; /* none: a flag */
	size_t piece_count;
	struct dt_origin origin;
};

struct dt_node {
	const char *name; /* with its unit address; "" for the root */
	struct dt_node *parent;
	const char **labels;
	size_t label_count;
	struct dt_property **properties;
	size_t property_count;
	struct dt_node **children;
	size_t child_count;
	uint32_t phandle; /* 0: none yet */
	struct dt_origin origin;
};

struct dt_reservation {
	uint64_t address, size;
};

struct dt_tree {
	struct arena *arena;
	struct dt_node *root;
	const char *name; /* the file it was read from, or what a user would call it */
	struct dt_reservation *reservations;
	size_t reservation_count;
	uint32_t boot_cpu, last_phandle;
};

/* An empty root. @name is kept, not copied. */
struct dt_tree *dt_tree_make(struct arena *arena, const char *name);

/* ---- finding: NULL when there is none ---------------------------------------------------- */

/* "/soc/serial@1c28000"; a component may lack its unit address when only one child has the name.
 * "serial0" or "serial0/x": through /aliases. */
struct dt_node *dt_find(const struct dt_tree *tree, const char *path);
struct dt_node *dt_find_label(const struct dt_tree *tree, const char *label);
struct dt_node *dt_find_phandle(const struct dt_tree *tree, uint32_t phandle);
/* The first node in tree order after @after (NULL: from the root) with that compatible string. */
struct dt_node *dt_find_compatible(const struct dt_tree *tree, const struct dt_node *after,
                                   const char *compatible);
/* The node behind @node in tree order (parents before children); NULL behind the last one. */
struct dt_node *dt_next(const struct dt_node *node);
/* A child by full name, or by the name before '@'. */
struct dt_node *dt_child(const struct dt_node *node, const char *name);
char *dt_path(struct arena *arena, const struct dt_node *node);
/* The hexadecimal number behind '@'. False when there is none. */
bool dt_unit_address(const struct dt_node *node, uint64_t *address);

/* ---- reading ----------------------------------------------------------------------------- */

struct dt_property *dt_property(const struct dt_node *node, const char *name);
bool dt_has(const struct dt_node *node, const char *name);
/* The value as a blob holds it. Gives phandles to nodes that it refers to. */
struct bytes dt_value(struct dt_tree *tree, const struct dt_property *property);
/* Cells of a value: its length / 4. */
size_t dt_cell_count(struct dt_tree *tree, const struct dt_node *node, const char *name);
/* Cell @index; @otherwise when the property or the cell does not exist. */
uint32_t dt_cell(struct dt_tree *tree, const struct dt_node *node, const char *name, size_t index,
                 uint32_t otherwise);
/* String @index of a list of strings; NULL when it does not exist or is not terminated. */
const char *dt_string(struct dt_tree *tree, const struct dt_node *node, const char *name,
                      size_t index);
bool dt_is_compatible(struct dt_tree *tree, const struct dt_node *node, const char *compatible);
/* status absent, "okay" or "ok"; says nothing of the parents. */
bool dt_is_enabled(struct dt_tree *tree, const struct dt_node *node);
/* The same for the node and everything above it. */
bool dt_is_live(struct dt_tree *tree, const struct dt_node *node);
/* #address-cells or #size-cells that govern the children of @node: 2 and 1 when absent. */
uint32_t dt_address_cells(struct dt_tree *tree, const struct dt_node *node);
uint32_t dt_size_cells(struct dt_tree *tree, const struct dt_node *node);
/* Number of the node's phandle, given now when it has none. */
uint32_t dt_phandle(struct dt_tree *tree, struct dt_node *node);

#endif
