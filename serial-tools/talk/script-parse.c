/* SPDX-License-Identifier: GPL-2.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "serial-tools/talk/script-parse.h"

#include "lib/input.h"
#include "lib/number.h"

#include <ctype.h>
#include <pcre2.h>
#include <string.h>

#define UPLOAD_LIMIT  ((uint64_t)256 << 20) /* bytes; hours of line time at 115200 baud */
#define NESTING_LIMIT 32
/* U-Boot's prompts: "=> ", "BOARD # ", "sunxi#", "U-Boot> " at the end of what was said. */
#define PROMPT_PATTERN "(?:^|[\\r\\n])(?:[A-Za-z0-9_.() -]{0,32}(?:=>|#|>)) ?\\z"

/* The words of the language. Operands: p pattern, t text, f file, o option, m time; lower case needed,
 * upper case optional; u: a time with its unit at the line's end ("90s"), so that a number which
 * belongs to the pattern stays there. Only a pattern and a text may hold spaces. */
static const struct word_row {
	const char *name;
	enum script_word word;
	const char *operands;
	uint64_t timeout_ms;
} words[] = {
	{ "wait", WORD_WAIT, "pU", 60000 },
	{ "send", WORD_SEND, "T", 10000 },
	{ "type", WORD_TYPE, "t", 10000 },
	{ "sendbreak", WORD_SENDBREAK, "M", 250 },
	{ "interrupt-autoboot", WORD_INTERRUPT_AUTOBOOT, "M", 60000 },
	{ "run", WORD_RUN, "t", 0 },
	{ "try", WORD_TRY, "t", 0 },
	{ "upload", WORD_UPLOAD, "fO", 0 },
	{ "env-dump", WORD_ENV_DUMP, "t", 0 },
	{ "env-restore", WORD_ENV_RESTORE, "f", 0 },
	{ "if", WORD_IF, "p", 0 },
	{ "else", WORD_ELSE, "", 0 },
	{ "end", WORD_END, "", 0 },
	{ "prompt", WORD_PROMPT, "p", 0 },
	{ "sleep", WORD_SLEEP, "m", 0 },
	{ "timeout", WORD_TIMEOUT, "m", 0 },
	{ "pass", WORD_PASS, "", 0 },
	{ "fail", WORD_FAIL, "T", 0 },
};

static const struct word_row *find_word(const char *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

static int compile(const char *pattern, struct where at, void **out, struct diags *diags)
{
	int error;
	PCRE2_SIZE offset;
	PCRE2_UCHAR said[128];
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	                                 PCRE2_MULTILINE | PCRE2_NEVER_UTF, &error, &offset, NULL);
	if (code == NULL) {
		pcre2_get_error_message(error, said, sizeof(said));
		return diag_error(diags, "SE402", at, "patterns are PCRE2, as in grep -P",
		                  "the pattern \"%s\" cannot be used: %s at character %zu", pattern,
		                  (const char *)said, (size_t)offset + 1);
	}
	*out = code;
	return 0;
}

/* Takes a time ("30", "1m30s") off the end of @rest when the last word is one. */
static uint64_t take_time(char *rest, bool with_unit)
{
	uint64_t ms;
	char *space = strrchr(rest, ' ');
	char *last = space == NULL ? rest : space + 1;
	if (*last == '\0' || number_parse_ms(last, &ms) < 0)
		return 0;
	if (with_unit && strpbrk(last, "smh") == NULL)
		return 0;
	while (last > rest && last[-1] == ' ')
		last--;
	*last = '\0';
	return ms;
}

static int bad_operands(const struct word_row *row, struct where at, struct diags *diags)
{
	return diag_error(diags, "SE401", at, "see \"Send and expect\" in docs/guide.md",
	                  "%s: an operand is missing or one too many", row->name);
}

static int take_operands(struct arena *arena, const struct word_row *row, char *rest,
                         struct script_instruction *out, struct diags *diags)
{
	int result = 0;
	out->timeout_ms = row->timeout_ms;
	for (const char *kind = row->operands; *kind != '\0'; kind++) {
		if (*kind == 'M' || *kind == 'm' || *kind == 'U') {
			uint64_t ms;
			if ((ms = take_time(rest, *kind == 'U')) > 0)
				out->timeout_ms = ms;
			else if (*kind == 'm')
				return bad_operands(row, out->at, diags);
		}
	}
	char kind = row->operands[0];
	if (kind == 'f' && strchr(rest, ' ') != NULL) {
		char *space = strchr(rest, ' ');
		*space = '\0';
		out->option = space + 1;
	}
	out->text = rest;
	bool wants_text = kind == 'p' || kind == 't' || kind == 'f';
	bool takes_text = wants_text || kind == 'T';
	if (wants_text ? *rest == '\0' : !takes_text && *rest != '\0')
		return bad_operands(row, out->at, diags);
	if (kind == 'p' && strcmp(rest, "ok") != 0 && strcmp(rest, "failed") != 0)
		result = compile(rest, out->at, &out->pattern, diags);
	if (kind == 'f')
		result = input_read(arena, rest, UPLOAD_LIMIT, &out->file, diags);
	return result;
}

/* One or two hexadecimal digits; 0 when there is none. */
static unsigned hex_byte(const char *p, unsigned *digits)
{
	char text[3] = { 0 };
	for (*digits = 0; *digits < 2 && isxdigit((unsigned char)p[*digits]); (*digits)++)
		text[*digits] = p[*digits];
	return (unsigned)strtoul(text, NULL, 16);
}

/* Turns \r \n \t \xHH \\ into characters, in place. */
static void unescape(char *text)
{
	char *to = text;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p != '\\' || p[1] == '\0') {
			*to++ = *p;
			continue;
		}
		p++;
		unsigned digits = 0, code = *p == 'x' ? hex_byte(p + 1, &digits) : 0;
		if (code != 0) {
			*to++ = (char)code;
			p += digits;
		} else {
			*to++ = *p == 'r' ? '\r' : *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
		}
	}
	*to = '\0';
}

/* One line: 0 and *@out, 1 when it is empty or a comment, -1. */
static int parse_line(struct arena *arena, char *line, struct where at,
                      struct script_instruction *out, struct diags *diags)
{
	while (*line == ' ' || *line == '\t')
		line++;
	size_t len = strlen(line);
	while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
		line[--len] = '\0';
	if (*line == '\0' || *line == '#')
		return 1;
	char *rest = line + strcspn(line, " \t");
	if (*rest != '\0')
		*rest++ = '\0';
	while (*rest == ' ' || *rest == '\t')
		rest++;
	const struct word_row *row = find_word(line);
	if (row == NULL)
		return diag_error(
			diags, "SE400", at,
			"the words are wait send type sendbreak interrupt-autoboot run try "
			"upload env-dump env-restore if else end prompt sleep timeout pass fail",
			"unknown word \"%s\"", line);
	*out = (struct script_instruction){ .word = row->word, .at = at };
	int result = take_operands(arena, row, rest, out, diags);
	if (row->word == WORD_TYPE)
		unescape(rest);
	return result;
}

/* Resolves where if and else jump to. */
static int link_blocks(struct script_instruction *code, size_t count, struct diags *diags)
{
	size_t open[NESTING_LIMIT], depth = 0;
	int result = 0;
	for (size_t i = 0; i < count; i++) {
		if (code[i].word == WORD_IF && depth < NESTING_LIMIT) {
			open[depth++] = i;
		} else if (code[i].word == WORD_IF ||
		           ((code[i].word == WORD_ELSE || code[i].word == WORD_END) &&
		            depth == 0)) {
			result = diag_error(diags, "SE403", code[i].at,
			                    "every else and end belongs to an if above it",
			                    "no if is open here, or too many are");
		} else if (code[i].word == WORD_ELSE) {
			code[open[depth - 1]].jump = i + 1;
			open[depth - 1] = i;
		} else if (code[i].word == WORD_END) {
			code[open[--depth]].jump = i;
		}
	}
	while (depth > 0)
		result = diag_error(diags, "SE403", code[open[--depth]].at, "add the line \"end\"",
		                    "this if or else is never closed");
	return result;
}

int script_parse(struct arena *arena, struct bytes text, struct script *out, struct diags *diags)
{
	struct script_instruction *code = NULL;
	char *rest = arena_strndup(arena, (const char *)text.p, text.len), *line;
	size_t count = 0;
	int result = 0;
	*out = (struct script){ .arena = arena,
		                .state = SCRIPT_RUNNING,
		                .status = -1,
		                .command_ms = SCRIPT_COMMAND_MS };
	for (unsigned number = 1; (line = strsep(&rest, "\n")) != NULL; number++) {
		struct script_instruction one = { 0 };
		int got = parse_line(arena, line, at_line(text.name, number, 0), &one, diags);
		if (got < 0)
			result = -1;
		if (got == 1)
			continue;
		code = arena_push(arena, code, count, sizeof(*code));
		code[count++] = one;
	}
	if (link_blocks(code, count, diags) < 0)
		result = -1;
	if (compile(PROMPT_PATTERN, nowhere(), &out->prompt, diags) < 0)
		result = -1;
	out->code = code;
	out->count = count;
	out->captured = arena_alloc(arena, SCRIPT_CAPTURED);
	if (result < 0)
		script_close(out);
	return result;
}

void script_close(struct script *script)
{
	for (size_t i = 0; i < script->count; i++)
		if (script->code[i].pattern != NULL && script->code[i].pattern != script->prompt)
			pcre2_code_free(script->code[i].pattern);
	if (script->prompt != NULL)
		pcre2_code_free(script->prompt);
	script->prompt = NULL;
	script->count = 0;
}
