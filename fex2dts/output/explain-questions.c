/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/explain-questions.h"

#include "dt/tree/tree.h"
#include "lib/json.h"

#include <stdlib.h>
#include <string.h>

#define OFFERED 5 /* answers in the line to copy */

static unsigned long long cost(const struct map_question *question)
{
	return (1000ull - question->permille) * question->weight;
}

static int compare(const void *a, const void *b)
{
	const struct map_question *x = a, *y = b;
	if (x->sure != y->sure)
		return x->sure - y->sure;
	return cost(x) != cost(y) ? (cost(x) < cost(y) ? 1 : -1) : strcmp(x->key, y->key);
}

struct ranked {
	struct map_question *list;
	size_t count, asked; /* those that are sure come last */
};

static struct ranked rank(struct arena *arena, const struct map *map)
{
	struct ranked ranked = { .count = map->question_count };
	if (map->question_count == 0)
		return ranked;
	ranked.list =
		arena_memdup(arena, map->questions, map->question_count * sizeof(*map->questions));
	qsort(ranked.list, ranked.count, sizeof(*ranked.list), compare);
	while (ranked.asked < ranked.count && !ranked.list[ranked.asked].sure)
		ranked.asked++;
	return ranked;
}

static const char *figures(struct arena *arena, const struct map_question *question)
{
	const char *boards =
		question->on + question->off == 0
			? ""
			: arena_printf(arena, ", as mainline has it on %u of %u boards alike",
	                               question->on, question->on + question->off);
	return arena_printf(arena, "sure in %u of 1000%s; %u fact%s", question->permille, boards,
	                    question->weight, question->weight == 1 ? "" : "s");
}

/* KEY=VALUE for a shell. */
static const char *quoted(struct arena *arena, const struct map_question *question)
{
	const char *quote = strpbrk(question->assumed, " ;&<>()*?") != NULL ? "\"" : "";
	return arena_printf(arena, "%s=%s%s%s", question->key, quote, question->assumed, quote);
}

/* What boards alike all leave off is not asked, but may be said. */
static void add_left_off(struct text *out, const struct ranked *ranked)
{
	bool any = false;
	for (size_t i = ranked->asked; i < ranked->count; i++) {
		if (strcmp(ranked->list[i].assumed, "no") != 0)
			continue;
		text_add(out, any ? " "
		                  : "The file has them, mainline's boards leave them off; on with "
		                    "--answer KEY=yes:\n\n  ");
		text_add(out, ranked->list[i].key);
		any = true;
	}
	if (any)
		text_add(out, "\n\n");
}

void explain_questions(struct arena *arena, struct text *out, const struct map *map)
{
	struct ranked ranked = rank(arena, map);
	add_left_off(out, &ranked);
	if (ranked.asked == 0)
		return;
	text_add(
		out,
		"Questions that only the owner of the board can answer, the weightiest first:\n\n");
	for (size_t i = 0; i < ranked.asked; i++) {
		const struct map_question *question = &ranked.list[i];
		text_printf(out, "  --answer %s=...\n      %s\n      taken: %s (%s)\n",
		            question->key, question->text, question->assumed,
		            figures(arena, question));
		if (question->from.at.kind != WHERE_NONE)
			text_printf(out, "      %s: %s\n", where_text(arena, question->from.at),
			            question->from.entry);
	}
	text_add(out, "\nThe first of them as they were taken, to copy and correct:\n\n ");
	for (size_t i = 0; i < ranked.asked && i < OFFERED; i++)
		text_printf(out, " --answer %s", quoted(arena, &ranked.list[i]));
	text_add(out, "\n\n");
}

struct bytes explain_form(struct arena *arena, const struct map *map)
{
	struct text out = text_make(arena);
	struct ranked ranked = rank(arena, map);
	text_printf(
		&out,
		"# %zu questions about %s, the weightiest first. Take the # off an answer's line and\n"
		"# correct it; then give this file to fex2dts --answers.\n",
		ranked.asked, map->hw->file);
	for (size_t i = 0; i < ranked.asked; i++) {
		const struct map_question *question = &ranked.list[i];
		text_printf(&out, "\n# %s\n# taken: %s (%s)\n", question->text, question->assumed,
		            figures(arena, question));
		if (question->from.at.kind != WHERE_NONE)
			text_printf(&out, "# %s: %s\n", where_text(arena, question->from.at),
			            question->from.entry);
		text_printf(&out, "#%s=%s\n", question->key, question->assumed);
	}
	return text_bytes(&out, "questions");
}

static void add_question(struct arena *arena, struct json *json,
                         const struct map_question *question)
{
	json_object(json);
	json_key_string(json, "key", question->key);
	json_key_string(json, "kind", question->kind);
	json_key_string(json, "words", question->words);
	json_key_string(json, "text", question->text);
	json_key_string(json, "taken", question->assumed);
	json_key_u64(json, "permille", question->permille);
	json_key_u64(json, "on", question->on);
	json_key_u64(json, "off", question->off);
	json_key_u64(json, "facts", question->weight);
	json_key_bool(json, "asked", !question->sure);
	json_key_string(json, "node",
	                question->node != NULL ? dt_path(arena, question->node) : NULL);
	json_key_string(json, "property", question->property);
	json_key_string(
		json, "line",
		question->from.at.kind == WHERE_NONE ? NULL : where_text(arena, question->from.at));
	json_end(json);
}

struct bytes explain_json(struct arena *arena, const struct map *map)
{
	struct text out = text_make(arena);
	struct json json = json_make(&out);
	struct ranked ranked = rank(arena, map);
	json_object(&json);
	json_key_string(&json, "class", map_class_name(map->class));
	json_key_array(&json, "enabled");
	for (size_t i = 0; i < map->enabled_count; i++) {
		const struct map_enabled *enabled = &map->enabled[i];
		json_object(&json);
		json_key_string(&json, "label", enabled->label);
		json_key_string(&json, "node", dt_path(arena, enabled->node));
		json_key_u64(&json, "permille", enabled->permille);
		json_key_u64(&json, "on", enabled->on);
		json_key_u64(&json, "off", enabled->off);
		json_end(&json);
	}
	json_end(&json);
	json_key_array(&json, "questions");
	for (size_t i = 0; i < ranked.count; i++)
		add_question(arena, &json, &ranked.list[i]);
	json_end(&json);
	json_end(&json);
	return text_bytes(&out, "questions");
}
