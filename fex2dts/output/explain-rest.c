/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/explain-rest.h"

#include <stdlib.h>
#include <string.h>

/* The places of all entries that the tree rests on, sorted. */
struct places_named {
	struct where *list;
	size_t count;
};

static int compare_places(const void *a, const void *b)
{
	const struct where *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static void add_origin(struct arena *arena, struct places_named *named,
                       const struct dt_origin *origin)
{
	for (size_t i = 0; i < origin->source_count; i++) {
		named->list = arena_push(arena, named->list, named->count, sizeof(*named->list));
		named->list[named->count++] = origin->sources[i].at;
	}
}

static struct places_named collect(struct arena *arena, const struct dt_tree *tree)
{
	struct places_named named = { NULL, 0 };
	for (const struct dt_node *node = tree->root; node != NULL; node = dt_next(node)) {
		add_origin(arena, &named, &node->origin);
		for (size_t i = 0; i < node->property_count; i++)
			add_origin(arena, &named, &node->properties[i]->origin);
	}
	if (named.count > 0)
		qsort(named.list, named.count, sizeof(*named.list), compare_places);
	return named;
}

static bool is_named(const struct places_named *named, const struct fex_entry *entry)
{
	return named->count > 0 && bsearch(&entry->at, named->list, named->count,
	                                   sizeof(*named->list), compare_places) != NULL;
}

/* One entry's reason, as it is printed. */
static const char *reason_of(struct arena *arena, const struct fex_fates *fates,
                             const struct fex_section *section, const struct fex_entry *entry)
{
	const char *reason;
	enum fex_fate fate = fex_fate_of(fates, section->name, entry->key, &reason);
	if (entry->kind == FEX_EMPTY)
		return "empty";
	if (fate == FEX_FATE_TREE)
		return arena_printf(arena, "no line of its own: %s", reason);
	return arena_printf(arena, "%s: %s", fex_fate_name(fate), reason);
}

struct line {
	const char *reason;
	struct text keys;
};

static void add_key(struct arena *arena, struct line **lines, size_t *count, const char *reason,
                    const char *key)
{
	size_t i = 0;
	while (i < *count && strcmp((*lines)[i].reason, reason) != 0)
		i++;
	if (i == *count) {
		*lines = arena_push(arena, *lines, *count, sizeof(**lines));
		(*lines)[(*count)++] = (struct line){ reason, text_make(arena) };
	}
	text_printf(&(*lines)[i].keys, " %s", key);
}

static void add_section(struct arena *arena, const struct places_named *named,
                        const struct fex_fates *fates, const struct fex_section *section,
                        struct text *out)
{
	bool off = fex_section_switch(section) == FEX_OFF;
	struct line *lines = NULL;
	size_t count = 0;
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		if (!is_named(named, entry))
			add_key(arena, &lines, &count,
			        off ? "the section is switched off"
			            : reason_of(arena, fates, section, entry),
			        entry->key);
	}
	if (count > 0)
		text_printf(out, "  %s: [%s]\n", where_text(arena, section->at), section->name);
	for (size_t i = 0; i < count; i++)
		text_printf(out, "      %s\n         %s\n", lines[i].reason, lines[i].keys.p);
}

void explain_rest(struct arena *arena, const struct dt_tree *tree, const struct fex *fex,
                  const struct fex_fates *fates, struct text *out)
{
	struct places_named named = collect(arena, tree);
	text_add(out, "Said by the file, but no part of the tree:\n\n");
	for (size_t i = 0; i < fex->count; i++)
		add_section(arena, &named, fates, &fex->sections[i], out);
}
