/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scan before libconfuse: where each key and section of a file stands. See conf.h. */
#ifndef IMAGER_CONF_SCAN_H
#define IMAGER_CONF_SCAN_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>

struct conf_item {
	const char *name, *title;
	bool section;
	int parent;        /* index, -1: the file itself */
	size_t start, end; /* bytes in the file; end is behind its last character */
	struct where at;
};

struct conf_items {
	struct conf_item *list;
	size_t count;
};

/* Returns 0, or -1: IM104 with the place where the syntax breaks. */
int conf_scan(struct arena *arena, struct bytes file, struct conf_items *out, struct diags *diags);

#endif
