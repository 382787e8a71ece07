/* SPDX-License-Identifier: GPL-2.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "serial-tools/text/pattern.h"

#include "serial-tools/text/literal.h"

#include <pcre2.h>
#include <string.h>

#define SHORT_LITERAL 6 /* measured on boot logs: longer ones are hardly ever found in vain */

/*
 * The prefilter: each literal contributes its rarest window of five characters, as two
 * groups of four (at 0 and at 1), so that looking at every second position of a line finds
 * one of them. Case is folded by setting bit 5, which also makes some punctuation alike;
 * the pattern itself decides.
 */
#define GRAM        4
#define STEP        2
#define WINDOW      (GRAM + STEP - 1)
#define FOLD        0x20202020u
#define HASH_BITS   16
#define BITMAP      ((1u << HASH_BITS) / 64)
#define HEADS       4096
#define NO_ENTRY    UINT16_MAX
#define MATCH_STEPS 200000 /* PCRE2's match limit: ends a pattern that backtracks without end */

struct entry {
	uint32_t gram, tail; /* tail: the literal's last four characters */
	uint16_t pattern, next, literal;
	uint8_t offset, len; /* of the gram in the literal; of the literal */
};

/* A literal that may only stand at the start of a line. */
struct start {
	struct literal literal; /* folded */
	uint16_t pattern, next;
};

struct pattern_set {
	size_t count, words;
	pcre2_code **codes;
	bool *filtered, *compiled; /* has literals; is machine code */
	pcre2_match_data *data;
	pcre2_match_context *context;
	uint64_t always[PATTERN_WORDS]; /* patterns without a literal */
	uint64_t active[PATTERN_WORDS];
	bool complete; /* the prefilter holds the literals of all patterns */
	uint64_t bitmap[BITMAP];
	uint16_t heads[HEADS], start_heads[256];
	struct entry *entries;
	struct literal *literals; /* folded */
	struct start *starts;
	size_t entry_count, literal_count, start_count;
};

static uint32_t hash(uint32_t gram)
{
	return (gram * 0x9e3779b1u) >> (32 - HASH_BITS);
}

static uint32_t gram_at(const void *p)
{
	uint32_t gram;
	memcpy(&gram, p, sizeof(gram));
	return gram | FOLD;
}

static struct literal folded(const struct literal *literal)
{
	struct literal out = *literal;
	for (size_t i = 0; i < out.len; i++)
		out.text[i] |= 0x20;
	return out;
}

/* Enters the two groups of four at @window of a literal. */
static void add_window(struct arena *arena, struct pattern_set *set, const struct literal *literal,
                       size_t window, uint16_t pattern)
{
	set->literals =
		arena_push(arena, set->literals, set->literal_count, sizeof(*set->literals));
	set->literals[set->literal_count] = folded(literal);
	for (size_t i = 0; i < STEP; i++) {
		set->entries =
			arena_push(arena, set->entries, set->entry_count, sizeof(*set->entries));
		struct entry *entry = &set->entries[set->entry_count];
		entry->gram = gram_at(literal->text + window + i);
		entry->tail = gram_at(literal->text + literal->len - GRAM);
		entry->offset = (uint8_t)(window + i);
		entry->len = (uint8_t)literal->len;
		entry->pattern = pattern;
		entry->literal = (uint16_t)set->literal_count;
		set->entry_count++;
	}
	set->literal_count++;
}

static void add_start(struct arena *arena, struct pattern_set *set, const struct literal *literal,
                      uint16_t pattern)
{
	set->starts = arena_push(arena, set->starts, set->start_count, sizeof(*set->starts));
	struct start *start = &set->starts[set->start_count];
	start->literal = folded(literal);
	start->pattern = pattern;
	uint8_t first = (uint8_t)start->literal.text[0];
	start->next = set->start_heads[first];
	set->start_heads[first] = (uint16_t)set->start_count++;
}

static void add_literal(struct arena *arena, struct pattern_set *set, const struct literal *literal,
                        uint16_t pattern)
{
	size_t best = 0;
	unsigned most = 0;
	if (literal->at_start) {
		add_start(arena, set, literal, pattern);
		return;
	}
	for (size_t i = 0; i + WINDOW <= literal->len; i++) {
		unsigned rarity = literal_rarity(literal->text + i, WINDOW);
		if (rarity > most) {
			most = rarity;
			best = i;
		}
	}
	add_window(arena, set, literal, best, pattern);
}

static void add_filter(struct arena *arena, struct pattern_set *set, const char *regex, size_t id)
{
	struct literals literals;
	set->filtered[id] = true;
	if (regex == NULL)
		return;
	literals_of(regex, &literals);
	set->filtered[id] = literals.count > 0;
	if (literals.count == 0)
		set->always[id / 64] |= (uint64_t)1 << (id % 64);
	for (size_t i = 0; i < literals.count; i++)
		add_literal(arena, set, &literals.list[i], (uint16_t)id);
}

static int add_code(struct pattern_set *set, const struct pattern_row *row, size_t id,
                    struct diags *diags)
{
	int error;
	PCRE2_SIZE offset;
	PCRE2_UCHAR message[160];
	if (row->regex == NULL)
		return 0;
	set->codes[id] = pcre2_compile((PCRE2_SPTR)row->regex, PCRE2_ZERO_TERMINATED,
	                               PCRE2_DOLLAR_ENDONLY, &error, &offset, NULL);
	if (set->codes[id] == NULL) {
		pcre2_get_error_message(error, message, sizeof(message));
		return diag_error(diags, "SE200", row->at, "correct it; the syntax is PCRE2's",
		                  "'%s' is no regular expression: at character %zu: %s", row->regex,
		                  offset + 1, (const char *)message);
	}
	return 0;
}

/* A pattern whose literals are short is tried on many lines that it does not match. */
static bool is_tried_often(const char *regex)
{
	struct literals literals;
	literals_of(regex, &literals);
	for (size_t i = 0; i < literals.count; i++)
		if (literals.list[i].len <= SHORT_LITERAL)
			return true;
	return literals.count == 0;
}

static void add_machine_code(struct pattern_set *set, const struct pattern_row *row, size_t id,
                             enum pattern_jit jit)
{
	if (set->codes[id] == NULL || jit == PATTERN_JIT_NONE ||
	    (jit == PATTERN_JIT_OFTEN && !is_tried_often(row->regex)))
		return;
	set->compiled[id] = pcre2_jit_compile(set->codes[id], PCRE2_JIT_COMPLETE) == 0;
}

/* Lets the matcher allocate its frames now: a capture that runs allocates nothing. */
static void warm_up(struct pattern_set *set, size_t id)
{
	if (set->codes[id] != NULL && !set->compiled[id])
		pcre2_match(set->codes[id], (PCRE2_SPTR) "", 0, 0, 0, set->data, set->context);
}

static struct pattern_set *make_set(struct arena *arena, size_t count)
{
	struct pattern_set *set = arena_new(arena, struct pattern_set);
	set->words = (count + 63) / 64;
	set->codes = arena_array(arena, count, sizeof(*set->codes));
	set->filtered = arena_array(arena, count, sizeof(*set->filtered));
	set->compiled = arena_array(arena, count, sizeof(*set->compiled));
	set->data = pcre2_match_data_create(1, NULL);
	set->context = pcre2_match_context_create(NULL);
	if (set->context != NULL)
		pcre2_set_match_limit(set->context, MATCH_STEPS);
	memset(set->start_heads, 0xff, sizeof(set->start_heads));
	return set;
}

static bool is_active(const struct pattern_set *set, size_t id)
{
	return (set->active[id / 64] >> (id % 64) & 1) != 0;
}

void pattern_set_activate(struct pattern_set *set, const uint64_t *active, bool for_long)
{
	if (active != NULL)
		memcpy(set->active, active, set->words * sizeof(*set->active));
	else
		memset(set->active, 0xff, sizeof(set->active));
	if (!for_long && set->complete)
		return; /* those that are not active are found and passed over */
	set->complete = !for_long;
	memset(set->heads, 0xff, sizeof(set->heads));
	memset(set->bitmap, 0, sizeof(set->bitmap));
	for (size_t i = 0; i < set->entry_count; i++) {
		struct entry *entry = &set->entries[i];
		uint32_t h = hash(entry->gram);
		if (for_long && !is_active(set, entry->pattern))
			continue;
		entry->next = set->heads[h % HEADS];
		set->heads[h % HEADS] = (uint16_t)i;
		set->bitmap[h / 64] |= (uint64_t)1 << (h % 64);
	}
}

int pattern_set_open(struct arena *arena, const struct pattern_row *rows, size_t count,
                     enum pattern_jit jit, struct pattern_set **out, struct diags *diags)
{
	int result = 0;
	if (count > PATTERNS_MAX)
		return diag_error(diags, "SE200", nowhere(), "give fewer patterns",
		                  "at most %d patterns are possible, %zu were given", PATTERNS_MAX,
		                  count);
	struct pattern_set *set = make_set(arena, count);
	for (; set->count < count; set->count++) {
		const struct pattern_row *row = &rows[set->count];
		if (add_code(set, row, set->count, diags) != 0)
			result = -1;
		add_machine_code(set, row, set->count, jit);
		warm_up(set, set->count);
		add_filter(arena, set, row->regex, set->count);
	}
	pattern_set_activate(set, NULL, false);
	*out = set;
	if (result != 0)
		pattern_set_close(set);
	return result;
}

void pattern_set_close(struct pattern_set *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < set->count; i++)
		pcre2_code_free(set->codes[i]);
	pcre2_match_data_free(set->data);
	pcre2_match_context_free(set->context);
	set->count = 0;
}

bool pattern_set_filtered(const struct pattern_set *set, size_t id)
{
	return set->filtered[id];
}

static bool begins(const struct literal *literal, const char *text, size_t len)
{
	if (literal->len > len)
		return false;
	for (size_t i = 0; i < literal->len; i++)
		if ((text[i] | 0x20) != literal->text[i])
			return false;
	return true;
}

/* Whether the entry's literal stands around its group at @position. */
static bool literal_is_at(const struct pattern_set *set, const struct entry *entry,
                          const char *text, size_t len, size_t position)
{
	if (position < entry->offset || position - entry->offset + entry->len > len)
		return false;
	const char *start = text + position - entry->offset;
	return gram_at(start + entry->len - GRAM) == entry->tail &&
	       begins(&set->literals[entry->literal], start, entry->len);
}

static void look_up(const struct pattern_set *set, const char *text, size_t len, size_t position,
                    uint32_t h, uint64_t *candidates)
{
	uint32_t gram = gram_at(text + position);
	for (uint16_t i = set->heads[h % HEADS]; i != NO_ENTRY; i = set->entries[i].next) {
		const struct entry *entry = &set->entries[i];
		if (entry->gram == gram && literal_is_at(set, entry, text, len, position))
			candidates[entry->pattern / 64] |= (uint64_t)1 << (entry->pattern % 64);
	}
}

static void prefilter(const struct pattern_set *set, const char *text, size_t len,
                      uint64_t *candidates)
{
	memcpy(candidates, set->always, set->words * sizeof(*candidates));
	if (len == 0)
		return;
	for (uint16_t i = set->start_heads[(uint8_t)text[0] | 0x20]; i != NO_ENTRY;
	     i = set->starts[i].next)
		if (begins(&set->starts[i].literal, text, len))
			candidates[set->starts[i].pattern / 64] |= (uint64_t)1
			                                           << (set->starts[i].pattern % 64);
	for (size_t position = 0; position + GRAM <= len; position += STEP) {
		uint32_t h = hash(gram_at(text + position));
		if ((set->bitmap[h / 64] >> (h % 64) & 1) != 0)
			look_up(set, text, len, position, h, candidates);
	}
}

static bool matches(struct pattern_set *set, size_t id, const char *text, size_t len)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)text;
	if (set->compiled[id])
		return pcre2_jit_match(set->codes[id], subject, len, 0, 0, set->data,
		                       set->context) >= 0;
	return pcre2_match(set->codes[id], subject, len, 0, 0, set->data, set->context) >= 0;
}

size_t pattern_set_match(struct pattern_set *set, const char *text, size_t len, uint16_t *ids,
                         size_t max)
{
	uint64_t candidates[PATTERN_WORDS];
	size_t found = 0;
	prefilter(set, text, len, candidates);
	for (size_t word = 0; word < set->words; word++) {
		uint64_t bits = candidates[word] & set->active[word];
		for (; bits != 0; bits &= bits - 1) {
			size_t id = word * 64 + (size_t)__builtin_ctzll(bits);
			if (found < max && matches(set, id, text, len))
				ids[found++] = (uint16_t)id;
		}
	}
	return found;
}
