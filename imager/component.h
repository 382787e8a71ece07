/*
 * Components: the parts of an image, from their origins into a shared cache, each recorded
 * in a lock file with version, size and SHA-256.
 *
 * Origins:
 *   path:FILE                  relative to the board's directory, or absolute
 *   deb:PACKAGE:ARCH/PATH      a file out of a Debian package; * matches within a path component,
 *                              in PACKAGE it takes the newest of several packages
 *   source:PACKAGE:TARGET/FILE firmware built from a Debian source package (U-Boot defconfig)
 *   ramdisk:INIT               a cpio.gz made of busybox, kernel modules and the script INIT of the
 *                              board's directory, or else of share/ramdisk
 *   fex:FILE                   a device tree made by the program fex2dts on the dtb named in needs
 */
#ifndef IMAGER_COMPONENT_H
#define IMAGER_COMPONENT_H

#include "imager/board.h"

#include <stdbool.h>

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

struct fetch_options {
	const char *
		cache; /* directory; NULL: $IMAGER_CACHE, $XDG_CACHE_HOME/imager, ~/.cache/imager */
	const char *lock;  /* an existing lock file must match (IM201), a missing one is written */
	const char *share; /* directory of the shared tables and scripts */
	bool offline, update;    /* only the cache; take newer versions and rewrite the lock */
	const char *const *only; /* ids wanted, NULL-terminated; NULL: all of the board */
};

/* The cache's directory, absolute: @wanted, or else by the environment and the user database; NULL when
 * none of them names one. */
const char *component_cache(struct arena *arena, const char *wanted);

/*
 * Brings everything into the cache and the lock. All failures are said in one run (IM200 cannot be
 * fetched, with the component's help; IM201 does not match its lock; IM202 not in the cache and
 * offline …). Interrupted, it leaves nothing half-written. Returns 0 or -1.
 */
int components_fetch(struct arena *arena, const struct board *board,
                     const struct fetch_options *options, struct components *out,
                     struct diags *diags);

/* The component with this id, NULL when there is none. */
const struct component *components_find(const struct components *components, const char *id);

#endif
