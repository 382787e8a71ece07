/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/comparison.h"

#include "dt/soc/board-facts.h"
#include "dt/tree/fdt.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/hardware/hardware-from-fex.h"
#include "fex2dts/hardware/hardware-print.h"

#include <string.h>

/* One side: a vendor's file or a blob. */
struct side {
	struct fex fex;
	struct dt_tree *tree; /* NULL: a vendor's file */
};

static int read_side(const struct conversion *conversion, struct bytes file, struct side *side)
{
	*side = (struct side){ .tree = NULL };
	if (fdt_is_blob(file))
		return fdt_read(conversion->arena, file, &side->tree, conversion->diags);
	return fex_read(conversion->arena, file, FEX_FORMAT_AUTO, &side->fex, conversion->diags);
}

static int soc_of_tree(const struct conversion *conversion, struct dt_tree *tree, struct soc *soc)
{
	const char *const *names;
	const char *name = conversion->soc;
	size_t count;
	if (name == NULL) {
		if (soc_list(conversion->arena, &conversion->places, &names, &count,
		             conversion->diags) < 0)
			return -1;
		name = board_soc_name(tree, names, count);
	}
	if (name == NULL)
		return diag_error(conversion->diags, "FX222", at_file(tree->name),
		                  "name it with --soc", "the tree is of no SoC that is known");
	return soc_read(conversion->arena, &conversion->places, name, soc, conversion->diags);
}

static int facts_of(const struct conversion *conversion, struct side *side,
                    struct board_facts *facts, struct soc *soc)
{
	struct map *map;
	if (side->tree == NULL) {
		if (conversion_tree(conversion, &side->fex, soc, &map) < 0)
			return -1;
		side->tree = map->tree;
	} else if (soc_of_tree(conversion, side->tree, soc) < 0) {
		return -1;
	}
	*facts = board_facts(conversion->arena, side->tree, soc);
	return 0;
}

/* The model that a file's name makes is no fact of the board. */
static void forget_model(struct board_facts *facts)
{
	size_t kept = 0;
	for (size_t i = 0; i < facts->count; i++)
		if (strcmp(facts->list[i].subject, "board") != 0 ||
		    strcmp(facts->list[i].name, "model") != 0)
			facts->list[kept++] = facts->list[i];
	facts->count = kept;
}

static int compare_trees(const struct conversion *conversion, struct side *a, struct side *b,
                         struct text *out, size_t *count)
{
	bool blobs = a->tree != NULL && b->tree != NULL;
	struct board_facts first, second;
	struct soc one, two;
	if (facts_of(conversion, a, &first, &one) < 0 || facts_of(conversion, b, &second, &two) < 0)
		return -1;
	bool other_soc = strcmp(one.name, two.name) != 0;
	if (other_soc)
		text_printf(out, "board: soc %s -> %s\n", one.short_name, two.short_name);
	if (!blobs) {
		forget_model(&first);
		forget_model(&second);
	}
	*count = board_facts_diff(&first, &second, out) + other_soc;
	return 0;
}

int comparison_make(const struct conversion *conversion, struct bytes a, struct bytes b,
                    struct text *out, size_t *count)
{
	struct side first, second;
	if (read_side(conversion, a, &first) < 0 || read_side(conversion, b, &second) < 0)
		return -1;
	if (first.tree != NULL || second.tree != NULL)
		return compare_trees(conversion, &first, &second, out, count);
	struct hardware one = hardware_from_fex(conversion->arena, &first.fex);
	struct hardware two = hardware_from_fex(conversion->arena, &second.fex);
	*count = hardware_diff(conversion->arena, &one, &two, out);
	return 0;
}
