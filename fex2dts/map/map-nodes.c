/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-nodes.h"

#include "fex2dts/map/map-answers.h"

#include <string.h>

/* ---- origins ----------------------------------------------------------------------------- */

void map_because(struct map *map, const struct hw_fact *fact)
{
	if (!fact)
		return;
	struct dt_origin *origin = &map->origin;
	for (size_t i = 0; i < origin->source_count; i++)
		if (origin->sources[i].entry && fact->from.entry &&
		    strcmp(origin->sources[i].entry, fact->from.entry) == 0)
			return;
	struct dt_source *sources =
		arena_array(map->arena, origin->source_count + 1, sizeof *sources);
	if (origin->source_count)
		memcpy(sources, origin->sources, origin->source_count * sizeof *sources);
	sources[origin->source_count++] = fact->from;
	origin->sources = sources;
}

void map_rule(struct map *map, const char *rule, const struct hw_fact *fact)
{
	map->origin = (struct dt_origin){ .rule = rule };
	map_because(map, fact);
}

void map_rule_device(struct map *map, const char *rule, const struct hw_device *device)
{
	map_rule(map, rule, device ? device->flag : NULL);
	if (device && !device->flag) {
		struct dt_source *source = arena_new(map->arena, struct dt_source);
		*source = (struct dt_source){ device->at,
			                      arena_printf(map->arena, "[%s]", device->section) };
		map->origin.sources = source;
		map->origin.source_count = 1;
	}
}

static struct dt_property *with_origin(struct map *map, struct dt_property *property)
{
	property->origin = map->origin;
	return property;
}

struct dt_property *map_flag(struct map *map, struct dt_node *node, const char *name)
{
	return with_origin(map, dt_set_flag(map->tree, node, name));
}

struct dt_property *map_cell(struct map *map, struct dt_node *node, const char *name,
                             uint32_t value)
{
	return with_origin(map, dt_set_cell(map->tree, node, name, value));
}

struct dt_property *map_string(struct map *map, struct dt_node *node, const char *name,
                               const char *value)
{
	return with_origin(map, dt_set_string(map->tree, node, name, value));
}

struct dt_property *map_reference(struct map *map, struct dt_node *node, const char *name,
                                  struct dt_node *to)
{
	return with_origin(map, dt_set_reference(map->tree, node, name, to));
}

struct dt_node *map_child(struct map *map, struct dt_node *parent, const char *name,
                          const char *label)
{
	size_t before = parent->child_count;
	struct dt_node *node = dt_add_node(map->tree, parent, name);
	if (parent->child_count > before)
		node->origin = map->origin;
	if (label && !dt_find_label(map->tree, label))
		dt_add_label(map->tree, node, label);
	return node;
}

void map_join(struct map *map, struct dt_node *a, struct dt_node *b)
{
	map_reference(map, a, "remote-endpoint", b);
	map_reference(map, b, "remote-endpoint", a);
}

/* ---- peripherals ------------------------------------------------------------------------- */

static struct dt_node *node_at(struct dt_tree *tree, const char *name, uint64_t address)
{
	uint64_t found;
	for (struct dt_node *node = tree->root; node; node = dt_next(node)) {
		size_t len = strlen(name);
		if (node->parent && strncmp(node->name, name, len) == 0 && node->name[len] == '@' &&
		    dt_unit_address(node, &found) && found == address)
			return node;
	}
	return NULL;
}

struct dt_node *map_node(struct map *map, const char *label)
{
	struct dt_node *node = dt_find_label(map->tree, label);
	if (node)
		return node;
	const struct soc_peripheral *peripheral = soc_peripheral(map->soc, label);
	if (!peripheral || !peripheral->address)
		return NULL;
	node = node_at(map->tree, peripheral->node, peripheral->address);
	if (node)
		dt_add_label(map->tree, node, label);
	return node;
}

bool map_is_on(struct map *map, const char *label)
{
	struct dt_node *node = map_node(map, label);
	return node && dt_has(node, "status") && dt_is_live(map->tree, node);
}

struct dt_node *map_enable(struct map *map, const char *label)
{
	struct dt_node *node = map_node(map, label);
	if (node && map_answered(map, label) == 0)
		return NULL;
	if (!node || map_is_on(map, label))
		return node;
	map_string(map, node, "status", "okay");
	map->enabled =
		arena_push(map->arena, map->enabled, map->enabled_count, sizeof *map->enabled);
	map->enabled[map->enabled_count++] =
		(struct map_enabled){ .node = node, .label = arena_strdup(map->arena, label) };
	return node;
}
