/* SPDX-License-Identifier: GPL-2.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "serial-tools/text/expression.h"

#include <pcre2.h>

struct expression {
	const char *text;
	pcre2_code *code;
	pcre2_match_data *match;
};

int expression_open(struct arena *arena, const char *option, const char *text,
                    struct expression **out, struct diags *diags)
{
	int error;
	size_t at;
	struct expression *expression = arena_new(arena, struct expression);
	expression->text = text;
	expression->code =
		pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, &error, &at, NULL);
	if (expression->code == NULL) {
		unsigned char reason[128];
		pcre2_get_error_message(error, reason, sizeof(reason));
		return diag_error(
			diags, "SE106", nowhere(),
			"pcre2pattern(3) tells the syntax; a backslash takes a character literally",
			"--%s: \"%s\" is no regular expression: at character %zu: %s", option, text,
			at + 1, (const char *)reason);
	}
	pcre2_jit_compile(expression->code, PCRE2_JIT_COMPLETE);
	expression->match = pcre2_match_data_create(1, NULL);
	*out = expression;
	return 0;
}

bool expression_matches(struct expression *expression, const char *text, size_t len)
{
	return pcre2_match(expression->code, (PCRE2_SPTR)text, len, 0, 0, expression->match,
	                   NULL) >= 0;
}

const char *expression_text(const struct expression *expression)
{
	return expression->text;
}

void expression_close(struct expression *expression)
{
	if (expression == NULL)
		return;
	pcre2_match_data_free(expression->match);
	pcre2_code_free(expression->code);
}
