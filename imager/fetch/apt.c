/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/apt.h"

#include "imager/fetch/apt-sources.h"

#include "lib/input.h"
#include "lib/output.h"
#include "lib/run.h"
#include "lib/text.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAMES 200 /* packages asked about at once */

/* ---- the private root ---- */

/* The release that the host's mirrors are named for; @other when the host does not say. */
static const char *host_release(struct arena *arena, const char *other)
{
	struct diags quiet = diags_make(arena);
	struct bytes file;
	const char *key = "\nVERSION_CODENAME=";
	if (input_read(arena, "/etc/os-release", 65536, &file, &quiet) < 0)
		return other;
	const char *text = arena_printf(arena, "\n%.*s", (int)file.len, (const char *)file.p);
	const char *found = strstr(text, key);
	if (found == NULL)
		return other;
	found += strlen(key);
	return arena_strndup(arena, found, strcspn(found, "\n"));
}

/*
 * Read last by apt, so it wins over the host's settings. Hooks that hosts have (cleaning, desktop
 * catalogues) are not run: they would write outside the private root.
 */
static const char *configuration(const struct apt *apt)
{
	struct text text = text_make(apt->arena);
	text_add(&text,
	         "#clear APT::Update::Pre-Invoke;\n#clear APT::Update::Post-Invoke;\n"
	         "#clear APT::Update::Post-Invoke-Success;\n#clear APT::Architectures;\n"
	         "#clear DPkg::Post-Invoke;\n#clear DPkg::Pre-Invoke;\n"
	         "Dir::Etc::sourceparts \"/dev/null\";\nDir::Etc::preferencesparts \"/dev/null\";\n"
	         "Dir::Etc::preferences \"/dev/null\";\n"
	         "Acquire::Languages \"none\";\nAcquire::Retries \"2\";\n"
	         "APT::Sandbox::User \"root\";\n");
	text_printf(&text, "APT::Architecture \"%s\";\nAPT::Architectures { \"%s\"; };\n",
	            apt->architecture, apt->architecture);
	text_printf(&text, "Dir::State \"%s/state\";\nDir::State::status \"%s/status\";\n",
	            apt->root, apt->root);
	text_printf(&text, "Dir::Cache \"%s/cache\";\nDir::Etc::sourcelist \"%s/sources.list\";\n",
	            apt->root, apt->root);
	text_printf(&text, "Dir::Log \"%s/log\";\n", apt->root);
	return text.p;
}

static int put_text(const struct apt *apt, const char *name, const char *text)
{
	const char *path = arena_printf(apt->arena, "%s/%s", apt->root, name);
	struct diags quiet = diags_make(apt->arena);
	struct bytes before, now = bytes_of_string(text, path);
	if (access(path, F_OK) == 0 &&
	    input_read(apt->arena, path, INPUT_LIMIT, &before, &quiet) == 0 &&
	    bytes_equal(before, now))
		return 0;
	return output_put(apt->arena, path, now, apt->diags);
}

int apt_prepare(struct arena *arena, const char *cache, const struct apt_release *release,
                const char *architecture, bool sources, struct apt *out, struct diags *diags)
{
	static const char *const directories[] = { "state/lists/partial", "cache/archives/partial",
		                                   "log", "debs" };
	*out = (struct apt){ .arena = arena,
		             .root = arena_printf(arena, "%s/apt-%s-%s%s", cache, release->name,
		                                  architecture, sources ? "-src" : ""),
		             .architecture = architecture,
		             .release = *release,
		             .sources = sources,
		             .diags = diags };
	out->configuration = arena_printf(arena, "%s/apt.conf", out->root);
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		if (output_make_directory(arena,
		                          arena_printf(arena, "%s/%s", out->root, directories[i]),
		                          diags) < 0)
			return -1;
	const char *list = apt_sources(arena, "/etc/apt", host_release(arena, release->name),
	                               release, sources);
	if (put_text(out, "status", "") < 0 || put_text(out, "sources.list", list) < 0)
		return -1;
	return put_text(out, "apt.conf", configuration(out));
}

/* ---- package lists ---- */

static bool list_exists(const struct apt *apt, const char *pattern)
{
	DIR *dir = opendir(arena_printf(apt->arena, "%s/state/lists", apt->root));
	bool found = false;
	for (struct dirent *each; dir != NULL && !found && (each = readdir(dir)) != NULL;)
		found = fnmatch(pattern, each->d_name, 0) == 0;
	if (dir != NULL)
		closedir(dir);
	return found;
}

bool apt_has_lists(const struct apt *apt)
{
	return list_exists(apt,
	                   arena_printf(apt->arena, "*_%s_main_%s", apt->release.name,
	                                apt->sources ? "source_Sources*" : "binary-*_Packages*"));
}

static bool on_terminal(void)
{
	return isatty(STDERR_FILENO) == 1;
}

/* The last line with this mark, without it; not the one that only sums up the others. */
static const char *last_marked(struct arena *arena, struct bytes text, const char *mark)
{
	char *rest = arena_strndup(arena, (const char *)text.p, text.len), *line;
	const char *found = NULL;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (strncmp(line, mark, strlen(mark)) == 0 &&
		    strncmp(line + strlen(mark), "Some index", 10) != 0)
			found = line + strlen(mark);
	return found;
}

/* What apt says went wrong: a mirror that cannot be reached is a mere warning to it. */
static const char *last_error(struct arena *arena, struct bytes text)
{
	const char *error = last_marked(arena, text, "E: ");
	if (error == NULL)
		error = last_marked(arena, text, "W: ");
	return error == NULL ? "apt says nothing" : error;
}

int apt_refresh(struct apt *apt)
{
	const char *argv[] = { "apt-get", "-c", apt->configuration, "update", NULL };
	struct run_result result;
	if (apt->refreshed)
		return 0;
	if (on_terminal())
		fprintf(stderr, "fetching the package lists of Debian %s for %s\n",
		        apt->release.name, apt->sources ? "sources" : apt->architecture);
	if (run(apt->arena, argv, NULL, &result, apt->diags) < 0)
		return -1;
	apt->refreshed = true;
	const char *error = last_error(apt->arena, result.err);
	if (!apt_has_lists(apt))
		return diag_system(apt->diags, "IM211", nowhere(), 0,
		                   "is there a network, and are the mirrors in /etc/apt right?",
		                   "Debian's package lists cannot be fetched: %s", error);
	if (result.exit_code != 0)
		diag_warning(
			apt->diags, "IM210", nowhere(),
			"packages come from Debian's main archive; a later --update may do better",
			"a package list could not be fetched: %s", error);
	return 0;
}

/* ---- packages ---- */

static int ask(const struct apt *apt, const char *const *argv, const char **out)
{
	struct run_result result;
	if (run_checked(apt->arena, argv, NULL, &result, apt->diags) < 0)
		return -1;
	*out = arena_strndup(apt->arena, (const char *)result.out.p, result.out.len);
	return 0;
}

/* All names that match, the letters before the first wildcard serving as apt's own filter. */
static int list_names(const struct apt *apt, const char *pattern, const char **names, size_t *count)
{
	const char *prefix = arena_strndup(apt->arena, pattern, strcspn(pattern, "*?["));
	const char *argv[] = { "apt-cache", "-c", apt->configuration, "pkgnames", prefix, NULL };
	const char *text;
	*count = 0;
	if (ask(apt, argv, &text) < 0)
		return -1;
	char *rest = arena_strdup(apt->arena, text), *name;
	while ((name = strsep(&rest, "\n")) != NULL && *count < NAMES)
		if (*name != '\0' && fnmatch(pattern, name, 0) == 0)
			names[(*count)++] = name;
	return 0;
}

/* A cell of `apt-cache madison`, "name | version | where", without its blanks. */
static char *cut_cell(char **rest)
{
	char *cell = strsep(rest, "|");
	if (cell == NULL)
		return NULL;
	cell += strspn(cell, " ");
	cell[strcspn(cell, " ")] = '\0';
	return cell;
}

/* Newer by name first (linux-image-6.1.0-9 < -50); within a name apt lists the newest first. */
static void choose(char *text, const char *version, struct apt_package *out)
{
	char *line;
	*out = (struct apt_package){ 0 };
	while ((line = strsep(&text, "\n")) != NULL) {
		const char *name = cut_cell(&line), *found = cut_cell(&line);
		if (found == NULL || line == NULL || strstr(line, " Packages") == NULL)
			continue;
		if (version != NULL && strcmp(version, found) != 0)
			continue;
		if (out->name == NULL || strverscmp(name, out->name) > 0)
			*out = (struct apt_package){ name, found };
	}
}

int apt_find(struct apt *apt, const char *pattern, const char *version, struct apt_package *out)
{
	const char *argv[NAMES + 5] = { "apt-cache", "-c", apt->configuration, "madison" };
	const char *text;
	size_t count;
	if (list_names(apt, pattern, argv + 4, &count) < 0)
		return -1;
	argv[4 + count] = NULL;
	if (count == 0)
		return 1;
	if (ask(apt, argv, &text) < 0)
		return -1;
	choose(arena_strdup(apt->arena, text), version, out);
	return out->name == NULL ? 1 : 0;
}

static const char *deb_path(const struct apt *apt, const struct apt_package *package)
{
	struct text name = text_make(apt->arena);
	for (const char *p = package->version; *p != '\0'; p++)
		text_add(&name, *p == ':' ? "%3a" : (char[]){ *p, '\0' });
	return arena_printf(apt->arena, "%s/debs/%s_%s_%s.deb", apt->root, package->name, name.p,
	                    apt->architecture);
}

bool apt_is_here(const struct apt *apt, const struct apt_package *package)
{
	return access(deb_path(apt, package), R_OK) == 0;
}

/* Where a download grows; what an interrupted one left there is removed. The cache is ours alone. */
static int make_incoming(const struct apt *apt, const char *directory)
{
	DIR *dir = opendir(directory);
	for (struct dirent *each; dir != NULL && (each = readdir(dir)) != NULL;)
		if (each->d_name[0] != '.')
			unlink(arena_printf(apt->arena, "%s/%s", directory, each->d_name));
	if (dir != NULL)
		closedir(dir);
	return output_make_directory(apt->arena, directory, apt->diags);
}

/* The only .deb in the directory, moved to where it stays. */
static int keep_deb(const struct apt *apt, const char *directory, const char *path)
{
	DIR *dir = opendir(directory);
	int result = 1;
	for (struct dirent *each; dir != NULL && result == 1 && (each = readdir(dir)) != NULL;)
		if (fnmatch("*.deb", each->d_name, 0) == 0)
			result = rename(arena_printf(apt->arena, "%s/%s", directory, each->d_name),
			                path);
	int error = errno;
	if (dir != NULL)
		closedir(dir);
	if (result == 0)
		return 0;
	return diag_system(apt->diags, "IM212", at_file(path), result == 1 ? 0 : error,
	                   "is the disk full?", "the package was not stored");
}

int apt_download(struct apt *apt, const struct apt_package *package, const char **path)
{
	const char *wanted = arena_printf(apt->arena, "%s:%s=%s", package->name, apt->architecture,
	                                  package->version);
	const char *argv[] = { "apt-get", "-c", apt->configuration, "download", wanted, NULL };
	const char *directory = arena_printf(apt->arena, "%s/incoming", apt->root);
	struct run_options options = { .directory = directory, .pass_output = on_terminal() };
	struct run_result result;
	*path = deb_path(apt, package);
	if (apt_is_here(apt, package))
		return 0;
	if (make_incoming(apt, directory) < 0 ||
	    run(apt->arena, argv, &options, &result, apt->diags) < 0)
		return -1;
	if (result.exit_code != 0)
		return diag_system(
			apt->diags, "IM212", nowhere(), 0,
			"is there a network? --update takes the version that Debian has now",
			"%s cannot be downloaded: %s", wanted,
			result.err.len > 0 ? last_error(apt->arena, result.err) : "see above");
	return keep_deb(apt, directory, *path);
}
