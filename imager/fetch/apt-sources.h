/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a host gets its packages from. */
#ifndef IMAGER_APT_SOURCES_H
#define IMAGER_APT_SOURCES_H

#include "imager/fetch/apt-release.h"

#include <stdbool.h>

/*
 * The host's mirrors of Debian, or else the release's own, as the text of a sources.list.
 * @etc           "/etc/apt"
 * @host_release  the name that the host's own lines use
 * @of_source     deb-src lines instead of deb lines
 */
const char *apt_sources(struct arena *arena, const char *etc, const char *host_release,
                        const struct apt_release *release, bool of_source);

#endif
