/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/options.h"

#include "lib/explain.h"
#include "lib/nearest.h"
#include "lib/number.h"
#include "lib/places.h"

#include <stdbool.h>
#include <string.h>

struct parser {
	struct arena *arena;
	const struct option_spec *spec;
	int argc, at;
	char *const *argv;
	void *values;
	struct diags *diags;
	const char **operands;
	size_t operand_count;
};

static const struct option_row *find_long(const struct option_spec *spec, const char *name,
                                          size_t len)
{
	for (size_t i = 0; i < spec->row_count; i++)
		if (spec->rows[i].kind != OPTION_GROUP && strlen(spec->rows[i].name) == len &&
		    memcmp(spec->rows[i].name, name, len) == 0)
			return &spec->rows[i];
	return NULL;
}

static const struct option_row *find_letter(const struct option_spec *spec, char letter)
{
	for (size_t i = 0; i < spec->row_count; i++)
		if (spec->rows[i].kind != OPTION_GROUP && spec->rows[i].letter == letter)
			return &spec->rows[i];
	return NULL;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);
	for (const char *p = choices; p != NULL; p = strchr(p, '|')) {
		p += *p == '|';
		if (strncmp(p, value, len) == 0 && (p[len] == '|' || p[len] == '\0'))
			return true;
	}
	return false;
}

static int bad_value(const struct parser *parser, const struct option_row *row, const char *value,
                     const char *wanted)
{
	return diag_error(parser->diags, "LB071", nowhere(),
	                  arena_printf(parser->arena, "see %s --help", parser->spec->program),
	                  "--%s: expected %s, found \"%s\"", row->name, wanted, value);
}

static void add_to_list(struct arena *arena, struct option_list *list, const char *value)
{
	list->values = arena_push(arena, list->values, list->count, sizeof(*list->values));
	list->values[list->count++] = value;
}

static int store(const struct parser *parser, const struct option_row *row, const char *value)
{
	void *to = (char *)parser->values + row->offset;
	if (row->kind == OPTION_FLAG) {
		*(bool *)to = true;
		return 0;
	}
	if (row->choices != NULL && !is_choice(row->choices, value))
		return bad_value(parser, row, value,
		                 arena_printf(parser->arena, "one of %s", row->choices));
	switch (row->kind) {
	case OPTION_STRING:
		*(const char **)to = value;
		return 0;
	case OPTION_NUMBER:
		return number_parse(value, to) == 0 ? 0 : bad_value(parser, row, value, "a number");
	case OPTION_SIZE:
		return number_parse_size(value, to) == 0
		               ? 0
		               : bad_value(parser, row, value, "a size such as 512, 8k, 64M");
	case OPTION_TIME:
		return number_parse_ms(value, to) == 0
		               ? 0
		               : bad_value(parser, row, value,
		                           "a time such as 90, 2.5, 1m30s, 250ms");
	case OPTION_LIST:
		add_to_list(parser->arena, to, value);
		return 0;
	case OPTION_FLAG:
	case OPTION_GROUP:
		break;
	}
	return 0;
}

static int unknown(const struct parser *parser, const char *option)
{
	const struct option_spec *spec = parser->spec;
	const char **names = arena_array(parser->arena, spec->row_count + 4, sizeof(*names));
	size_t count = 0;
	for (size_t i = 0; i < spec->row_count; i++)
		if (spec->rows[i].kind != OPTION_GROUP)
			names[count++] = spec->rows[i].name;
	names[count++] = "help";
	names[count++] = "version";
	names[count++] = "explain";
	const char *near = nearest_word(parser->arena, option + strspn(option, "-"), names);
	const char *meant =
		near == NULL ? "" : arena_printf(parser->arena, "did you mean --%s? ", near);
	return diag_error(parser->diags, "LB070", nowhere(),
	                  arena_printf(parser->arena, "%ssee %s --help", meant, spec->program),
	                  "unknown option %s", option);
}

/* The value of an option without "=": the next word. */
static int take_value(struct parser *parser, const struct option_row *row, const char **value)
{
	if (parser->at + 1 < parser->argc) {
		*value = parser->argv[++parser->at];
		return 0;
	}
	return diag_error(parser->diags, "LB071", nowhere(),
	                  arena_printf(parser->arena, "see %s --help", parser->spec->program),
	                  "--%s needs a value (%s)", row->name, row->value);
}

static int parse_long(struct parser *parser, const char *word)
{
	const char *equals = strchr(word, '=');
	size_t len = equals == NULL ? strlen(word) : (size_t)(equals - word);
	const struct option_row *row = find_long(parser->spec, word, len);
	const char *value = equals == NULL ? NULL : equals + 1;
	if (row == NULL)
		return unknown(parser, arena_printf(parser->arena, "--%.*s", (int)len, word));
	if (row->kind == OPTION_FLAG && value != NULL)
		return bad_value(parser, row, value, "no value");
	if (row->kind != OPTION_FLAG && value == NULL && take_value(parser, row, &value) < 0)
		return -1;
	return store(parser, row, value);
}

static int parse_letters(struct parser *parser, const char *letters)
{
	for (; *letters != '\0'; letters++) {
		const struct option_row *row = find_letter(parser->spec, *letters);
		const char *value = letters[1] == '\0' ? NULL : letters + 1;
		if (row == NULL)
			return unknown(parser, arena_printf(parser->arena, "-%c", *letters));
		if (row->kind == OPTION_FLAG) {
			store(parser, row, NULL);
			continue;
		}
		if (value == NULL && take_value(parser, row, &value) < 0)
			return -1;
		return store(parser, row, value);
	}
	return 0;
}

static void add_operand(struct parser *parser, const char *word)
{
	parser->operands = arena_push(parser->arena, parser->operands, parser->operand_count,
	                              sizeof(*parser->operands));
	parser->operands[parser->operand_count++] = word;
}

static int check_operands(const struct parser *parser)
{
	const struct option_spec *spec = parser->spec;
	const char *usage = arena_printf(parser->arena, "usage: %s [options] %s", spec->program,
	                                 spec->operands);
	if (parser->operand_count < spec->operands_min)
		return diag_error(parser->diags, "LB072", nowhere(), usage, "%s is missing",
		                  spec->operands);
	if (parser->operand_count > spec->operands_max)
		return diag_error(parser->diags, "LB072", nowhere(), usage,
		                  "unexpected operand \"%s\"",
		                  parser->operands[spec->operands_max]);
	return 0;
}

static void print_version(const struct parser *parser)
{
	bool verbose = parser->at + 1 < parser->argc &&
	               (strcmp(parser->argv[parser->at + 1], "-v") == 0 ||
	                strcmp(parser->argv[parser->at + 1], "--verbose") == 0);
	printf("%s %s\n", parser->spec->program, VERSION);
	if (!verbose)
		return;
	struct places places = places_find(parser->arena, NULL, NULL);
	printf("share:  %s (%s)\nboards: %s (%s)\n", places.share, places.share_from, places.boards,
	       places.boards_from);
}

/* Answers --help, --version and --explain ID. Returns whether that was all; then *@result is
 * what options_parse() returns. */
static bool inform(struct parser *parser, const char *word, int *result)
{
	const char *id = NULL;
	if (strcmp(word, "--explain") == 0 && parser->at + 1 < parser->argc)
		id = parser->argv[parser->at + 1];
	else if (strncmp(word, "--explain=", 10) == 0)
		id = word + 10;
	if (strcmp(word, "--help") == 0)
		options_help(parser->spec, stdout);
	else if (strcmp(word, "--version") == 0)
		print_version(parser);
	else if (id == NULL || !explain_is_id(id))
		return false;
	else if (explain_print(parser->arena, id, stdout, parser->diags) < 0) {
		*result = -1;
		return true;
	}
	*result = 1;
	return true;
}

int options_parse(struct arena *arena, const struct option_spec *spec, int argc, char *const *argv,
                  void *values, struct operands *operands, struct diags *diags)
{
	struct parser parser = { .arena = arena,
		                 .spec = spec,
		                 .argc = argc,
		                 .at = 1,
		                 .argv = argv,
		                 .values = values,
		                 .diags = diags };
	int result = 0;
	for (; parser.at < argc; parser.at++) {
		const char *word = argv[parser.at];
		if (inform(&parser, word, &result))
			return result;
		if (strcmp(word, "--") == 0) {
			while (++parser.at < argc)
				add_operand(&parser, argv[parser.at]);
		} else if (strncmp(word, "--", 2) == 0) {
			result |= parse_long(&parser, word + 2);
		} else if (word[0] == '-' && word[1] != '\0') {
			result |= parse_letters(&parser, word + 1);
		} else {
			add_operand(&parser, word);
		}
	}
	result |= check_operands(&parser);
	*operands = (struct operands){ parser.operands, parser.operand_count };
	return result < 0 ? -1 : 0;
}

/* Blanks up to the column of the explanations; a character of UTF-8 counts once. */
static int padding(const char *left)
{
	int width = 0;
	for (; *left != '\0'; left++)
		width += (*left & 0xc0) != 0x80;
	return width < 28 ? 28 - width : 0;
}

void options_help(const struct option_spec *spec, FILE *to)
{
	fprintf(to, "usage: %s [options] %s\n%s\n\n", spec->program, spec->operands, spec->summary);
	for (size_t i = 0; i < spec->row_count; i++) {
		const struct option_row *row = &spec->rows[i];
		char left[64], letter[5] = "    ";
		if (row->kind == OPTION_GROUP) {
			fprintf(to, "%s\n", row->help == NULL ? row->name : row->help);
			continue;
		}
		if (row->letter != 0)
			snprintf(letter, sizeof(letter), "-%c, ", row->letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, row->name,
		         row->value == NULL ? "" : " ", row->value == NULL ? "" : row->value);
		fprintf(to, "  %s%*s %s\n", left, padding(left), "", row->help);
	}
	fprintf(to, "      --help                   this text\n"
	            "      --version [-v]           the version; with -v where its tables are\n"
	            "      --explain ID             the story behind a message, e.g. LB042\n");
	if (spec->example != NULL)
		fprintf(to, "\nexample:\n%s\n", spec->example);
}

void options_list(const struct option_spec *spec, FILE *to)
{
	for (size_t i = 0; i < spec->row_count; i++)
		if (spec->rows[i].kind != OPTION_GROUP)
			fprintf(to, "--%s%s\n", spec->rows[i].name,
			        spec->rows[i].kind == OPTION_FLAG ? "" : "=");
}
