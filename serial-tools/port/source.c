/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source.h"

#include <unistd.h>

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
