/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/component-cache.h"

#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_set(const char *text)
{
	return text != NULL && *text != '\0';
}

/* The user's directory by the user database, for services and containers that set no HOME. */
static const char *home_directory(struct arena *arena)
{
	const char *home = getenv("HOME");
	if (is_set(home))
		return home;
	const struct passwd *user = getpwuid(getuid());
	return user == NULL || !is_set(user->pw_dir) ? NULL : arena_strdup(arena, user->pw_dir);
}

/* NULL when nothing says where; never a place that another user could fill. */
static const char *place_of(struct arena *arena, const char *wanted)
{
	const char *own = getenv("IMAGER_CACHE"), *user = getenv("XDG_CACHE_HOME");
	if (wanted != NULL)
		return wanted;
	if (is_set(own))
		return own;
	if (is_set(user))
		return arena_printf(arena, "%s/imager", user);
	const char *home = home_directory(arena);
	return home == NULL ? NULL : arena_printf(arena, "%s/.cache/imager", home);
}

const char *component_cache(struct arena *arena, const char *wanted)
{
	char here[4096];
	const char *path = place_of(arena, wanted);
	if (path == NULL || path[0] == '/' || getcwd(here, sizeof(here)) == NULL)
		return path;
	return arena_printf(arena, "%s/%s", here, path);
}
