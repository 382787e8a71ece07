/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source:PACKAGE:TARGET/FILE, firmware built from a Debian source package that is configured as
 * U-Boot is: `make TARGET_defconfig`, then `make`. The same version gives the same bytes: the build
 * takes its date from the package's changelog and sees no path of ours.
 */
#include "imager/fetch/apt-release.h"
#include "imager/fetch/origin.h"

#include "imager/fetch/apt.h"

#include "lib/input.h"
#include "lib/output.h"
#include "lib/run.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CROSS "arm-linux-gnueabihf-"

struct source_build {
	struct fetch *fetch;
	size_t index;
	struct origin_words words; /* package, target, file */
	const char *directory;     /* of our own: downloads, tree, log */
	const char *tree;
	const char *version;
};

/* ---- what the build needs ---- */

static bool is_installed(struct fetch *fetch, const char *package)
{
	const char *argv[] = { "dpkg-query", "-W", "-f", "${db:Status-Status}", package, NULL };
	struct run_result result;
	return run(fetch->arena, argv, NULL, &result, fetch->diags) == 0 && result.exit_code == 0 &&
	       result.out.len == strlen("installed");
}

static int check_packages(struct source_build *build)
{
	struct fetch *fetch = build->fetch;
	const char *path =
		arena_printf(fetch->arena, "%s/recipes/%s.txt", fetch->share, build->words.package);
	const char *missing = "";
	struct bytes file;
	if (input_read(fetch->arena, path, 65536, &file, fetch->diags) < 0)
		return -1;
	char *rest = arena_strndup(fetch->arena, (const char *)file.p, file.len), *line;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0' && *line != '#' && !is_installed(fetch, line))
			missing = arena_printf(fetch->arena, "%s %s", missing, line);
	if (*missing == '\0')
		return 0;
	return diag_system(fetch->diags, "IM207", fetch->board->components[build->index].at, 0,
	                   arena_printf(fetch->arena,
	                                "as root: apt-get install --no-install-recommends%s",
	                                missing),
	                   "the component %s is built here, which needs packages that are missing",
	                   fetch->board->components[build->index].id);
}

/* ---- the build ---- */

static int step(struct source_build *build, const char *directory, const char *const *argv)
{
	static const char *const environment[] = { "LC_ALL=C", "TZ=UTC", "ARCH=arm", NULL };
	struct run_options options = { .directory = directory, .environment = environment };
	struct run_result result;
	return run_checked(build->fetch->arena, argv, &options, &result, build->fetch->diags);
}

/* The .dsc among what apt downloaded; apt has checked it against the signed lists. */
static const char *find_description(const struct source_build *build)
{
	DIR *dir = opendir(build->directory);
	const char *found = "*.dsc";
	for (struct dirent *each; dir != NULL && (each = readdir(dir)) != NULL;)
		if (fnmatch("*.dsc", each->d_name, 0) == 0)
			found = arena_strdup(build->fetch->arena, each->d_name);
	if (dir != NULL)
		closedir(dir);
	return found;
}

static int unpack(struct source_build *build, struct apt *apt)
{
	struct arena *arena = build->fetch->arena;
	const char *wanted = build->fetch->versions[build->index];
	const char *name = wanted == NULL
	                           ? build->words.package
	                           : arena_printf(arena, "%s=%s", build->words.package, wanted);
	const char *fetch_argv[] = {
		"apt-get", "-c", apt->configuration, "source", "--download-only", name, NULL
	};
	if (!apt_has_lists(apt) || build->fetch->update)
		if (apt_refresh(apt) < 0)
			return -1;
	if (step(build, build->directory, fetch_argv) < 0)
		return -1;
	const char *unpack_argv[] = { "dpkg-source",           "--no-check", "-x",
		                      find_description(build), "tree",       NULL };
	return step(build, build->directory, unpack_argv);
}

/* One field of debian/changelog's newest entry. */
static int changelog_field(struct source_build *build, const char *field, const char **out)
{
	struct arena *arena = build->fetch->arena;
	const char *argv[] = { "dpkg-parsechangelog", "-S", field, NULL };
	struct run_options options = { .directory = build->tree };
	struct run_result result;
	if (run_checked(arena, argv, &options, &result, build->fetch->diags) < 0)
		return -1;
	const char *text = arena_strndup(arena, (const char *)result.out.p, result.out.len);
	*out = arena_strndup(arena, text, strcspn(text, "\n"));
	return 0;
}

static int compile(struct source_build *build)
{
	struct arena *arena = build->fetch->arena;
	const char *epoch;
	if (changelog_field(build, "Version", &build->version) < 0 ||
	    changelog_field(build, "Timestamp", &epoch) < 0)
		return -1;
	const char *jobs = arena_printf(arena, "-j%ld", sysconf(_SC_NPROCESSORS_ONLN));
	const char *date = arena_printf(arena, "SOURCE_DATE_EPOCH=%s", epoch);
	const char *cross = "CROSS_COMPILE=" CROSS;
	const char *configure[] = { "make", cross, date,
		                    arena_printf(arena, "%s_defconfig", build->words.middle),
		                    NULL };
	const char *make[] = { "make", cross, date, jobs, NULL };
	return step(build, build->tree, configure) < 0 || step(build, build->tree, make) < 0 ? -1
	                                                                                     : 0;
}

static int take(struct source_build *build)
{
	struct fetch *fetch = build->fetch;
	struct brought *brought = &fetch->brought[build->index];
	const char *path = arena_printf(fetch->arena, "%s/%s", build->tree, build->words.rest);
	if (input_read(fetch->arena, path, INPUT_LIMIT, &brought->content, fetch->diags) < 0)
		return -1;
	const char *slash = strrchr(build->words.rest, '/');
	brought->name = slash == NULL ? build->words.rest : slash + 1;
	brought->version = build->version;
	brought->done = true;
	return 0;
}

int origin_source_bring(struct fetch *fetch, size_t index)
{
	struct source_build build = { .fetch = fetch, .index = index };
	struct apt apt;
	struct apt_release release;
	const struct board_component *wanted = &fetch->board->components[index];
	if (origin_split(fetch->arena, origin_what(wanted->origin), &build.words) < 0 ||
	    check_packages(&build) < 0 ||
	    apt_release_find(fetch->arena, fetch->share, wanted->release, wanted->release_at,
	                     &release, fetch->diags) < 0 ||
	    apt_prepare(fetch->arena, fetch->cache, &release, "armhf", true, &apt, fetch->diags) <
	            0)
		return -1;
	build.directory = arena_printf(fetch->arena, "%s/building", fetch->cache);
	build.tree = arena_printf(fetch->arena, "%s/tree", build.directory);
	const char *remove[] = { "rm", "-rf", build.directory, NULL };
	fprintf(stderr, "building %s for %s from Debian's source: takes a minute or two, once\n",
	        build.words.package, build.words.middle);
	int result = step(&build, NULL, remove);
	if (result == 0)
		result = output_make_directory(fetch->arena, build.directory, fetch->diags);
	if (result == 0 && (unpack(&build, &apt) < 0 || compile(&build) < 0 || take(&build) < 0))
		result = -1;
	if (step(&build, NULL, remove) < 0)
		result = -1;
	return result;
}
