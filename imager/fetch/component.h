/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A part of an image as it was fetched: where its file is, and which bytes it has. */
#ifndef IMAGER_COMPONENT_H
#define IMAGER_COMPONENT_H

#include "lib/diag.h"

#include <stddef.h>
#include <stdint.h>

struct component {
	const char *id;
	const char *path;    /* in the cache, or the user's own file */
	const char *version; /* of the package, "local" for paths */
	uint64_t size;       /* bytes */
	const char *sha256;  /* 64 digits */
	struct where at;     /* its lines in board.conf */
};

struct components {
	const struct component *list;
	size_t count;
};

#endif
