/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/answers.h"

#include <string.h>

static char *trimmed(struct arena *arena, const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\r", *text) != NULL) {
		text++;
		len--;
	}
	while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
		len--;
	return arena_strndup(arena, text, len);
}

static struct answer *find(const struct answers *answers, const char *key)
{
	for (size_t i = 0; i < answers->count; i++)
		if (strcmp(answers->list[i].key, key) == 0)
			return &answers->list[i];
	return NULL;
}

static int add(struct arena *arena, const char *text, size_t len, struct where at,
               struct answers *answers, struct diags *diags)
{
	const char *equals = memchr(text, '=', len);
	struct answer answer = { .at = at };
	if (equals != NULL) {
		answer.key = trimmed(arena, text, (size_t)(equals - text));
		answer.value = trimmed(arena, equals + 1, len - (size_t)(equals + 1 - text));
	}
	if (equals == NULL || *answer.key == '\0' || *answer.value == '\0')
		return diag_error(diags, "FX220", at,
		                  "write KEY=VALUE; --explain and --questions list the keys",
		                  "expected KEY=VALUE, found \"%.*s\"", (int)len, text);
	struct answer *before = find(answers, answer.key);
	if (before != NULL && before->at.kind == at.kind) {
		diag_error(diags, "FX233", at, "keep the one that is true",
		           "%s is answered twice: %s and %s", answer.key, before->value,
		           answer.value);
		diag_also(diags, before->at);
		return -1;
	}
	if (before != NULL) {
		*before = answer;
		return 0;
	}
	answers->list = arena_push(arena, answers->list, answers->count, sizeof(*answers->list));
	answers->list[answers->count++] = answer;
	return 0;
}

int answers_add(struct arena *arena, const char *text, struct answers *answers, struct diags *diags)
{
	return add(arena, text, strlen(text), nowhere(), answers, diags);
}

/* A comment starts the line or follows a blank: values may hold a '#'. */
static size_t without_comment(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t'))
			return i;
	return len;
}

int answers_read(struct arena *arena, struct bytes file, struct answers *answers,
                 struct diags *diags)
{
	const char *p = (const char *)file.p, *end = p + file.len;
	int result = 0;
	for (unsigned line = 1; p < end; line++) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((newline != NULL ? newline : end) - p);
		size_t said = without_comment(p, len);
		if (*trimmed(arena, p, said) != '\0' &&
		    add(arena, p, said, at_line(file.name, line, 1), answers, diags) < 0)
			result = -1;
		p += len + 1;
	}
	return result;
}
