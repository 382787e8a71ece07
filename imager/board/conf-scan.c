/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/conf-scan.h"

#include <string.h>

#define DEPTH_LIMIT 16 /* sections within sections; ours need 2 */

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_MARK, TOKEN_BROKEN };

struct token {
	enum token_kind kind;
	char mark; /* { } = + , ( ) */
	size_t start, end;
	unsigned line, column;
	const char *word; /* without quotes */
};

struct scanner {
	struct arena *arena;
	struct bytes file;
	size_t at, line_start;
	unsigned line;
	struct token token; /* the current one */
	struct conf_items items;
	struct diags *diags;
};

static char char_at(const struct scanner *scanner, size_t at)
{
	return (char)u8_at(scanner->file, at);
}

static void skip_one(struct scanner *scanner)
{
	if (char_at(scanner, scanner->at++) == '\n') {
		scanner->line++;
		scanner->line_start = scanner->at;
	}
}

static void skip_line(struct scanner *scanner)
{
	while (scanner->at < scanner->file.len && char_at(scanner, scanner->at) != '\n')
		scanner->at++;
}

static void skip_comment(struct scanner *scanner)
{
	while (scanner->at < scanner->file.len &&
	       !(char_at(scanner, scanner->at) == '*' && char_at(scanner, scanner->at + 1) == '/'))
		skip_one(scanner);
	scanner->at += scanner->at < scanner->file.len ? 2 : 0;
}

static void skip_blanks(struct scanner *scanner)
{
	while (scanner->at < scanner->file.len) {
		char c = char_at(scanner, scanner->at), next = char_at(scanner, scanner->at + 1);
		if (c == '#' || (c == '/' && next == '/'))
			skip_line(scanner);
		else if (c == '/' && next == '*')
			skip_comment(scanner);
		else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
			skip_one(scanner);
		else
			return;
	}
}

static enum token_kind scan_quoted(struct scanner *scanner)
{
	char quote = char_at(scanner, scanner->at++);
	size_t start = scanner->at;
	while (scanner->at < scanner->file.len && char_at(scanner, scanner->at) != quote) {
		if (char_at(scanner, scanner->at) == '\\')
			skip_one(scanner);
		skip_one(scanner);
	}
	if (scanner->at >= scanner->file.len)
		return TOKEN_BROKEN;
	scanner->token.word = arena_strndup(scanner->arena, (const char *)scanner->file.p + start,
	                                    scanner->at - start);
	scanner->at++;
	return TOKEN_WORD;
}

static enum token_kind scan_bare(struct scanner *scanner)
{
	size_t start = scanner->at;
	while (scanner->at < scanner->file.len &&
	       strchr(" \t\r\n{}=+,()#\"'", char_at(scanner, scanner->at)) == NULL)
		scanner->at++;
	if (scanner->at == start)
		return TOKEN_BROKEN; /* a NUL */
	scanner->token.word = arena_strndup(scanner->arena, (const char *)scanner->file.p + start,
	                                    scanner->at - start);
	return TOKEN_WORD;
}

static void next_token(struct scanner *scanner)
{
	skip_blanks(scanner);
	struct token *token = &scanner->token;
	*token = (struct token){ .start = scanner->at,
		                 .line = scanner->line,
		                 .column = (unsigned)(scanner->at - scanner->line_start) + 1 };
	char c = char_at(scanner, scanner->at);
	if (scanner->at >= scanner->file.len) {
		token->kind = TOKEN_END;
	} else if (c != '\0' && strchr("{}=+,()", c) != NULL) {
		token->kind = TOKEN_MARK;
		token->mark = c;
		scanner->at++;
	} else {
		token->kind = c == '"' || c == '\'' ? scan_quoted(scanner) : scan_bare(scanner);
	}
	token->end = scanner->at;
}

static bool is_mark(const struct scanner *scanner, char mark)
{
	return scanner->token.kind == TOKEN_MARK && scanner->token.mark == mark;
}

static struct where here(const struct scanner *scanner)
{
	return at_line(scanner->file.name, scanner->token.line, scanner->token.column);
}

static int unexpected(const struct scanner *scanner, const char *wanted)
{
	const struct token *token = &scanner->token;
	const char *found =
		token->kind == TOKEN_END      ? "the end of the file"
		: token->kind == TOKEN_BROKEN ? "an unfinished word (is a quote not closed?)"
		: token->kind == TOKEN_MARK   ? arena_printf(scanner->arena, "'%c'", token->mark)
					      : arena_printf(scanner->arena, "\"%s\"", token->word);
	return diag_error(scanner->diags, "IM104", here(scanner),
	                  "the form is: KEY = VALUE, KEY = {VALUE, VALUE}, SECTION { … }",
	                  "expected %s, found %s", wanted, found);
}

/* A value, or a list of them in braces. */
static int scan_value(struct scanner *scanner)
{
	if (scanner->token.kind == TOKEN_WORD)
		return 0;
	if (!is_mark(scanner, '{'))
		return unexpected(scanner, "a value");
	for (next_token(scanner); !is_mark(scanner, '}'); next_token(scanner))
		if (scanner->token.kind != TOKEN_WORD && !is_mark(scanner, ','))
			return unexpected(scanner, "a value, a comma or '}'");
	return 0;
}

static size_t add_item(struct scanner *scanner, int parent)
{
	struct conf_items *items = &scanner->items;
	items->list = arena_push(scanner->arena, items->list, items->count, sizeof(*items->list));
	items->list[items->count] = (struct conf_item){ .name = scanner->token.word,
		                                        .parent = parent,
		                                        .start = scanner->token.start,
		                                        .at = here(scanner) };
	return items->count++;
}

static int scan_members(struct scanner *scanner, int parent, int depth);

/* Behind the name: " = VALUE", " += VALUE", " { … }" or " TITLE { … }". */
static int scan_item(struct scanner *scanner, int parent, int depth)
{
	size_t index = add_item(scanner, parent);
	next_token(scanner);
	if (is_mark(scanner, '+'))
		next_token(scanner);
	if (is_mark(scanner, '=')) {
		next_token(scanner);
		if (scan_value(scanner) < 0)
			return -1;
	} else {
		if (scanner->token.kind == TOKEN_WORD) {
			scanner->items.list[index].title = scanner->token.word;
			next_token(scanner);
		}
		scanner->items.list[index].section = true;
		if (!is_mark(scanner, '{'))
			return unexpected(scanner, "'=' or '{'");
		next_token(scanner);
		if (scan_members(scanner, (int)index, depth + 1) < 0)
			return -1;
	}
	scanner->items.list[index].end = scanner->token.end;
	next_token(scanner);
	return 0;
}

static int unclosed(const struct scanner *scanner, const struct conf_item *section)
{
	return diag_error(scanner->diags, "IM104", section->at, "close it with '}'",
	                  "the section %s is not closed", section->name);
}

/* Up to the closing brace of the section, or the end of the file. */
static int scan_members(struct scanner *scanner, int parent, int depth)
{
	if (depth > DEPTH_LIMIT)
		return unexpected(scanner, "fewer sections within sections");
	while (scanner->token.kind == TOKEN_WORD)
		if (scan_item(scanner, parent, depth) < 0)
			return -1;
	if (parent < 0 && scanner->token.kind == TOKEN_END)
		return 0;
	if (parent >= 0 && scanner->token.kind == TOKEN_END)
		return unclosed(scanner, &scanner->items.list[parent]);
	if (parent >= 0 && is_mark(scanner, '}'))
		return 0;
	return unexpected(scanner, parent < 0 ? "a key or a section" : "a key or '}'");
}

int conf_scan(struct arena *arena, struct bytes file, struct conf_items *out, struct diags *diags)
{
	struct scanner scanner = { .arena = arena, .file = file, .line = 1, .diags = diags };
	next_token(&scanner);
	int result = scan_members(&scanner, -1, 0);
	*out = scanner.items;
	return result;
}
