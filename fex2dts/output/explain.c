/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/explain.h"

#include "dt/tree/dts-value.h"
#include "fex2dts/output/explain-questions.h"
#include "fex2dts/output/explain-rest.h"
#include "lib/text.h"

static void add_origin(struct arena *arena, struct text *out, const struct dt_origin *origin,
                       const char *pad)
{
	text_printf(out, "%srule %s%s%s\n", pad, origin->rule, origin->why == NULL ? "" : ": ",
	            origin->why == NULL ? "" : origin->why);
	for (size_t i = 0; i < origin->source_count; i++) {
		const struct dt_source *source = &origin->sources[i];
		if (source->at.kind != WHERE_NONE)
			text_printf(out, "%s%s: ", pad, where_text(arena, source->at));
		else
			text_add(out, pad);
		text_printf(out, "%s\n", source->entry == NULL ? "" : source->entry);
	}
}

static void add_property(struct arena *arena, struct text *out, struct dt_tree *tree,
                         const struct dt_property *property)
{
	struct dts_elements elements =
		dts_elements(tree, property, (struct dts_value_style){ true, false });
	text_printf(out, "  %s", property->name);
	for (size_t i = 0; i < elements.count; i++)
		text_printf(out, "%s%s", i == 0 ? " = " : ", ", elements.list[i]);
	text_add_char(out, '\n');
	add_origin(arena, out, &property->origin, "      ");
}

static const struct map_enabled *find_enabled(const struct map *map, const struct dt_node *node)
{
	for (size_t i = 0; i < map->enabled_count; i++)
		if (map->enabled[i].node == node)
			return &map->enabled[i];
	return NULL;
}

static void add_confidence(struct text *out, const struct map_enabled *enabled)
{
	if (enabled == NULL || enabled->on + enabled->off == 0)
		return;
	text_printf(out, "  (on in %u of %u boards whose file says the same)\n", enabled->on,
	            enabled->on + enabled->off);
}

static bool is_explained(const struct dt_node *node)
{
	for (size_t i = 0; i < node->property_count; i++)
		if (node->properties[i]->origin.rule != NULL)
			return true;
	return node->origin.rule != NULL;
}

static void add_node(struct arena *arena, struct text *out, const struct map *map,
                     const struct dt_node *node)
{
	if (!is_explained(node))
		return;
	text_printf(out, "%s%s%s\n", dt_path(arena, node), node->label_count > 0 ? " &" : "",
	            node->label_count > 0 ? node->labels[0] : "");
	add_confidence(out, find_enabled(map, node));
	if (node->origin.rule != NULL)
		add_origin(arena, out, &node->origin, "    ");
	for (size_t i = 0; i < node->property_count; i++)
		if (node->properties[i]->origin.rule != NULL)
			add_property(arena, out, map->tree, node->properties[i]);
	text_add_char(out, '\n');
}

static void add_notes(struct arena *arena, struct text *out, const struct map *map)
{
	if (map->note_count == 0)
		return;
	text_add(out, "Switched on in the file, but nothing in the tree:\n\n");
	for (size_t i = 0; i < map->note_count; i++)
		text_printf(out, "  %s: %s\n      %s\n", where_text(arena, map->notes[i].at),
		            map->notes[i].entry, map->notes[i].reason);
	text_add_char(out, '\n');
}

struct bytes explain(struct arena *arena, const struct map *map, const struct fex *fex,
                     const struct fex_fates *fates)
{
	struct text out = text_make(arena);
	text_printf(&out, "class: %s\n\n", map_class_name(map->class));
	for (const struct dt_node *node = map->tree->root; node != NULL; node = dt_next(node))
		add_node(arena, &out, map, node);
	explain_questions(arena, &out, map);
	add_notes(arena, &out, map);
	explain_rest(arena, map->tree, fex, fates, &out);
	return text_bytes(&out, "explanation");
}
