/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-soc.h"

#include "lib/number.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

#define SOCS_MAX     32
#define SURE_MARGIN  2 /* points ahead of the second; below, the guess is called weak */
#define REASONS_TOLD 3

struct candidate {
	const char *name;
	unsigned score;
};

struct candidates {
	struct candidate list[SOCS_MAX];
	size_t count;
};

static bool is_pin(const struct fex_entry *entry, unsigned bank)
{
	return entry->kind == FEX_GPIO && entry->gpio.bank == bank;
}

/* "bank PL" */
static const struct fex_entry *find_bank(const struct fex *fex, const char *name)
{
	unsigned bank = (unsigned)(name[1] - 'A') + 1;
	for (size_t i = 0; i < fex->count; i++)
		for (size_t k = 0; k < fex->sections[i].count; k++)
			if (is_pin(&fex->sections[i].entries[k], bank))
				return &fex->sections[i].entries[k];
	return NULL;
}

/* "PB22<2>", "52" */
static bool has_value(struct arena *arena, const struct fex_entry *entry, const char *value)
{
	uint64_t number;
	if (entry->kind == FEX_GPIO)
		return strcmp(arena_printf(arena, "%s<%d>", fex_gpio_name(arena, &entry->gpio),
		                           entry->gpio.mux),
		              value) == 0;
	return entry->kind == FEX_WORD && number_parse(value, &number) == 0 &&
	       number == entry->word;
}

static bool has_part(struct arena *arena, const struct fex_entry *entry, const char *part)
{
	return entry->kind == FEX_STRING &&
	       strstr(arena_strdup(arena, entry->string), part) != NULL;
}

/* "section.key", "section.key=value", "section.key~part" */
static const struct fex_entry *find_entry(struct arena *arena, const struct fex *fex,
                                          const char *clue)
{
	size_t section_len = strcspn(clue, "."), len = strcspn(clue, "=~");
	if (section_len >= len)
		return NULL;
	const struct fex_entry *entry =
		fex_find(fex, arena_strndup(arena, clue, section_len),
	                 arena_strndup(arena, clue + section_len + 1, len - section_len - 1));
	if (entry == NULL || clue[len] == '\0')
		return entry;
	bool holds = clue[len] == '=' ? has_value(arena, entry, clue + len + 1)
	                              : has_part(arena, entry, clue + len + 1);
	return holds ? entry : NULL;
}

static bool find_clue(struct arena *arena, const struct fex *fex, const char *clue,
                      struct where *at)
{
	if (*clue == '[') {
		const struct fex_section *section =
			fex_section(fex, arena_strndup(arena, clue + 1, strcspn(clue + 1, "]")));
		if (section != NULL)
			*at = section->at;
		return section != NULL;
	}
	const struct fex_entry *entry = strncmp(clue, "bank P", 6) == 0
	                                        ? find_bank(fex, clue + 5)
	                                        : find_entry(arena, fex, clue);
	if (entry != NULL)
		*at = entry->at;
	return entry != NULL;
}

static bool speaks_for(const char *socs, const char *name)
{
	size_t len = strlen(name);
	for (const char *p = socs; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, name, len) == 0 && (p[len] == ' ' || p[len] == '\0'))
			return true;
	}
	return false;
}

static void add_scores(struct arena *arena, struct candidates *candidates, const char *socs,
                       unsigned weight)
{
	char *words = arena_strdup(arena, socs), *save = NULL;
	for (char *word = strtok_r(words, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		size_t i = 0;
		while (i < candidates->count && strcmp(candidates->list[i].name, word) != 0)
			i++;
		if (i == SOCS_MAX)
			continue;
		if (i == candidates->count)
			candidates->list[candidates->count++].name = word;
		candidates->list[i].score += weight;
	}
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return strcmp(x->name, y->name);
}

static int compare_clues(const void *a, const void *b)
{
	const struct fex_soc_clue *x = a, *y = b;
	if (x->also_rival != y->also_rival)
		return x->also_rival - y->also_rival;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return strcmp(x->clue, y->clue);
}

struct found {
	const struct table_row *row;
	struct where at;
	unsigned weight;
};

static int read_weight(const struct table *table, const struct table_row *row, unsigned *weight,
                       struct diags *diags)
{
	uint64_t value;
	const char *cell = table_cell(table, row, "weight");
	if (number_parse(cell, &value) < 0 || value == 0 || value > 9)
		return diag_error(diags, "FX210", table_where(table, row), "mend the row",
		                  "expected a weight from 1 to 9, found \"%s\"", cell);
	*weight = (unsigned)value;
	return 0;
}

static void keep_clues(struct arena *arena, const struct table *table, const struct found *found,
                       size_t count, struct fex_soc *soc)
{
	struct fex_soc_clue *clues = arena_array(arena, count, sizeof(*clues));
	for (size_t i = 0; i < count; i++) {
		const char *socs = table_cell(table, found[i].row, "socs");
		if (!speaks_for(socs, soc->name))
			continue;
		clues[soc->clue_count++] = (struct fex_soc_clue){
			.clue = table_cell(table, found[i].row, "clue"),
			.why = table_cell(table, found[i].row, "why"),
			.weight = found[i].weight,
			.also_rival = soc->rival != NULL && speaks_for(socs, soc->rival),
			.at = found[i].at,
		};
	}
	qsort(clues, soc->clue_count, sizeof(*clues), compare_clues);
	soc->clues = clues;
}

int fex_soc_guess(struct arena *arena, const struct fex *fex, const struct table *table,
                  struct fex_soc *soc, struct diags *diags)
{
	struct candidates candidates = { .count = 0 };
	struct found *found = arena_array(arena, table->row_count, sizeof(*found));
	size_t count = 0;
	*soc = (struct fex_soc){ 0 };
	for (size_t i = 0; i < table->row_count; i++) {
		struct found *next = &found[count];
		next->row = &table->rows[i];
		if (read_weight(table, next->row, &next->weight, diags) < 0)
			return -1;
		if (!find_clue(arena, fex, table_cell(table, next->row, "clue"), &next->at))
			continue;
		add_scores(arena, &candidates, table_cell(table, next->row, "socs"), next->weight);
		count++;
	}
	if (candidates.count == 0)
		return 1;
	qsort(candidates.list, candidates.count, sizeof(candidates.list[0]), compare_candidates);
	soc->name = candidates.list[0].name;
	soc->score = candidates.list[0].score;
	if (candidates.count > 1) {
		soc->rival = candidates.list[1].name;
		soc->rival_score = candidates.list[1].score;
	}
	keep_clues(arena, table, found, count, soc);
	return soc->score == soc->rival_score ? 1 : 0;
}

static char *reasons(struct arena *arena, const struct fex_soc *soc)
{
	struct text text = text_make(arena);
	for (size_t i = 0; i < soc->clue_count && i < REASONS_TOLD; i++)
		text_printf(&text, "%s%s (%s)", i == 0 ? "" : "; ", soc->clues[i].why,
		            soc->clues[i].clue);
	return text.p;
}

int fex_soc_find(struct arena *arena, const struct fex *fex, const struct places *places,
                 const char **name, struct diags *diags)
{
	struct bytes file;
	struct table table;
	struct fex_soc soc;
	if (places_read(arena, places, "fex-soc.tsv", &file, diags) < 0 ||
	    table_parse(arena, file, &table, diags) < 0)
		return -1;
	int result = fex_soc_guess(arena, fex, &table, &soc, diags);
	if (result < 0)
		return -1;
	if (result > 0)
		return diag_error(diags, "FX202", at_file(fex->file), "name it with --soc",
		                  soc.name == NULL ? "nothing in the file tells the SoC"
		                                   : "the file could be for an %s or an %s",
		                  soc.name, soc.rival);
	*name = soc.name;
	diag_note(diags, "FX200", at_file(fex->file), NULL,
	          "taken for the SoC %s, %u points; next is %s with %u: %s", soc.name, soc.score,
	          soc.rival == NULL ? "none" : soc.rival, soc.rival_score, reasons(arena, &soc));
	if (soc.score - soc.rival_score < SURE_MARGIN)
		diag_warning(
			diags, "FX201", at_file(fex->file), "name it with --soc if it is wrong",
			"the SoC is a weak guess: %s, but it could be %s", soc.name, soc.rival);
	return 0;
}
