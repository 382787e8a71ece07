/*
 * Debian's packages of another architecture, without root and without touching the host:
 * apt with a private root (state, cache, sources) in our own cache directory. The host's
 * mirrors are used; of its sources only Debian's main archive, updates and security.
 *
 *     apt_prepare(); apt_find() … apt_download();
 */
#ifndef IMAGER_APT_H
#define IMAGER_APT_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>

/* One of Debian's releases, a row of share/debian-releases.tsv. */
struct apt_release {
	const char *name;              /* "bookworm" */
	const char *mirror, *security; /* for hosts that have none */
};

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

/*
 * @share  directory of the tables
 * @name   of the release; NULL: the default one
 * @at     where it was named
 * Returns 0, or -1: IM208 unknown, with those that are known.
 */
int apt_release_find(struct arena *arena, const char *share, const char *name, struct where at,
                     struct apt_release *out, struct diags *diags);

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

/*
 * The host's mirrors of Debian, or else the release's own, as the text of a sources.list.
 * @etc           "/etc/apt"
 * @host_release  the name that the host's own lines use
 * @sources       deb-src lines instead of deb lines
 */
const char *apt_sources(struct arena *arena, const char *etc, const char *host_release,
                        const struct apt_release *release, bool sources);

#endif
