/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A component that was fetched, with its bytes and what they are: what plans are made of.
 */
#ifndef IMAGER_PART_H
#define IMAGER_PART_H

#include "imager/board/board.h"
#include "imager/fetch/component.h"
#include "imager/format/payload.h"

struct part {
	struct component component;
	struct bytes data;
	struct payload payload;
};

struct parts {
	const struct part *list;
	size_t count;
};

/*
 * Maps the components' files, to the end of the run, and recognises them. One whose kind is not among those that
 * its board allows is refused (IM300); all of them are said. Returns 0 or -1.
 */
int parts_open(struct arena *arena, const struct board *board, const struct components *components,
               struct parts *out, struct diags *diags);

/* The part that holds a component's bytes; NULL when there is none, or @id is NULL. */
const struct part *parts_find(const struct parts *parts, const char *id);

#endif
