/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deb:PACKAGE:ARCH/PATH, a file out of a Debian package. */
#include "imager/fetch/apt-release.h"
#include "imager/fetch/origin.h"

#include "imager/fetch/apt.h"

#include "lib/input.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether @what is a line of a list; and adding one. */
static bool is_listed(const char *list, const char *what)
{
	size_t len = strlen(what);
	for (const char *p = list; p != NULL && (p = strstr(p, what)) != NULL; p += len)
		if (p[len] == '\n' && (p == list || p[-1] == '\n'))
			return true;
	return false;
}

static void add_line(struct fetch *fetch, const char **list, const char *what)
{
	*list = arena_printf(fetch->arena, "%s%s\n", *list == NULL ? "" : *list, what);
}

/* ---- which package ---- */

/* Fetches the package lists; when that fails, other components need not try again. */
static int refresh(struct fetch *fetch, struct apt *apt)
{
	int result = apt_refresh(apt);
	add_line(fetch, result < 0 ? &fetch->failed : &fetch->refreshed, apt->root);
	return result;
}

static int find_package(struct fetch *fetch, size_t index, struct apt *apt, const char *pattern,
                        struct apt_package *out)
{
	const char *version = fetch->versions[index];
	bool fresh = is_listed(fetch->refreshed, apt->root);
	if (is_listed(fetch->failed, apt->root))
		return -1;
	if (!apt_has_lists(apt) || (fetch->update && !fresh)) {
		if (refresh(fetch, apt) < 0)
			return -1;
		fresh = true;
	}
	int found = apt_find(apt, pattern, version, out);
	if (found == 1 && !fresh) {
		if (refresh(fetch, apt) < 0)
			return -1;
		found = apt_find(apt, pattern, version, out);
	}
	if (found == 1)
		return origin_failed(
			fetch, index,
			version == NULL
				? "check the name with apt-cache search"
				: "Debian replaces old versions: --update takes the one of today",
			"Debian %s has no package %s:%s%s%s", apt->release.name, pattern,
			apt->architecture, version == NULL ? "" : " in version ",
			version == NULL ? "" : version);
	return found;
}

/* ---- which file ---- */

/* One walk serves every component of the board that comes from this package. */
struct walk {
	struct fetch *fetch;
	const char *package, *version, *architecture, *path;
	const char *release; /* as the components name it */
	struct diags *diags;
};

static bool same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void take(struct walk *walk, size_t index, const struct input_member *member,
                 struct bytes content)
{
	const char *slash = strrchr(member->path, '/');
	content.name = arena_printf(walk->fetch->arena, "%s:%s", walk->path, member->path);
	walk->fetch->brought[index] =
		(struct brought){ .done = true,
		                  .content = content,
		                  .version = walk->version,
		                  .name = arena_strdup(walk->fetch->arena,
		                                       slash == NULL ? member->path : slash + 1) };
}

static bool is_wanted(const struct walk *walk, size_t index, const struct input_member *member)
{
	struct origin_words origin;
	const char *locked = walk->fetch->versions[index];
	const char *text = walk->fetch->board->components[index].origin;
	if (!origin_is(text, "deb") || walk->fetch->brought[index].done ||
	    origin_split(walk->fetch->arena, origin_what(text), &origin) < 0)
		return false;
	return same_text(walk->fetch->board->components[index].release, walk->release) &&
	       strcmp(origin.package, walk->package) == 0 &&
	       strcmp(origin.middle, walk->architecture) == 0 &&
	       (locked == NULL || strcmp(locked, walk->version) == 0) &&
	       fnmatch(origin.rest, member->path, FNM_PATHNAME) == 0;
}

static int visit(void *context, const struct input_member *member, struct input_archive *archive)
{
	struct walk *walk = context;
	struct bytes content = { 0 };
	if (!S_ISREG(member->mode) || member->link != NULL)
		return 0;
	for (size_t i = 0; i < walk->fetch->board->component_count; i++) {
		if (!is_wanted(walk, i, member))
			continue;
		if (content.p == NULL && input_member_read(archive, walk->fetch->arena, INPUT_LIMIT,
		                                           &content, walk->diags) < 0)
			return -1;
		take(walk, i, member, content);
	}
	return 0;
}

/* The walk takes plain files; a member that is a link is looked up on its own. */
static int follow_link(struct walk *walk, size_t index, const char *pattern)
{
	struct bytes content;
	const char *found;
	int result = input_member(walk->fetch->arena, walk->path, pattern, INPUT_LIMIT, &content,
	                          &found, walk->fetch->diags);
	if (result == 1)
		return origin_failed(walk->fetch, index, "list the package with dpkg-deb -c",
		                     "the package %s %s holds no file /%s", walk->package,
		                     walk->version, pattern);
	if (result == 0)
		take(walk, index, &(struct input_member){ .path = found }, content);
	return result;
}

/* Downloads the package unless it is there, once for all components. */
static int download(struct walk *walk, struct apt *apt, const struct apt_package *package)
{
	struct fetch *fetch = walk->fetch;
	const char *name =
		arena_printf(fetch->arena, "%s/%s=%s", apt->root, package->name, package->version);
	if (is_listed(fetch->failed, name))
		return -1;
	if (apt_download(apt, package, &walk->path) == 0)
		return 0;
	add_line(fetch, &fetch->failed, name);
	return -1;
}

/* Takes what the board wants of a package. Of a damaged one nothing is taken, and it is removed. */
static int unpack(struct walk *walk, struct diags *diags)
{
	struct fetch *fetch = walk->fetch;
	size_t count = fetch->board->component_count;
	struct brought *before =
		arena_memdup(fetch->arena, fetch->brought, count * sizeof(*before));
	walk->diags = diags;
	progress_update(fetch->progress, arena_printf(fetch->arena, "unpacking %s", walk->package),
	                0, 0);
	int result = input_archive_walk(fetch->arena, walk->path, visit, walk, diags);
	progress_end(fetch->progress);
	if (result < 0) {
		memcpy(fetch->brought, before, count * sizeof(*before));
		unlink(walk->path);
	}
	return result;
}

/* One that an earlier run left in the cache, damaged since, is downloaded anew. */
static int bring_package(struct walk *walk, struct apt *apt, const struct apt_package *package)
{
	struct diags unheard = diags_make(walk->fetch->arena);
	bool was_there = apt_is_here(apt, package);
	if (download(walk, apt, package) < 0)
		return -1;
	int result = unpack(walk, was_there ? &unheard : walk->fetch->diags);
	if (result >= 0 || !was_there)
		return result;
	return download(walk, apt, package) < 0 ? -1 : unpack(walk, walk->fetch->diags);
}

int origin_deb_bring(struct fetch *fetch, size_t index)
{
	struct origin_words origin;
	struct apt apt;
	struct apt_package package;
	struct apt_release release;
	const struct board_component *wanted = &fetch->board->components[index];
	if (origin_split(fetch->arena, origin_what(wanted->origin), &origin) < 0 ||
	    apt_release_find(fetch->arena, fetch->share, wanted->release, wanted->release_at,
	                     &release, fetch->diags) < 0 ||
	    apt_prepare(fetch->arena, fetch->cache, &release, origin.middle, false, &apt,
	                fetch->diags) < 0 ||
	    find_package(fetch, index, &apt, origin.package, &package) < 0)
		return -1;
	struct walk walk = { .fetch = fetch,
		             .package = origin.package,
		             .version = package.version,
		             .architecture = origin.middle,
		             .release = wanted->release };
	if (bring_package(&walk, &apt, &package) < 0)
		return -1;
	return fetch->brought[index].done ? 0 : follow_link(&walk, index, origin.rest);
}
