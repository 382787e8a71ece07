#include "imager/origin.h"

#include <stdarg.h>
#include <string.h>

static const struct origin origins[] = {
	{ "path", false, true, NULL, origin_path_bring },
	{ "deb", true, true, "deb:PACKAGE:ARCH/PATH, e.g. deb:busybox-static:armhf/bin/busybox",
	  origin_deb_bring },
	{ "source", true, true,
	  "source:PACKAGE:TARGET/FILE, e.g. source:u-boot:Mele_M9/u-boot-sunxi-with-spl.bin",
	  origin_source_bring },
	{ "fex", false, false, NULL, origin_fex_bring },
	{ "ramdisk", false, false, NULL, origin_ramdisk_bring },
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

static const char *origin_names(struct arena *arena)
{
	const char *names = "one of";
	for (size_t i = 0; i < ORIGIN_COUNT; i++)
		names = arena_printf(arena, "%s%s %s:", names, i == 0 ? "" : ",",
		                     origins[i].prefix);
	return names;
}

int origin_check(struct fetch *fetch, size_t index)
{
	const struct board_component *component = &fetch->board->components[index];
	const char *what;
	struct origin_words words;
	const struct origin *origin = origin_find(component->origin, &what);
	if (origin == NULL)
		return diag_error(fetch->diags, "IM205", component->at, origin_names(fetch->arena),
		                  "the origin \"%s\" has no known beginning", component->origin);
	if (origin->form == NULL || origin_split(fetch->arena, what, &words) == 0)
		return 0;
	return diag_error(fetch->diags, "IM205", component->at,
	                  arena_printf(fetch->arena, "write %s", origin->form),
	                  "the origin \"%s\" is not complete", component->origin);
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
