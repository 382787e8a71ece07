/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source-table.h"

#include "serial-tools/port/source-exec.h"
#include "serial-tools/port/source-file.h"
#include "serial-tools/port/source-socket.h"
#include "serial-tools/port/source-telnet.h"
#include "serial-tools/port/source-tty.h"

#include <string.h>

/* The port's path has no prefix of its own and takes what no other row did: it comes last. */
static const struct source_kind *const kinds[] = {
	&source_exec,       &source_file,   &source_unix,    &source_listen_unix, &source_tcp,
	&source_listen_tcp, &source_telnet, &source_rfc2217, &source_tty,
};

static const struct source_kind *kind_of(const char *word)
{
	const struct source_kind *const *kind = kinds;
	while (strncmp(word, (*kind)->prefix, strlen((*kind)->prefix)) != 0)
		kind++;
	return *kind;
}

/* The last part of a path or address, with nothing in it that a file name should not have. */
static const char *short_name(struct arena *arena, const char *address)
{
	const char *slash = strrchr(address, '/');
	char *name = arena_strdup(arena, slash == NULL || slash[1] == '\0' ? address : slash + 1);
	for (char *p = name; *p != '\0'; p++)
		if (strchr(" /\t\n:*?\"'\\", *p) != NULL)
			*p = '-';
	return name;
}

int source_open(struct arena *arena, const char *word, const struct source_settings *settings,
                struct source *out, struct diags *diags)
{
	const struct source_kind *kind = kind_of(word);
	const char *address = word + strlen(kind->prefix);
	*out = (struct source){ .kind = kind,
		                .address = address,
		                .name = short_name(arena, address),
		                .settings = *settings,
		                .arena = arena,
		                .fd = -1,
		                .wake_fd = -1,
		                .due_us = INT64_MAX };
	if (*address == '\0')
		return diag_error(diags, "SE102", nowhere(), "see serial-capture --help",
		                  "the source \"%s\" lacks its %s", word, kind->operand);
	return kind->open(out, arena, diags);
}
