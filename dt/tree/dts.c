/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/dts.h"

#include "dt/tree/dts-comment.h"
#include "dt/tree/dts-value.h"
#include "dt/tree/tree-build.h"

#include <stdlib.h>
#include <string.h>

#define TAB          8
#define LINE_WIDTH   80  /* columns, before a list is broken */
#define COMMENT_END  100 /* columns, before a comment goes on a line of its own */
#define INCLUDES_MAX 4
#define SPDX         "// SPDX-License-Identifier: (GPL-2.0+ OR MIT)\n"

struct writer {
	struct arena *arena;
	struct dt_tree *tree;
	const struct dts_options *options;
	struct text out;
	unsigned depth;
	const char *included[INCLUDES_MAX]; /* files that the PMIC's node is followed by */
	size_t included_count;
	const char **said; /* comments within the current block, not to be repeated */
	size_t said_count;
};

static bool is_ours(const struct dt_origin *origin)
{
	return origin->rule != NULL;
}

static void indent(struct writer *writer)
{
	for (unsigned i = 0; i < writer->depth; i++)
		text_add_char(&writer->out, '\t');
}

static void note_said(struct writer *writer, const char *comment)
{
	writer->said =
		arena_push(writer->arena, writer->said, writer->said_count, sizeof(*writer->said));
	writer->said[writer->said_count++] = comment;
}

/* The comment for @origin; NULL when there is none or the block has said it. */
static const char *comment_of(struct writer *writer, const struct dt_origin *origin)
{
	const char *comment = writer->options->comments ? dts_comment(writer->arena, origin) : NULL;
	for (size_t i = 0; comment != NULL && i < writer->said_count; i++)
		if (strcmp(writer->said[i], comment) == 0)
			return NULL;
	return comment;
}

static void write_comment_line(struct writer *writer, const struct dt_origin *origin)
{
	const char *comment = comment_of(writer, origin);
	if (comment == NULL)
		return;
	indent(writer);
	text_printf(&writer->out, "/* %s */\n", comment);
	note_said(writer, comment);
}

/* ---- properties -------------------------------------------------------------------------- */

static size_t width(const struct writer *writer, size_t from)
{
	size_t columns = 0;
	for (size_t i = from; i < writer->out.len; i++)
		columns += writer->out.p[i] == '\t' ? TAB : 1;
	return columns;
}

static void break_line(struct writer *writer, size_t column)
{
	text_add_char(&writer->out, '\n');
	for (size_t i = 0; i < column / TAB; i++)
		text_add_char(&writer->out, '\t');
	for (size_t i = 0; i < column % TAB; i++)
		text_add_char(&writer->out, ' ');
}

static void write_value(struct writer *writer, const struct dt_property *property, size_t start)
{
	enum dts_style style = writer->options->style;
	struct dts_elements elements =
		dts_elements(writer->tree, property,
	                     (struct dts_value_style){ style == DTS_BOARD, style == DTS_OVERLAY });
	if (elements.count == 0)
		return;
	text_add(&writer->out, " = ");
	size_t column = width(writer, start), line = start;
	for (size_t i = 0; i < elements.count; i++) {
		size_t here = width(writer, line);
		if (i > 0)
			text_add_char(&writer->out, ',');
		if (i > 0 && here + strlen(elements.list[i]) + 3 > LINE_WIDTH) {
			break_line(writer, column);
			line = writer->out.len;
			while (writer->out.p[line - 1] != '\n')
				line--;
		} else if (i > 0) {
			text_add_char(&writer->out, ' ');
		}
		text_add(&writer->out, elements.list[i]);
	}
}

static void write_property(struct writer *writer, const struct dt_property *property)
{
	const char *comment = comment_of(writer, &property->origin);
	size_t start = writer->out.len;
	indent(writer);
	text_add(&writer->out, property->name);
	write_value(writer, property, start);
	text_add_char(&writer->out, ';');
	if (comment == NULL) {
		text_add_char(&writer->out, '\n');
		return;
	}
	note_said(writer, comment);
	if (strchr(writer->out.p + start, '\n') == NULL &&
	    width(writer, start) + strlen(comment) + 7 <= COMMENT_END) {
		text_printf(&writer->out, " /* %s */\n", comment);
		return;
	}
	char *line = arena_strdup(writer->arena, writer->out.p + start);
	writer->out.len = start;
	writer->out.p[start] = '\0';
	indent(writer);
	text_printf(&writer->out, "/* %s */\n%s\n", comment, line);
}

/* compatible, reg and pins first, status last; the rest as it was written. */
enum { RANK_REST = 5, RANK_STATUS };

static int property_rank(const struct dt_property *property)
{
	static const char *const first[] = { "model", "compatible", "reg", "pinctrl-names",
		                             "pinctrl-0" };
	for (int i = 0; i < RANK_REST; i++)
		if (strcmp(property->name, first[i]) == 0)
			return i;
	return strcmp(property->name, "status") == 0 ? RANK_STATUS : RANK_REST;
}

static void write_properties(struct writer *writer, const struct dt_node *node, bool ours_only)
{
	for (int rank = 0; rank <= RANK_STATUS; rank++)
		for (size_t i = 0; i < node->property_count; i++)
			if (property_rank(node->properties[i]) == rank &&
			    (!ours_only || is_ours(&node->properties[i]->origin)))
				write_property(writer, node->properties[i]);
	if (!ours_only && node->phandle != 0) {
		indent(writer);
		text_printf(&writer->out, "phandle = <0x%x>;\n", node->phandle);
	}
}

static bool has_properties(const struct dt_node *node, bool ours_only)
{
	for (size_t i = 0; i < node->property_count; i++)
		if (!ours_only || is_ours(&node->properties[i]->origin))
			return true;
	return false;
}

/* ---- nodes ------------------------------------------------------------------------------- */

static bool is_changed(const struct dt_node *node);

/* A base node whose changes are printed within its parent's block, for want of a label. */
static bool is_nested_change(const struct dt_node *node)
{
	return !is_ours(&node->origin) && node->label_count == 0 && is_changed(node);
}

/* Whether a base node needs a block. */
static bool is_changed(const struct dt_node *node)
{
	if (has_properties(node, true))
		return true;
	for (size_t i = 0; i < node->child_count; i++)
		if (is_ours(&node->children[i]->origin) || is_nested_change(node->children[i]))
			return true;
	return false;
}

/* aliases and chosen first, then by unit address or name. */
static int child_rank(const struct dt_node *node)
{
	return strcmp(node->name, "aliases") == 0 ? 0 : strcmp(node->name, "chosen") == 0 ? 1 : 2;
}

static int compare_children(const void *a, const void *b)
{
	const struct dt_node *x = *(const struct dt_node *const *)a;
	const struct dt_node *y = *(const struct dt_node *const *)b;
	int rank = child_rank(x) - child_rank(y);
	return rank != 0 ? rank : strverscmp(x->name, y->name);
}

static void write_whole(struct writer *writer, const struct dt_node *node);
static void write_change(struct writer *writer, const struct dt_node *node, const char *head);

static void write_gap(struct writer *writer, bool needed)
{
	if (needed)
		text_add_char(&writer->out, '\n');
}

/* The children a difference prints, sorted as mainline asks. */
static void write_changed_children(struct writer *writer, const struct dt_node *node)
{
	const struct dt_node **list = arena_array(writer->arena, node->child_count, sizeof(*list));
	size_t count = 0;
	for (size_t i = 0; i < node->child_count; i++)
		if (is_ours(&node->children[i]->origin) || is_nested_change(node->children[i]))
			list[count++] = node->children[i];
	qsort(list, count, sizeof(*list), compare_children);
	for (size_t i = 0; i < count; i++) {
		write_gap(writer, i > 0 || has_properties(node, !is_ours(&node->origin)));
		if (is_ours(&list[i]->origin))
			write_whole(writer, list[i]);
		else
			write_change(writer, list[i], list[i]->name);
	}
}

static void open_node(struct writer *writer, const struct dt_node *node, const char *head)
{
	write_comment_line(writer, &node->origin);
	indent(writer);
	for (size_t i = 0; head == NULL && i < node->label_count; i++)
		text_printf(&writer->out, "%s: ", node->labels[i]);
	text_printf(&writer->out, "%s {\n", head != NULL ? head : node->name);
	writer->depth++;
}

static void close_node(struct writer *writer)
{
	writer->depth--;
	if (writer->depth <= 1)
		writer->said_count = 0;
	indent(writer);
	text_add(&writer->out, "};\n");
}

static void write_change(struct writer *writer, const struct dt_node *node, const char *head)
{
	open_node(writer, node, head);
	write_properties(writer, node, true);
	write_changed_children(writer, node);
	close_node(writer);
}

/* A node with everything in it. */
static void write_whole(struct writer *writer, const struct dt_node *node)
{
	open_node(writer, node, node->parent == NULL ? "/" : NULL);
	write_properties(writer, node, false);
	if (writer->options->style != DTS_STANDALONE)
		write_changed_children(writer, node);
	for (size_t i = 0; writer->options->style == DTS_STANDALONE && i < node->child_count; i++) {
		write_gap(writer, i > 0 || has_properties(node, false));
		write_whole(writer, node->children[i]);
	}
	close_node(writer);
}

static int compare_labels(const void *a, const void *b)
{
	const struct dt_node *x = *(const struct dt_node *const *)a;
	const struct dt_node *y = *(const struct dt_node *const *)b;
	return strverscmp(x->labels[0], y->labels[0]);
}

/* Whether a file that is included further down brings the node: it lies in one that is ours. */
static bool is_in_included(const struct dt_node *node)
{
	for (const struct dt_node *up = node->parent; up != NULL; up = up->parent)
		if (is_ours(&up->origin))
			return true;
	return false;
}

static void write_block(struct writer *writer, const struct dt_node *node)
{
	text_add_char(&writer->out, '\n');
	write_change(writer, node, arena_printf(writer->arena, "&%s", node->labels[0]));
}

static void write_blocks(struct writer *writer)
{
	const struct dt_node **list = NULL;
	size_t count = 0;
	for (const struct dt_node *node = writer->tree->root; node != NULL; node = dt_next(node)) {
		if (is_ours(&node->origin) || node->label_count == 0 || !is_changed(node))
			continue;
		list = arena_push(writer->arena, list, count, sizeof(*list));
		list[count++] = node;
	}
	if (count > 0)
		qsort(list, count, sizeof(*list), compare_labels);
	for (size_t i = 0; i < count; i++)
		if (!is_in_included(list[i]))
			write_block(writer, list[i]);
	for (size_t i = 0; i < writer->included_count; i++)
		text_printf(&writer->out, "\n#include \"%s\"\n", writer->included[i]);
	for (size_t i = 0; i < count; i++)
		if (is_in_included(list[i]))
			write_block(writer, list[i]);
}

static void write_difference(struct writer *writer)
{
	struct dt_node *root = writer->tree->root;
	bool overlay = writer->options->style == DTS_OVERLAY;
	if (is_changed(root)) {
		text_add_char(&writer->out, '\n');
		write_change(writer, root, overlay ? "&{/}" : "/");
	}
	write_blocks(writer);
}

/* ---- heads ------------------------------------------------------------------------------- */

/* On a copy, for the tree is the caller's. Those that add to the root are included at once, the others
 * behind the node that they add to. */
static void apply_includes(struct writer *writer)
{
	const struct dts_includes *includes = writer->options->includes;
	size_t dot = strcspn(writer->options->dtsi, ".");
	const char *soc = arena_strndup(writer->arena, writer->options->dtsi, dot);
	if (includes == NULL)
		return;
	writer->tree = dt_tree_copy(writer->arena, writer->tree);
	for (size_t i = 0; i < includes->count && writer->included_count < INCLUDES_MAX; i++) {
		const struct dts_include *include = &includes->list[i];
		if (!dts_include_apply(writer->tree, include, soc))
			continue;
		if (strcmp(include->attach, "/") == 0)
			text_printf(&writer->out, "#include \"%s\"\n", include->name);
		else
			writer->included[writer->included_count++] = include->name;
	}
}

static void write_includes(struct writer *writer)
{
	const char *headers[DTS_HEADERS_MAX];
	size_t count = dts_headers(writer->tree, headers);
	text_printf(&writer->out, "#include \"%s\"\n", writer->options->dtsi);
	apply_includes(writer);
	if (count > 0)
		text_add_char(&writer->out, '\n');
	for (size_t i = 0; i < count; i++)
		text_printf(&writer->out, "#include <%s>\n", headers[i]);
}

static void write_title(struct writer *writer)
{
	if (writer->options->title != NULL)
		text_printf(&writer->out, "/* %s */\n",
		            dts_comment_safe(writer->arena, writer->options->title));
}

struct bytes dts_write(struct arena *arena, struct dt_tree *tree, const struct dts_options *options)
{
	struct writer writer = { .arena = arena, .tree = tree, .options = options };
	writer.out = text_make(arena);
	if (options->style == DTS_BOARD)
		text_add(&writer.out, SPDX);
	write_title(&writer);
	if (writer.out.len > 0)
		text_add_char(&writer.out, '\n');
	text_add(&writer.out, "/dts-v1/;\n");
	if (options->style == DTS_BOARD)
		write_includes(&writer);
	else if (options->style == DTS_OVERLAY)
		text_add(&writer.out, "/plugin/;\n");
	if (options->style != DTS_STANDALONE) {
		write_difference(&writer);
		return text_bytes(&writer.out, "dts");
	}
	for (size_t i = 0; i < tree->reservation_count; i++)
		text_printf(&writer.out, "/memreserve/ 0x%llx 0x%llx;\n",
		            (unsigned long long)tree->reservations[i].address,
		            (unsigned long long)tree->reservations[i].size);
	text_add_char(&writer.out, '\n');
	write_whole(&writer, tree->root);
	return text_bytes(&writer.out, "dts");
}
