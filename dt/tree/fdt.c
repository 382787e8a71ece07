/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/fdt.h"

#include "dt/tree/tree-build.h"
#include "lib/file-kind.h"
#include "lib/text.h"

#include <libfdt.h>
#include <string.h>

#define HEADER_SIZE 40 /* Devicetree Specification 0.4, 5.2 */

bool fdt_is_blob(struct bytes file)
{
	return be32_at(file, 0) == FDT_MAGIC;
}

/* ---- reading ----------------------------------------------------------------------------- */

struct reader {
	struct dt_tree *tree;
	struct bytes file, structure, strings;
	size_t at;
	struct diags *diags;
};

static int damaged(struct reader *reader, uint64_t offset, const char *what)
{
	return diag_error(reader->diags, "DT001", at_offset(reader->file, offset),
	                  "take the file again from where it came; was the copy cut off?",
	                  "not a whole device tree blob: %s", what);
}

static int read_header(struct reader *reader)
{
	struct bytes file = reader->file;
	const char *kind = file_kind(file);
	if (!fdt_is_blob(file) && kind != NULL)
		return diag_error(reader->diags, "DT001", at_file(file.name),
		                  "name a blob; dtc makes one of a device tree source",
		                  "expected a device tree blob, found %s", kind);
	if (!fdt_is_blob(file))
		return damaged(reader, 0, "it does not start with d00dfeed");
	if (file.len < HEADER_SIZE)
		return damaged(reader, file.len, "its header needs 40 bytes");
	uint64_t total = be32_at(file, 4);
	if (total < HEADER_SIZE || total > file.len)
		return damaged(reader, 4, "its total size exceeds the file");
	if (be32_at(file, 20) < 16 || be32_at(file, 24) > 17)
		return damaged(reader, 20, "its version is neither 16 nor 17");
	file.len = (size_t)total;
	uint64_t structure = be32_at(file, 8), strings = be32_at(file, 12);
	uint64_t strings_size = be32_at(file, 32);
	if (structure % 4 || structure >= total)
		return damaged(reader, 8, "its structure block lies outside");
	if (!bytes_has(file, strings, strings_size))
		return damaged(reader, 12, "its strings block lies outside");
	reader->structure = bytes_at(file, structure, total);
	reader->strings = bytes_at(file, strings, strings_size);
	reader->tree->boot_cpu = be32_at(file, 28);
	return 0;
}

static int read_reservations(struct reader *reader)
{
	struct dt_tree *tree = reader->tree;
	for (uint64_t at = be32_at(reader->file, 16);; at += 16) {
		if (!bytes_has(reader->file, at, 16))
			return damaged(reader, 16, "its memory reservations have no end");
		struct dt_reservation one = { be64_at(reader->file, at),
			                      be64_at(reader->file, at + 8) };
		if (one.address == 0 && one.size == 0)
			return 0;
		tree->reservations = arena_push(tree->arena, tree->reservations,
		                                tree->reservation_count, sizeof one);
		tree->reservations[tree->reservation_count++] = one;
	}
}

static const char *string_in(struct bytes block, uint64_t offset)
{
	if (offset >= block.len || !memchr(block.p + offset, 0, block.len - offset))
		return NULL;
	return (const char *)block.p + offset;
}

static int read_property(struct reader *reader, struct dt_node *node)
{
	size_t at = reader->at;
	uint64_t len = be32_at(reader->structure, at);
	const char *name = string_in(reader->strings, be32_at(reader->structure, at + 4));
	if (!bytes_has(reader->structure, at, 8) || !bytes_has(reader->structure, at + 8, len))
		return damaged(reader, reader->structure.base + at, "a property has no end");
	if (!name || !*name)
		return damaged(reader, reader->structure.base + at, "a property has no name");
	struct bytes value = bytes_at(reader->structure, at + 8, len);
	reader->at = (size_t)align_up(at + 8 + len, 4);
	if (len == 4 && (strcmp(name, "phandle") == 0 || strcmp(name, "linux,phandle") == 0)) {
		node->phandle = be32_at(value, 0);
		if (node->phandle != UINT32_MAX && node->phandle > reader->tree->last_phandle)
			reader->tree->last_phandle = node->phandle;
		return 0;
	}
	struct dt_property *property = dt_set_flag(reader->tree, node, name);
	if (value.len) {
		property->pieces = arena_new(reader->tree->arena, struct dt_piece);
		property->pieces[0] = (struct dt_piece){ .kind = DT_BYTES, .bytes = value };
		property->piece_count = 1;
	}
	return 0;
}

/* Opens the node whose name is at reader->at; the first one is the root. */
static int read_node(struct reader *reader, struct dt_node **node, unsigned depth)
{
	const char *name = string_in(reader->structure, reader->at);
	if (!name)
		return damaged(reader, reader->structure.base + reader->at, "a node has no name");
	if (depth > DT_DEPTH)
		return damaged(reader, reader->structure.base + reader->at,
		               "nodes are nested deeper than 64 levels");
	reader->at = (size_t)align_up(reader->at + strlen(name) + 1, 4);
	*node = depth == 1 ? reader->tree->root : dt_add_node(reader->tree, *node, name);
	return 0;
}

static int read_structure(struct reader *reader)
{
	struct dt_node *node = NULL;
	unsigned depth = 0;
	while (bytes_has(reader->structure, reader->at, 4)) {
		uint32_t token = be32_at(reader->structure, reader->at);
		uint64_t place = reader->structure.base + reader->at;
		reader->at += 4;
		if (token == FDT_NOP)
			continue;
		if (token == FDT_END)
			return depth ? damaged(reader, place, "a node is not closed") : 0;
		if (token == FDT_BEGIN_NODE && (depth > 0 || !node)) {
			if (read_node(reader, &node, ++depth) < 0)
				return -1;
		} else if (token == FDT_PROP && depth > 0) {
			if (read_property(reader, node) < 0)
				return -1;
		} else if (token == FDT_END_NODE && depth > 0) {
			depth--;
			node = depth ? node->parent : node;
		} else {
			return damaged(reader, place, "an unknown or misplaced token");
		}
	}
	return damaged(reader, reader->structure.base + reader->structure.len,
	               "its structure block has no end");
}

static void take_symbols(struct dt_tree *tree)
{
	struct dt_node *symbols = dt_child(tree->root, "__symbols__");
	if (!symbols)
		return;
	for (size_t i = 0; i < symbols->property_count; i++) {
		const char *label = symbols->properties[i]->name;
		const char *path = dt_string(tree, symbols, label, 0);
		struct dt_node *node = path && *path == '/' ? dt_find(tree, path) : NULL;
		if (node)
			dt_add_label(tree, node, label);
	}
	dt_delete_node(symbols);
}

int fdt_read(struct arena *arena, struct bytes file, struct dt_tree **out, struct diags *diags)
{
	struct reader reader = { .tree = dt_tree_make(arena, file.name),
		                 .file = file,
		                 .diags = diags };
	if (read_header(&reader) < 0 || read_reservations(&reader) < 0 ||
	    read_structure(&reader) < 0)
		return -1;
	take_symbols(reader.tree);
	*out = reader.tree;
	return 0;
}

/* ---- writing ----------------------------------------------------------------------------- */

#define NAME_SLOTS 1024 /* a power of two; chains grow beyond it */

struct writer {
	struct dt_tree *tree;
	struct text structure, strings;
	struct name {
		const char *name;
		size_t offset;
		struct name *next;
	} * names[NAME_SLOTS];
};

static size_t name_offset(struct writer *writer, const char *name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (const char *p = name; *p; p++)
		hash = (hash ^ (uint8_t)*p) * 16777619u;
	struct name **slot = &writer->names[hash % NAME_SLOTS];
	for (struct name *known = *slot; known; known = known->next)
		if (strcmp(known->name, name) == 0)
			return known->offset;
	struct name *added = arena_new(writer->tree->arena, struct name);
	*added = (struct name){ name, writer->strings.len, *slot };
	*slot = added;
	text_add_bytes(&writer->strings, name, strlen(name) + 1);
	return added->offset;
}

static void put_cell(struct text *text, uint32_t value)
{
	uint8_t cell[4];
	put_be32(cell, value);
	text_add_bytes(text, cell, sizeof cell);
}

static void put_padding(struct text *text)
{
	text_add_bytes(text, "\0\0\0", (4 - text->len % 4) % 4);
}

static void put_property(struct writer *writer, const char *name, struct bytes value)
{
	put_cell(&writer->structure, FDT_PROP);
	put_cell(&writer->structure, (uint32_t)value.len);
	put_cell(&writer->structure, (uint32_t)name_offset(writer, name));
	text_add_bytes(&writer->structure, value.p, value.len);
	put_padding(&writer->structure);
}

static void put_symbols(struct writer *writer)
{
	struct arena *arena = writer->tree->arena;
	put_cell(&writer->structure, FDT_BEGIN_NODE);
	text_add_bytes(&writer->structure, "__symbols__", 12);
	for (struct dt_node *node = writer->tree->root; node; node = dt_next(node)) {
		const char *path = node->label_count ? dt_path(arena, node) : NULL;
		for (size_t i = 0; i < node->label_count; i++)
			put_property(writer, node->labels[i],
			             bytes_of(path, strlen(path) + 1, NULL));
	}
	put_cell(&writer->structure, FDT_END_NODE);
}

static void put_node(struct writer *writer, struct dt_node *node, enum fdt_symbols symbols)
{
	put_cell(&writer->structure, FDT_BEGIN_NODE);
	text_add_bytes(&writer->structure, node->name, strlen(node->name) + 1);
	put_padding(&writer->structure);
	for (size_t i = 0; i < node->property_count; i++)
		put_property(writer, node->properties[i]->name,
		             dt_value(writer->tree, node->properties[i]));
	if (node->phandle) {
		uint8_t cell[4];
		put_be32(cell, node->phandle);
		put_property(writer, "phandle", bytes_of(cell, sizeof cell, NULL));
	}
	for (size_t i = 0; i < node->child_count; i++)
		put_node(writer, node->children[i], FDT_NO_SYMBOLS);
	if (symbols == FDT_SYMBOLS)
		put_symbols(writer);
	put_cell(&writer->structure, FDT_END_NODE);
}

/* Every reference gets its number before the first node is written. */
static void give_phandles(struct dt_tree *tree)
{
	for (struct dt_node *node = tree->root; node; node = dt_next(node))
		for (size_t i = 0; i < node->property_count; i++)
			for (size_t k = 0; k < node->properties[i]->piece_count; k++) {
				struct dt_piece *piece = &node->properties[i]->pieces[k];
				if (piece->kind == DT_PHANDLE)
					dt_phandle(tree, piece->node);
			}
}

static void put_header(uint8_t *p, const struct dt_tree *tree, size_t structure, size_t strings,
                       size_t room)
{
	size_t reserve = 16 * (tree->reservation_count + 1);
	size_t structure_at = HEADER_SIZE + reserve, strings_at = structure_at + structure;
	const uint32_t header[HEADER_SIZE / 4] = {
		FDT_MAGIC,
		(uint32_t)(align_up(strings_at + strings, 4) + room),
		(uint32_t)structure_at,
		(uint32_t)strings_at,
		HEADER_SIZE,
		17,
		16,
		tree->boot_cpu,
		(uint32_t)strings,
		(uint32_t)structure,
	};
	for (size_t i = 0; i < HEADER_SIZE / 4; i++)
		put_be32(p + 4 * i, header[i]);
	for (size_t i = 0; i < tree->reservation_count; i++) {
		put_be64(p + HEADER_SIZE + 16 * i, tree->reservations[i].address);
		put_be64(p + HEADER_SIZE + 16 * i + 8, tree->reservations[i].size);
	}
}

struct bytes fdt_write(struct dt_tree *tree, enum fdt_symbols symbols, size_t room)
{
	struct writer *writer = arena_new(tree->arena, struct writer);
	writer->tree = tree;
	writer->structure = text_make(tree->arena);
	writer->strings = text_make(tree->arena);
	give_phandles(tree);
	put_node(writer, tree->root, symbols);
	put_cell(&writer->structure, FDT_END);
	room = (size_t)align_up(room, 4);
	size_t structure = writer->structure.len, strings = writer->strings.len;
	size_t at = HEADER_SIZE + 16 * (tree->reservation_count + 1);
	size_t total = (size_t)align_up(at + structure + strings, 4) + room;
	uint8_t *blob = arena_alloc(tree->arena, total);
	put_header(blob, tree, structure, strings, room);
	memcpy(blob + at, writer->structure.p, structure);
	memcpy(blob + at + structure, writer->strings.p, strings);
	return bytes_of(blob, total, tree->name);
}
