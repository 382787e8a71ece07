/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/origin.h"

#include <stdarg.h>
#include <string.h>

bool origin_is(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);
	return strncmp(text, prefix, len) == 0 && text[len] == ':';
}

const char *origin_what(const char *text)
{
	return strchr(text, ':') + 1;
}

int origin_split(struct arena *arena, const char *what, struct origin_words *out)
{
	const char *colon = strchr(what, ':');
	const char *slash = colon == NULL ? NULL : strchr(colon, '/');
	if (slash == NULL || colon == what || slash == colon + 1 || slash[1] == '\0')
		return -1;
	*out = (struct origin_words){ arena_strndup(arena, what, (size_t)(colon - what)),
		                      arena_strndup(arena, colon + 1, (size_t)(slash - colon - 1)),
		                      slash + 1 };
	return 0;
}

int origin_failed(struct fetch *fetch, size_t index, const char *hint, const char *format, ...)
{
	const struct board_component *component = &fetch->board->components[index];
	va_list args;
	va_start(args, format);
	const char *why = arena_vprintf(fetch->arena, format, args);
	va_end(args);
	return diag_error(fetch->diags, "IM200", component->at,
	                  component->help != NULL ? component->help : hint,
	                  "the component %s cannot be had: %s", component->id, why);
}
