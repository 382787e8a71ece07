/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debian's releases, rows of share/debian-releases.tsv. */
#ifndef IMAGER_APT_RELEASE_H
#define IMAGER_APT_RELEASE_H

#include "lib/arena.h"
#include "lib/diag.h"

/* One of Debian's releases, a row of share/debian-releases.tsv. */
struct apt_release {
	const char *name;              /* "bookworm" */
	const char *mirror, *security; /* for hosts that have none */
};

/*
 * @share  directory of the tables
 * @name   of the release; NULL: the default one
 * @at     where it was named
 * Returns 0, or -1: IM208 unknown, with those that are known.
 */
int apt_release_find(struct arena *arena, const char *share, const char *name, struct where at,
                     struct apt_release *out, struct diags *diags);

#endif
