/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/text/literal.h"

#include <ctype.h>
#include <string.h>

#define GROUP_DEPTH 8

struct reader {
	const char *p;
	int depth;
};

/* One sequence while it is read: the run of literal characters so far and the best set. */
struct sequence {
	struct literal run;
	struct literals best;
	bool at_start; /* nothing that takes characters has been read, and '^' has */
};

static void read_alternatives(struct reader *reader, bool at_start, struct literals *out);

unsigned literal_rarity(const char *text, size_t len)
{
	static const char common[] = " etaoinrs0.-=*_";
	static const char usual[] = "dlucmfphg123456789:/,";
	unsigned sum = 0;
	for (size_t i = 0; i < len; i++)
		sum += strchr(common, tolower(text[i])) != NULL  ? 1
		       : strchr(usual, tolower(text[i])) != NULL ? 2
		                                                 : 3;
	return sum;
}

/* Words that stand in very many lines of boot logs, and so are hardly worth looking for. */
static bool is_everyday(const struct literal *literal)
{
	static const char *const words[] = { "(XEN) ",  "error",  "failed",   "failed ", "error ",
		                             " failed", " error", "timeout",  "invalid", " fail",
		                             "device",  "memory", "INFO:   ", "NOTICE: " };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == literal->len &&
		    strncasecmp(words[i], literal->text, literal->len) == 0)
			return true;
	return false;
}

static bool usable(const struct literal *literal)
{
	return literal->at_start ? literal->len > 0 : literal->len >= LITERAL_FLOAT;
}

static unsigned quality(const struct literals *set)
{
	unsigned least = 0;
	for (size_t i = 0; i < set->count; i++) {
		unsigned each = literal_rarity(set->list[i].text, set->list[i].len);
		if (is_everyday(&set->list[i]))
			each = 3;
		else if (set->list[i].at_start)
			each = set->list[i].len < 3 ? 1 : each + 4;
		if (i == 0 || each < least)
			least = each;
	}
	return least;
}

static void consider(struct sequence *sequence, const struct literals *set)
{
	if (set->count > 0 && quality(set) >= quality(&sequence->best))
		sequence->best = *set;
}

static void end_run(struct sequence *sequence)
{
	if (usable(&sequence->run)) {
		struct literals one = { .count = 1 };
		one.list[0] = sequence->run;
		consider(sequence, &one);
	}
	sequence->run = (struct literal){ .len = 0 };
}

/* Reads a quantifier. Returns whether the atom before it may be absent; *@any: there was one. */
static bool read_quantifier(struct reader *reader, bool *any)
{
	char c = *reader->p;
	bool absent = c == '?' || c == '*' || (c == '{' && reader->p[1] == '0');
	*any = c != '\0' && strchr("?*+", c) != NULL;
	if (*any) {
		reader->p++;
	} else if (c == '{' && isdigit((unsigned char)reader->p[1])) {
		*any = true;
		reader->p += strcspn(reader->p, "}");
		reader->p += *reader->p == '}';
	}
	if (*any && *reader->p != '\0' && strchr("?+", *reader->p) != NULL)
		reader->p++;
	return *any && absent;
}

static void take_other(struct reader *reader, struct sequence *sequence)
{
	bool any;
	read_quantifier(reader, &any);
	end_run(sequence);
	sequence->at_start = false;
}

static void take_char(struct reader *reader, struct sequence *sequence, char c)
{
	bool any, absent = read_quantifier(reader, &any);
	if (absent) {
		end_run(sequence);
		sequence->at_start = false;
		return;
	}
	if (sequence->run.len == 0)
		sequence->run.at_start = sequence->at_start;
	if (sequence->run.len < LITERAL_SIZE)
		sequence->run.text[sequence->run.len++] = c;
	sequence->at_start = false;
	if (any)
		end_run(sequence);
}

static void take_class(struct reader *reader, struct sequence *sequence)
{
	if (*reader->p == '^')
		reader->p++;
	if (*reader->p == ']')
		reader->p++;
	while (*reader->p != '\0' && *reader->p != ']') {
		if (reader->p[0] == '[' && reader->p[1] == ':') {
			const char *end = strstr(reader->p, ":]");
			reader->p = end != NULL ? end + 1 : reader->p;
		} else if (reader->p[0] == '\\' && reader->p[1] != '\0') {
			reader->p++;
		}
		reader->p++;
	}
	reader->p += *reader->p == ']';
	take_other(reader, sequence);
}

static void take_escape(struct reader *reader, struct sequence *sequence)
{
	char c = *reader->p;
	if (c == '\0')
		return;
	reader->p++;
	if (c == 't')
		take_char(reader, sequence, '\t');
	else if (strchr("bBAzZGK", c) != NULL)
		return; /* takes no characters */
	else if (isalnum((unsigned char)c))
		take_other(reader, sequence);
	else
		take_char(reader, sequence, c);
}

static void skip_group(struct reader *reader)
{
	int depth = 1;
	while (*reader->p != '\0' && depth > 0) {
		if (*reader->p == '\\' && reader->p[1] != '\0')
			reader->p++;
		else if (*reader->p == '(')
			depth++;
		else if (*reader->p == ')')
			depth--;
		reader->p++;
	}
}

static void take_group(struct reader *reader, struct sequence *sequence)
{
	struct literals set = { .count = 0 };
	if (strncmp(reader->p, "?i)", 3) == 0) {
		reader->p += 3;
		return;
	}
	if (*reader->p == '?' && strncmp(reader->p, "?:", 2) != 0) {
		skip_group(reader);
		return; /* look-around: takes no characters */
	}
	if (*reader->p == '?')
		reader->p += 2;
	if (++reader->depth > GROUP_DEPTH) {
		skip_group(reader);
	} else {
		read_alternatives(reader, sequence->at_start && sequence->run.len == 0, &set);
		reader->p += *reader->p == ')';
	}
	reader->depth--;
	bool any, absent = read_quantifier(reader, &any);
	end_run(sequence);
	sequence->at_start = false;
	if (!absent)
		consider(sequence, &set);
}

static void read_sequence(struct reader *reader, bool at_start, struct literals *out)
{
	struct sequence sequence = { .at_start = at_start };
	while (*reader->p != '\0' && *reader->p != '|' && *reader->p != ')') {
		char c = *reader->p++;
		if (c == '\\')
			take_escape(reader, &sequence);
		else if (c == '[')
			take_class(reader, &sequence);
		else if (c == '(')
			take_group(reader, &sequence);
		else if (c == '.')
			take_other(reader, &sequence);
		else if (c == '^')
			sequence.at_start = sequence.run.len == 0;
		else if (c != '$')
			take_char(reader, &sequence, c);
	}
	end_run(&sequence);
	*out = sequence.best;
}

/* The union of what each alternative needs; none as soon as one alternative needs nothing. */
static void read_alternatives(struct reader *reader, bool at_start, struct literals *out)
{
	bool all = true;
	*out = (struct literals){ .count = 0 };
	for (;;) {
		struct literals one;
		read_sequence(reader, at_start, &one);
		all = all && one.count > 0 && out->count + one.count <= LITERALS_MAX;
		for (size_t i = 0; all && i < one.count; i++)
			out->list[out->count++] = one.list[i];
		if (*reader->p != '|')
			break;
		reader->p++;
	}
	if (!all)
		out->count = 0;
}

void literals_of(const char *pattern, struct literals *out)
{
	struct reader reader = { .p = pattern };
	read_alternatives(&reader, false, out);
	if (*reader.p != '\0')
		out->count = 0; /* an unmatched bracket: PCRE2 will say so */
}
