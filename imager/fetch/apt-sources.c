/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's mirrors: /etc/apt/sources.list and sources.list.d, both formats (sources.list(5)). */
#include "imager/fetch/apt-sources.h"

#include "lib/input.h"
#include "lib/text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SOURCES_LIMIT ((uint64_t)1 << 20) /* bytes */
#define KEYRING       "/usr/share/keyrings/debian-archive-keyring.gpg"

struct sources {
	struct arena *arena;
	const char *host_release, *release;
	bool of_source;
	struct text lines;
};

/* What may follow the release's name: main archive, updates, security. */
static const char *known_suffix(const struct sources *sources, const char *suite)
{
	static const char *const suffixes[] = { "", "-updates", "-security", NULL };
	size_t len = strlen(sources->host_release);
	if (strncmp(suite, sources->host_release, len) != 0)
		return NULL;
	for (size_t i = 0; suffixes[i] != NULL; i++)
		if (strcmp(suite + len, suffixes[i]) == 0)
			return suffixes[i];
	return NULL;
}

static void add_line(struct sources *sources, const char *uri, const char *suffix)
{
	const char *signed_by = access(KEYRING, R_OK) == 0 ? "[signed-by=" KEYRING "] " : "";
	const char *rest = arena_printf(sources->arena, "%s%s %s%s main\n", signed_by, uri,
	                                sources->release, suffix);
	if (strstr(sources->lines.p, rest) != NULL)
		return;
	text_printf(&sources->lines, "%s %s", sources->of_source ? "deb-src" : "deb", rest);
}

/* Takes every pair of a Debian mirror and a known suite. The lists are blank-separated. */
static void add_pairs(struct sources *sources, const char *uris, const char *suites,
                      const char *components)
{
	char *uri_rest = arena_strdup(sources->arena, uris), *uri;
	if (strstr(components, "main") == NULL)
		return;
	while ((uri = strsep(&uri_rest, " \t\n")) != NULL) {
		char *suite_rest = arena_strdup(sources->arena, suites), *suite;
		while (strstr(uri, "debian") != NULL &&
		       (suite = strsep(&suite_rest, " \t\n")) != NULL) {
			const char *suffix = known_suffix(sources, suite);
			if (suffix != NULL)
				add_line(sources, uri, suffix);
		}
	}
}

/* deb [options] URI SUITE COMPONENT… */
static void read_list(struct sources *sources, char *text)
{
	char *line;
	while ((line = strsep(&text, "\n")) != NULL) {
		if (strncmp(line, "deb ", 4) != 0)
			continue;
		char *rest = line + 4;
		rest += strspn(rest, " \t");
		if (*rest == '[' && strchr(rest, ']') != NULL)
			rest = strchr(rest, ']') + 1;
		rest += strspn(rest, " \t");
		const char *uri = strsep(&rest, " \t");
		rest += rest == NULL ? 0 : strspn(rest, " \t");
		const char *suite = rest == NULL ? NULL : strsep(&rest, " \t");
		if (suite != NULL && rest != NULL)
			add_pairs(sources, uri, suite, rest);
	}
}

struct stanza {
	const char *types, *uris, *suites, *components, *enabled;
};

static void finish_stanza(struct sources *sources, struct stanza *stanza)
{
	if (stanza->types != NULL && stanza->uris != NULL && stanza->suites != NULL &&
	    stanza->components != NULL && strstr(stanza->types, "deb") != NULL &&
	    (stanza->enabled == NULL || strstr(stanza->enabled, "no") == NULL))
		add_pairs(sources, stanza->uris, stanza->suites, stanza->components);
	*stanza = (struct stanza){ 0 };
}

/* RFC 822 fields, stanzas separated by empty lines; a line that starts with a blank continues. */
static void read_deb822(struct sources *sources, char *text)
{
	struct stanza stanza = { 0 };
	const char **last = NULL;
	char *line;
	while ((line = strsep(&text, "\n")) != NULL) {
		static const char *const names[] = { "Types:", "URIs:", "Suites:", "Components:",
			                             "Enabled:" };
		const char **fields[] = { &stanza.types, &stanza.uris, &stanza.suites,
			                  &stanza.components, &stanza.enabled };
		if (line[0] == '#')
			continue;
		if (line[0] == '\0')
			finish_stanza(sources, &stanza);
		if ((line[0] == ' ' || line[0] == '\t') && last != NULL && *last != NULL)
			*last = arena_printf(sources->arena, "%s %s", *last, line);
		for (size_t i = 0; i < 5; i++)
			if (strncasecmp(line, names[i], strlen(names[i])) == 0) {
				*fields[i] = line + strlen(names[i]);
				last = fields[i];
			}
	}
	finish_stanza(sources, &stanza);
}

static bool ends_with(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);
	return a >= b && strcmp(text + a - b, end) == 0;
}

static void read_file(struct sources *sources, const char *path)
{
	struct diags quiet = diags_make(sources->arena); /* an unreadable file has no mirrors */
	struct bytes file;
	if (access(path, R_OK) < 0 ||
	    input_read(sources->arena, path, SOURCES_LIMIT, &file, &quiet) < 0)
		return;
	char *text = arena_strndup(sources->arena, (const char *)file.p, file.len);
	if (ends_with(path, ".sources"))
		read_deb822(sources, text);
	else if (ends_with(path, ".list"))
		read_list(sources, text);
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

const char *apt_sources(struct arena *arena, const char *etc, const char *host_release,
                        const struct apt_release *release, bool of_source)
{
	struct sources sources = { .arena = arena,
		                   .host_release = host_release,
		                   .release = release->name,
		                   .of_source = of_source,
		                   .lines = text_make(arena) };
	struct dirent **names;
	const char *directory = arena_printf(arena, "%s/sources.list.d", etc);
	int count = scandir(directory, &names, NULL, compare_names);
	read_file(&sources, arena_printf(arena, "%s/sources.list", etc));
	for (int i = 0; i < count; i++) {
		read_file(&sources, arena_printf(arena, "%s/%s", directory, names[i]->d_name));
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	if (sources.lines.len == 0) {
		add_line(&sources, release->mirror, "");
		add_line(&sources, release->mirror, "-updates");
		add_line(&sources, release->security, "-security");
	}
	return sources.lines.p;
}
