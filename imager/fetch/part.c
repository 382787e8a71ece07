/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/part.h"

#include "imager/format/payload-table.h"

#include "lib/input.h"

#include <string.h>

static int open_part(struct arena *arena, const struct board *board,
                     const struct component *component, struct part *out, struct diags *diags)
{
	const struct board_component *wanted = board_component(board, component->id);
	*out = (struct part){ .component = *component };
	/* mapped to the end of the run: the image is written straight out of the cache's pages */
	if (input_map(arena, component->path, &out->data, diags) < 0)
		return -1;
	out->payload = payload_recognise(arena, out->data, diags);
	if (wanted->kind == NULL)
		return 0;
	return payload_check(&out->payload, wanted->kind, "arm", component->id, component->at,
	                     diags);
}

int parts_open(struct arena *arena, const struct board *board, const struct components *components,
               struct parts *out, struct diags *diags)
{
	struct part *list = arena_array(arena, components->count, sizeof(*list));
	int result = 0;
	for (size_t i = 0; i < components->count; i++)
		result |= open_part(arena, board, &components->list[i], &list[i], diags);
	*out = (struct parts){ list, components->count };
	return diags_failed(diags) ? -1 : result;
}

const struct part *parts_find(const struct parts *parts, const char *id)
{
	for (size_t i = 0; id && i < parts->count; i++)
		if (strcmp(parts->list[i].component.id, id) == 0)
			return &parts->list[i];
	return NULL;
}
