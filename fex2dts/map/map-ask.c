/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-ask.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-nodes.h"

#include <string.h>

const char *map_ask(struct map *map, const char *key, const char *text, const char *assumed,
                    unsigned permille, unsigned weight, const struct hw_fact *fact)
{
	const struct map_said *said = map_said(map, key);
	if (said)
		return said->value;
	struct map_question question = { .key = arena_strdup(map->arena, key),
		                         .text = arena_strdup(map->arena, text),
		                         .assumed = assumed,
		                         .permille = permille,
		                         .weight = weight };
	if (fact)
		question.from = fact->from;
	map->questions =
		arena_push(map->arena, map->questions, map->question_count, sizeof *map->questions);
	map->questions[map->question_count++] = question;
	return NULL;
}

const char *map_ask_for(struct map *map, const char *key, const char *text, unsigned permille,
                        const struct hw_fact *fact)
{
	const char *answer = map_ask(map, key, text, "no", permille, 3, fact);
	return answer && strcmp(answer, "no") != 0 ? answer : NULL;
}

void map_refuse(struct map *map, const char *key, const struct hw_fact *fact, const char *reason)
{
	if (map_answered(map, key) > 0)
		diag_warning(map->diags, "FX303", fact ? fact->from.at : at_file(map->hw->file),
		             "--explain tells what becomes of the section",
		             "--answer %s cannot be followed: %s", key, reason);
	else
		map_note_fact(map, fact, reason);
}

bool map_wants(struct map *map, const char *label, bool rule, const struct hw_device *device)
{
	int said = map_answered(map, label);
	if (said >= 0)
		return said;
	if (!rule && device && device->used && device->has_flag && map_node(map, label)) {
		map->offs = arena_push(map->arena, map->offs, map->off_count, sizeof *map->offs);
		map->offs[map->off_count++] =
			(struct map_off){ arena_strdup(map->arena, label), device };
	}
	return rule;
}
