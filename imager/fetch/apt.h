/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Debian's packages of another architecture, without root and without touching the host:
 * apt with a private root (state, cache, sources) in our own cache directory. The host's
 * mirrors are used; of its sources only Debian's main archive, updates and security.
 *
 *     apt_prepare(); apt_find() … apt_download();
 */
#ifndef IMAGER_APT_H
#define IMAGER_APT_H

#include "imager/fetch/apt-release.h"

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>

struct apt {
	struct arena *arena;
	const char *root; /* directory */
	const char *configuration;
	const char *architecture;
	struct apt_release release;
	bool sources; /* packages' sources instead of packages */
	bool refreshed;
	struct diags *diags;
};

struct apt_package {
	const char *name, *version;
};

/* Makes the private root, one for each release and architecture. @cache  directory that exists.
 * Returns 0 or -1. */
int apt_prepare(struct arena *arena, const char *cache, const struct apt_release *release,
                const char *architecture, bool sources, struct apt *out, struct diags *diags);

/* Whether package lists have been fetched before. */
bool apt_has_lists(const struct apt *apt);

/* Fetches the package lists. An index that is out of step with its signature (security archives are,
 * now and then) is left out with a warning (IM210); without the main archive: -1 (IM211). */
int apt_refresh(struct apt *apt);

/*
 * The newest package whose name matches @pattern (fnmatch), or the one with @version.
 * Returns 0; 1 when there is none; -1.
 */
int apt_find(struct apt *apt, const char *pattern, const char *version, struct apt_package *out);

/* Whether the cache has the package already. */
bool apt_is_here(const struct apt *apt, const struct apt_package *package);

/* Downloads a .deb, checked against the signed lists, into the cache; one that is there already is
 * taken. Returns 0 and *@path, or -1 (IM212). */
int apt_download(struct apt *apt, const struct apt_package *package, const char **path);

#endif
