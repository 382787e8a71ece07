/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/places.h"

#include "lib/input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef INSTALL_PREFIX
#define INSTALL_PREFIX "/usr/local"
#endif
#define SHARE_LIMIT ((uint64_t)64 << 20) /* bytes of one table */

static bool exists(const char *path)
{
	return access(path, R_OK) == 0;
}

/* The source tree above the running program, NULL when it runs from elsewhere. */
static const char *source_tree(struct arena *arena)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (len <= 0)
		return NULL;
	path[len] = '\0';
	for (int up = 0; up < 5; up++) {
		char *slash = strrchr(path, '/');
		if (slash == NULL)
			return NULL;
		*slash = '\0';
		if (exists(arena_printf(arena, "%s/share/diagnostics", path)) &&
		    exists(arena_printf(arena, "%s/boards", path)))
			return arena_strdup(arena, path);
	}
	return NULL;
}

static const char *find(struct arena *arena, const char *option, const char *variable,
                        const char *tree, const char *name, const char *installed,
                        const char **from)
{
	const char *environment = getenv(variable);
	if (option != NULL) {
		*from = "option";
		return option;
	}
	if (environment != NULL && *environment != '\0') {
		*from = "environment";
		return environment;
	}
	if (tree != NULL) {
		*from = "source tree";
		return arena_printf(arena, "%s/%s", tree, name);
	}
	*from = "prefix";
	return installed;
}

struct places places_find(struct arena *arena, const char *share, const char *boards)
{
	const char *tree = source_tree(arena);
	struct places places;
	places.share = find(arena, share, "BRINGUP_SHARE", tree, "share",
	                    INSTALL_PREFIX "/share/board-bringup", &places.share_from);
	places.boards = find(arena, boards, "BRINGUP_BOARDS", tree, "boards",
	                     INSTALL_PREFIX "/share/board-bringup/boards", &places.boards_from);
	return places;
}

int places_read(struct arena *arena, const struct places *places, const char *name,
                struct bytes *out, struct diags *diags)
{
	const char *path = arena_printf(arena, "%s/%s", places->share, name);
	if (!exists(path))
		return diag_system(
			diags, "LB060", at_file(path), 0,
			"reinstall the tools, or point BRINGUP_SHARE at their share directory",
			"the table %s is not there (directory from: %s)", name, places->share_from);
	return input_read(arena, path, SHARE_LIMIT, out, diags);
}
