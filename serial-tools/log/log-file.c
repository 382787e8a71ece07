/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/log/log-file.h"

#include "serial-tools/log/log-compress.h"
#include "serial-tools/log/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RETRY_US     100000 /* between attempts on a full disk */
#define ENDLESS_LINE 65536  /* bytes that a file may grow beyond its limit to end with a line */
#define NUMBER_ROOM  32     /* bytes of ".123.zst" */

static const struct log_file_calls system_calls = { write };

struct log_file {
	struct log_file_spec spec;
	int fd;
	struct ring ring;
	uint64_t given, written; /* over all rotations */
	uint64_t size;           /* of the current file */
	int64_t opened_us, retry_us;
	int error;
	bool full, told_full;
	struct log_file_loss loss;
	char *finished,
		*packed; /* names of a finished file; room for NUMBER_ROOM behind the path */
	size_t name_size;
	uint64_t number; /* of the next finished file */
	struct log_compress compress;
};

static int open_file(const struct log_file *log, bool append)
{
	return open(log->spec.path,
	            O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (append ? 0 : O_TRUNC), 0666);
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static void name_finished(struct log_file *log, uint64_t number)
{
	snprintf(log->finished, log->name_size, "%s.%llu", log->spec.path,
	         (unsigned long long)number);
	snprintf(log->packed, log->name_size, "%s.%llu.zst", log->spec.path,
	         (unsigned long long)number);
}

/* Finished files of an earlier run are not overwritten. */
static void find_number(struct arena *arena, struct log_file *log)
{
	log->name_size = strlen(log->spec.path) + NUMBER_ROOM;
	log->finished = arena_alloc(arena, log->name_size);
	log->packed = arena_alloc(arena, log->name_size);
	do
		name_finished(log, ++log->number);
	while (exists(log->finished) || exists(log->packed));
}

int log_file_open(struct arena *arena, const struct log_file_spec *spec, struct log_file **out,
                  struct diags *diags)
{
	struct log_file *log = arena_new(arena, struct log_file);
	struct stat st;
	log->spec = *spec;
	if (spec->calls == NULL)
		log->spec.calls = &system_calls;
	if (spec->rotate_bytes > 0 || spec->rotate_us > 0 || spec->compress)
		find_number(arena, log);
	log->opened_us = INT64_MIN;
	log->fd = open_file(log, spec->append);
	if (log->fd < 0 || fstat(log->fd, &st) < 0)
		return diag_system(diags, "SE120", at_file(spec->path), errno,
		                   "check the directory and its permissions",
		                   "the log cannot be written");
	log->size = (uint64_t)st.st_size;
	if (ring_open(&log->ring, spec->ring) < 0)
		return diag_system(diags, "SE120", at_file(spec->path), errno, "free some memory",
		                   "no room for the ring of %zu bytes", spec->ring);
	*out = log;
	return 0;
}

/* Writes as much as the disk takes. Returns that count. */
static size_t put(struct log_file *log, struct bytes data)
{
	size_t done = 0;
	while (done < data.len) {
		ssize_t got = log->spec.calls->write(log->fd, data.p + done, data.len - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			log->error = got < 0 ? errno : ENOSPC;
			break;
		}
		done += (size_t)got;
	}
	log->written += done;
	log->size += done;
	return done;
}

static void keep(struct log_file *log, struct bytes data, int64_t now_us)
{
	size_t dropped = ring_put(&log->ring, data);
	if (dropped == 0)
		return;
	if (log->loss.bytes == 0) {
		log->loss.offset = log->written;
		log->loss.from_us = now_us;
	}
	log->loss.bytes += dropped;
	log->loss.to_us = now_us;
}

static void drain(struct log_file *log, int64_t now_us)
{
	while (log->ring.len > 0) {
		struct bytes front = ring_front(&log->ring);
		size_t done = put(log, front);
		if (done > 0)
			ring_drop(&log->ring, done);
		if (done < front.len) {
			log->retry_us = now_us + RETRY_US;
			return;
		}
	}
	log->full = false;
}

static void drop_oldest(struct log_file *log)
{
	uint64_t finished = log->number - 1;
	if (log->spec.keep == 0 || finished <= log->spec.keep)
		return;
	name_finished(log, finished - log->spec.keep);
	unlink(log->finished);
	unlink(log->packed);
}

/* Where a file can be opened anew the old one is finished; otherwise it just goes on. */
static void rotate(struct log_file *log, int64_t now_us)
{
	int before = log->fd;
	log->opened_us = now_us;
	name_finished(log, log->number);
	if (rename(log->spec.path, log->finished) < 0)
		return;
	int fd = open_file(log, false);
	if (fd < 0) {
		log->error = errno;
		(void)rename(log->finished, log->spec.path); /* the first cause is told */
		return;
	}
	close(before);
	log->fd = fd;
	log->size = 0;
	if (log->spec.compress)
		log_compress_start(&log->compress, log->finished, log->packed);
	log->number++;
	drop_oldest(log);
}

/* How many of the bytes belong to the file before a rotation; data.len + 1: no rotation. */
static size_t find_cut(const struct log_file *log, struct bytes data)
{
	if (log->spec.rotate_bytes == 0 || log->size + data.len <= log->spec.rotate_bytes)
		return data.len + 1;
	size_t room = 0;
	if (log->size < log->spec.rotate_bytes)
		room = (size_t)(log->spec.rotate_bytes - log->size);
	const uint8_t *end = memrchr(data.p, '\n', room);
	if (end == NULL)
		end = memchr(data.p + room, '\n', data.len - room);
	if (end != NULL)
		return (size_t)(end - data.p) + 1;
	return log->size + data.len > log->spec.rotate_bytes + ENDLESS_LINE ? room : data.len + 1;
}

static void append(struct log_file *log, struct bytes data, int64_t now_us);

void log_file_write(struct log_file *log, struct bytes data, int64_t now_us)
{
	log->given += data.len;
	for (size_t cut; !log->full && (cut = find_cut(log, data)) <= data.len;) {
		append(log, bytes_at(data, 0, cut), now_us);
		data = bytes_at(data, cut, data.len - cut);
		if (!log->full)
			rotate(log, now_us);
	}
	append(log, data, now_us);
}

static void append(struct log_file *log, struct bytes data, int64_t now_us)
{
	if (log->full && now_us >= log->retry_us)
		drain(log, now_us);
	size_t done = log->full ? 0 : put(log, data);
	if (done == data.len)
		return;
	if (!log->full)
		log->retry_us = now_us + RETRY_US;
	log->full = true;
	keep(log, bytes_at(data, done, data.len), now_us);
}

static void rotate_by_age(struct log_file *log, int64_t now_us)
{
	if (log->opened_us == INT64_MIN)
		log->opened_us = now_us;
	if (log->spec.rotate_us > 0 && !log->full && log->size > 0 &&
	    now_us - log->opened_us >= log->spec.rotate_us)
		rotate(log, now_us);
}

enum log_file_news log_file_tick(struct log_file *log, int64_t now_us, struct log_file_loss *loss)
{
	log_compress_reap(&log->compress);
	rotate_by_age(log, now_us);
	if (log->full && now_us >= log->retry_us)
		drain(log, now_us);
	if (log->full && !log->told_full) {
		log->told_full = true;
		return LOG_FILE_FULL;
	}
	if (log->full || !log->told_full)
		return LOG_FILE_QUIET;
	log->told_full = false;
	*loss = log->loss;
	log->loss = (struct log_file_loss){ 0 };
	return LOG_FILE_RESUMED;
}

int64_t log_file_due(const struct log_file *log)
{
	if (log->full)
		return log->told_full ? log->retry_us : 0;
	if (log->told_full)
		return 0;
	return log->spec.rotate_us > 0 && log->size > 0 ? log->opened_us + log->spec.rotate_us
	                                                : INT64_MAX;
}

int log_file_error(const struct log_file *log)
{
	return log->error;
}

const char *log_file_path(const struct log_file *log)
{
	return log->spec.path;
}

uint64_t log_file_bytes(const struct log_file *log)
{
	return log->given;
}

uint64_t log_file_size(const struct log_file *log)
{
	return log->full ? UINT64_MAX : log->size;
}

uint64_t log_file_close(struct log_file *log, int64_t now_us)
{
	if (log == NULL)
		return 0;
	drain(log, now_us);
	uint64_t left = log->ring.len + log->loss.bytes;
	ring_close(&log->ring);
	close(log->fd);
	if (log->spec.compress && left == 0) {
		snprintf(log->packed, log->name_size, "%s.zst", log->spec.path);
		if (exists(log->packed) && log->spec.append)
			name_finished(log, log->number);
		log_compress_start(&log->compress, log->spec.path, log->packed);
	}
	log_compress_finish(&log->compress);
	return left;
}
