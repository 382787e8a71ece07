/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/origin-table.h"

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

const struct origin *origin_find(const char *text)
{
	for (size_t i = 0; i < ORIGIN_COUNT; i++) {
		if (origin_is(text, origins[i].prefix))
			return &origins[i];
	}
	return NULL;
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
	struct origin_words words;
	const struct origin *origin = origin_find(component->origin);
	if (origin == NULL)
		return diag_error(fetch->diags, "IM205", component->at, origin_names(fetch->arena),
		                  "the origin \"%s\" has no known beginning", component->origin);
	if (origin->form == NULL ||
	    origin_split(fetch->arena, origin_what(component->origin), &words) == 0)
		return 0;
	return diag_error(fetch->diags, "IM205", component->at,
	                  arena_printf(fetch->arena, "write %s", origin->form),
	                  "the origin \"%s\" is not complete", component->origin);
}
