/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vendor's text mapped on the outline of a SoC, for the tests of the rules. */
#pragma once

#include "test.h"

#include "dt/soc/soc-outline.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/hardware/hardware-from-fex.h"
#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-table.h"
#include "fex2dts/owner/owner-apply.h"
#include "fex2dts/owner/owner-questions.h"
#include "fex2dts/owner/owner-take.h"

#include <string.h>

static inline struct places shipped(struct test *test)
{
	const char *top = test_top(test);
	return places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
}

static inline struct hardware hardware_of(struct test *test, const char *text)
{
	struct fex *fex = arena_new(test->arena, struct fex);
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT, fex,
	                          &test->diags),
	                 0);
	return hardware_from_fex(test->arena, fex);
}

static inline struct map *mapped_as(struct test *test, const char *soc_name, const char *text,
                                    const struct map_options *options,
                                    const struct answers *answers)
{
	struct places places = shipped(test);
	struct soc *soc = arena_new(test->arena, struct soc);
	struct map_tables *tables = arena_new(test->arena, struct map_tables);
	struct hardware *hardware = arena_new(test->arena, struct hardware);
	struct dt_tree *tree;
	*hardware = hardware_of(test, text);
	assert_int_equal(soc_read(test->arena, &places, soc_name, soc, &test->diags), 0);
	assert_int_equal(map_tables_read(test->arena, &places, tables, &test->diags), 0);
	assert_int_equal(soc_outline(test->arena, &places, soc, &tree, &test->diags), 0);
	struct map *map = map_make(test->arena, hardware, soc, tree, tables, options, &test->diags);
	owner_take(map, answers);
	map_board(map);
	owner_apply(map);
	if (!map_refused(map))
		owner_ask(map);
	return map;
}

static inline struct map *mapped_with(struct test *test, const char *soc_name, const char *text,
                                      const struct answers *answers)
{
	static const struct map_options none = { 0 };
	return mapped_as(test, soc_name, text, &none, answers);
}

static inline struct map *mapped(struct test *test, const char *soc_name, const char *text)
{
	return mapped_with(test, soc_name, text, &(const struct answers){ NULL, 0 });
}

static inline bool is_on(struct map *map, const char *label)
{
	struct dt_node *node = dt_find_label(map->tree, label);
	return node && dt_is_live(map->tree, node);
}

/* "LABEL BANK PIN FLAGS" of a property with one GPIO. */
static inline const char *gpio_of(struct map *map, const struct dt_node *node, const char *name)
{
	uint32_t phandle = dt_cell(map->tree, node, name, 0, 0);
	struct dt_node *controller = dt_find_phandle(map->tree, phandle);
	if (!controller)
		return "none";
	return arena_printf(map->arena, "%s %u %u %u", controller->labels[0],
	                    dt_cell(map->tree, node, name, 1, 99),
	                    dt_cell(map->tree, node, name, 2, 99),
	                    dt_cell(map->tree, node, name, 3, 99));
}

static inline const char *target(struct map *map, const struct dt_node *node, const char *name)
{
	struct dt_node *to = dt_find_phandle(map->tree, dt_cell(map->tree, node, name, 0, 0));
	return to ? to->name : "none";
}
