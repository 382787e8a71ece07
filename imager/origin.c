#include "imager/origin.h"

#include <stdarg.h>
#include <string.h>

static const struct origin origins[] = {
	{ "path", false, true, origin_path_bring },
	{ "deb", true, true, origin_deb_bring },
	{ "source", true, true, origin_source_bring },
	{ "ramdisk", false, false, origin_ramdisk_bring },
};
#define ORIGIN_COUNT (sizeof(origins) / sizeof(origins[0]))

const struct origin *origin_find(const char *text, const char **what)
{
	for (size_t i = 0; i < ORIGIN_COUNT; i++) {
		size_t len = strlen(origins[i].prefix);
		if (strncmp(text, origins[i].prefix, len) == 0 && text[len] == ':') {
			*what = text + len + 1;
			return &origins[i];
		}
	}
	return NULL;
}

const char *origin_names(struct arena *arena)
{
	const char *names = "one of";
	for (size_t i = 0; i < ORIGIN_COUNT; i++)
		names = arena_printf(arena, "%s%s %s:", names, i == 0 ? "" : ",",
		                     origins[i].prefix);
	return names;
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
