#include "log-file.h"

#include "ring.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RETRY_US 100000 /* between attempts on a full disk */

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
	char *numbered; /* room for the name of a finished file */
	size_t numbered_size;
	uint64_t number;
};

static int open_file(const struct log_file *log, bool append)
{
	return open(log->spec.path,
	            O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (append ? 0 : O_TRUNC), 0666);
}

int log_file_open(struct arena *arena, const struct log_file_spec *spec, struct log_file **out,
                  struct diags *diags)
{
	struct log_file *log = arena_new(arena, struct log_file);
	struct stat st;
	log->spec = *spec;
	if (spec->calls == NULL)
		log->spec.calls = &system_calls;
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

void log_file_write(struct log_file *log, struct bytes data, int64_t now_us)
{
	log->given += data.len;
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

enum log_file_news log_file_tick(struct log_file *log, int64_t now_us, struct log_file_loss *loss)
{
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
	return log->full ? (log->told_full ? log->retry_us : 0) : log->told_full ? 0 : INT64_MAX;
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

uint64_t log_file_close(struct log_file *log, int64_t now_us)
{
	if (log == NULL)
		return 0;
	drain(log, now_us);
	uint64_t left = log->ring.len + log->loss.bytes;
	ring_close(&log->ring);
	close(log->fd);
	return left;
}
