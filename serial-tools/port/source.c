#include "serial-tools/port/source.h"

#include <string.h>
#include <unistd.h>

extern const struct source_kind source_exec, source_file, source_unix, source_listen_unix,
	source_tcp, source_listen_tcp, source_telnet, source_rfc2217, source_tty;

/* The port's path has no prefix of its own and takes what no other row did: it comes last. */
const struct source_kind *const source_kinds[] = {
	&source_exec,       &source_file,   &source_unix,    &source_listen_unix, &source_tcp,
	&source_listen_tcp, &source_telnet, &source_rfc2217, &source_tty,         NULL,
};

static const struct source_kind *kind_of(const char *word)
{
	const struct source_kind *const *kind = source_kinds;
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

ssize_t source_read(struct source *source, void *to, size_t room)
{
	ssize_t got = source->kind->read(source, to, room);
	if (got < 0 && source->fd >= 0) {
		close(source->fd);
		source->fd = -1;
		source->due_us = INT64_MAX;
	}
	return got;
}

int source_resume(struct source *source)
{
	return source->kind->resume == NULL ? -1 : source->kind->resume(source);
}

ssize_t source_write(struct source *source, const void *data, size_t len)
{
	if (source->kind->write == NULL)
		return -1;
	return source->fd < 0 ? 0 : source->kind->write(source, data, len);
}

int source_count(struct source *source, struct source_counters *out)
{
	*out = (struct source_counters){ 0 };
	if (source->fd < 0 || source->kind->count == NULL)
		return 1;
	return source->kind->count(source, out) == 0 ? 0 : 1;
}

void source_close(struct source *source)
{
	if (source->kind != NULL && source->kind->close != NULL)
		source->kind->close(source);
	if (source->fd >= 0)
		close(source->fd);
	source->fd = -1;
}
