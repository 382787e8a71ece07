/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-questions.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/owner/owner-chips.h"
#include "fex2dts/owner/owner-habits.h"
#include "fex2dts/owner/owner-keys.h"
#include "fex2dts/owner/owner-taken.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define SURE      950 /* permille: from here on, the owner is not asked */
#define SWITCHED  3   /* facts of a switched supply: the supply, its switch, the pin */
#define NEW_CHIP  2   /* of a node that only the owner can name */
#define UNCOUNTED 900 /* permille of a node that is on, while nothing counts it */

static const char *cell(const struct map *map, const struct table_row *row, const char *column)
{
	return row ? table_cell(&map->tables->questions, row, column) : "";
}

/* "{}" is the label. */
static const char *text_of(struct map *map, const struct table_row *row, const char *label)
{
	const char *text = cell(map, row, "text"), *mark = strstr(text, "{}");
	if (!*text)
		return arena_printf(map->arena, "Does the board use %s?", label);
	return mark ? arena_printf(map->arena, "%.*s%s%s", (int)(mark - text), text, label,
	                           mark + 2)
	            : text;
}

static bool is_none(const char *taken)
{
	return strcmp(taken, "none") == 0 || strcmp(taken, "no") == 0 ||
	       strncmp(taken, "unused", 6) == 0;
}

/* Kind and confidence of a question, out of the tables. */
static void rate(struct map *map, struct map_question *question)
{
	const struct table_row *row = owner_key_row(map, question->key);
	const char *kind = cell(map, row, "kind");
	question->kind = *kind ? kind : question->kind ? question->kind : "text";
	question->words = cell(map, row, "words");
	struct owner_figure figure =
		owner_figure(map, question->key, is_none(question->assumed), question->permille);
	question->permille = figure.permille;
	question->on = figure.on;
	question->off = figure.off;
	question->sure = figure.permille >= SURE;
}

static unsigned sure_of(const struct map *map, const char *key)
{
	const char *sure = cell(map, owner_key_row(map, key), "sure");
	return *sure ? (unsigned)strtoul(sure, NULL, 10) : UNCOUNTED;
}

struct asked {
	const char *key, *label, *kind, *taken;
	struct dt_node *node;
	const char *property;
	unsigned weight;
	const struct dt_origin *origin;
};

static void ask(struct map *map, const struct asked *asked)
{
	const struct table_row *row = owner_key_row(map, asked->key);
	if (!row)
		row = owner_key_row(map, arena_printf(map->arena, "(%s)", asked->kind));
	const char *sure = cell(map, row, "sure");
	struct hw_fact because = { .from = { .at = nowhere() } };
	if (asked->origin && asked->origin->source_count)
		because.from = asked->origin->sources[0];
	if (map_ask(map, asked->key, text_of(map, row, asked->label), asked->taken,
	            *sure ? (unsigned)strtoul(sure, NULL, 10) : UNCOUNTED, asked->weight, &because))
		return;
	struct map_question *question = &map->questions[map->question_count - 1];
	question->kind = asked->kind;
	question->node = asked->node;
	question->property = asked->property;
}

/* ---- nodes ------------------------------------------------------------------------------- */

static unsigned pins_of(const struct dt_node *node)
{
	const struct dt_property *groups = dt_property(node, "pinctrl-0");
	size_t count = 0;
	for (size_t i = 0; groups && i < groups->piece_count; i++) {
		const struct dt_property *pins =
			groups->pieces[i].kind == DT_PHANDLE
				? dt_property(groups->pieces[i].node, "pins")
				: NULL;
		count += pins ? pins->piece_count : 0;
	}
	return (unsigned)count;
}

/* Properties that a rule wrote, of the node and below it, and its pins. */
static unsigned facts_of(const struct dt_node *node)
{
	unsigned count = pins_of(node);
	for (size_t i = 0; i < node->property_count; i++)
		count += node->properties[i]->origin.rule != NULL;
	for (size_t i = 0; i < node->child_count; i++)
		count += node->children[i]->origin.rule ? facts_of(node->children[i]) : 0;
	return count;
}

static void ask_about_nodes(struct map *map)
{
	for (size_t i = 0; i < map->enabled_count; i++) {
		struct map_enabled *enabled = &map->enabled[i];
		struct owner_figure figure =
			owner_figure(map, enabled->label, false, sure_of(map, enabled->label));
		const struct dt_property *status = dt_property(enabled->node, "status");
		enabled->on = figure.on;
		enabled->off = figure.off;
		enabled->permille = figure.permille;
		ask(map, &(struct asked){ .key = enabled->label,
		                          .label = enabled->label,
		                          .kind = "yes-no",
		                          .taken = "yes",
		                          .node = enabled->node,
		                          .weight = facts_of(enabled->node),
		                          .origin = status ? &status->origin : NULL });
	}
}

static unsigned pins_in(const struct hw_device *device)
{
	unsigned count = 0;
	for (size_t i = 0; i < device->fact_count; i++)
		count += hw_is_soc_pin(&device->facts[i]) && device->facts[i].gpio.mux > 1;
	return count;
}

/* What the vendor calls used and the rules leave off. */
static void ask_about_offs(struct map *map)
{
	for (size_t i = 0; i < map->off_count; i++) {
		const struct map_off *off = &map->offs[i];
		bool twice = map_is_on(map, off->label);
		for (size_t k = 0; k < i; k++)
			twice = twice || strcmp(map->offs[k].label, off->label) == 0;
		struct dt_source source = { .at = nowhere() };
		if (off->device->flag)
			source = off->device->flag->from;
		struct dt_origin origin = { .sources = &source, .source_count = 1 };
		if (!twice)
			ask(map, &(struct asked){ .key = off->label,
			                          .label = off->label,
			                          .kind = "yes-no",
			                          .taken = "no",
			                          .node = map_node(map, off->label),
			                          .weight = 1 + pins_in(off->device),
			                          .origin = &origin });
	}
}

/* ---- properties -------------------------------------------------------------------------- */

static void ask_property(struct map *map, struct dt_node *node, const char *name)
{
	const char *label = map_key(map, node);
	char *key = arena_printf(map->arena, "%s.%s", label, name);
	const struct dt_property *property = dt_property(node, name);
	enum map_kind kind = owner_kind_of(map, key);
	const char *taken = owner_taken(map, node, name, kind);
	bool switched = kind == MAP_SUPPLY && strchr(taken, 'P');
	ask(map, &(struct asked){ .key = key,
	                          .label = label,
	                          .kind = "text",
	                          .taken = taken,
	                          .node = node,
	                          .property = arena_strdup(map->arena, name),
	                          .weight = switched ? SWITCHED : 1,
	                          .origin = property ? &property->origin : NULL });
}

/* Properties that a row names by itself, whether the node has them or not. */
static void ask_always(struct map *map, struct dt_node *node)
{
	const struct table *table = &map->tables->questions;
	for (size_t i = 0; i < table->row_count; i++) {
		const char *key = table_cell(table, &table->rows[i], "key"),
			   *dot = strchr(key, '.');
		if (!dot || strchr(dot, '*') ||
		    strcmp(table_cell(table, &table->rows[i], "when"), "always") != 0)
			continue;
		char *pattern = arena_strndup(map->arena, key, (size_t)(dot - key));
		if (fnmatch(pattern, map_key(map, node), 0) == 0 && !dt_has(node, dot + 1))
			ask_property(map, node, dot + 1);
	}
}

static bool can_be_asked(struct map *map, const struct dt_node *node)
{
	for (size_t i = 0; i < map->enabled_count; i++)
		if (map->enabled[i].node == node)
			return true;
	return node->origin.rule || strcmp(map_key(map, node), "cpu0") == 0;
}

static void ask_about_properties(struct map *map)
{
	for (struct dt_node *node = map->tree->root; node; node = dt_next(node)) {
		if (!can_be_asked(map, node) || !dt_is_live(map->tree, node))
			continue;
		for (size_t i = 0; i < node->property_count; i++) {
			const char *name = node->properties[i]->name;
			char *key = arena_printf(map->arena, "%s.%s", map_key(map, node), name);
			if (owner_key_row(map, key))
				ask_property(map, node, name);
		}
		ask_always(map, node);
	}
}

/* ---- regulators and lists ---------------------------------------------------------------- */

static void ask_about_regulators(struct map *map)
{
	struct dt_node *list = map->pmic ? dt_child(map->pmic, "regulators") : NULL;
	for (size_t i = 0; list && i < list->child_count; i++) {
		struct dt_node *node = list->children[i];
		const struct dt_property *range = dt_property(node, "regulator-max-microvolt");
		ask(map, &(struct asked){ .key = node->name,
		                          .label = node->name,
		                          .kind = "range",
		                          .taken = owner_taken_range(map, node),
		                          .node = node,
		                          .weight = dt_has(node, "regulator-always-on") ? 3 : 2,
		                          .origin = range ? &range->origin : NULL });
	}
}

static void ask_list(struct map *map, const char *key, const char *taken, unsigned weight)
{
	ask(map, &(struct asked){ .key = key,
	                          .label = key,
	                          .kind = "list",
	                          .taken = *taken ? taken : "none",
	                          .weight = weight });
}

void owner_ask(struct map *map)
{
	unsigned leds, chips, keys;
	const char *led_text = owner_taken_leds(map, &leds);
	const char *chip_text = owner_taken_chips(map, &chips);
	const char *key_text = owner_taken_keys(map, &keys);
	ask_about_nodes(map);
	ask_about_offs(map);
	ask_about_properties(map);
	ask_about_regulators(map);
	ask_list(map, "leds", led_text, leds ? 2 * leds : NEW_CHIP);
	ask_list(map, "chips", chip_text, chips ? NEW_CHIP * chips : NEW_CHIP);
	ask_list(map, "keys", key_text, keys ? 2 * keys : NEW_CHIP);
	ask_list(map, "more", "none", NEW_CHIP);
	for (size_t i = 0; i < map->question_count; i++)
		rate(map, &map->questions[i]);
}
