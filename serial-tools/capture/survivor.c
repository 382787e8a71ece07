/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/survivor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

ssize_t survivor_read(struct survivor_buffer *buffer, const uint8_t *pattern,
                      survivor_read_fn *read_more, void *context)
{
	size_t len = buffer->len, room = SURVIVOR_BUFFER - len;
	if (room > SURVIVOR_READ)
		room = SURVIVOR_READ;
	if (room == 0)
		return 0;
	memcpy(buffer->data + len, pattern + len, room);
	__atomic_store_n(&buffer->reading_to, len + room, __ATOMIC_RELEASE);
	ssize_t got = read_more(context, buffer->data + len, room);
	if (got > 0)
		__atomic_store_n(&buffer->len, len + (size_t)got, __ATOMIC_RELEASE);
	__atomic_store_n(&buffer->reading_to, 0, __ATOMIC_RELEASE);
	return got;
}

/* Bytes that were read, told or not. */
static size_t length_of(const struct survivor_buffer *buffer, const uint8_t *pattern)
{
	size_t end = buffer->reading_to;
	if (end > SURVIVOR_BUFFER || buffer->len > SURVIVOR_BUFFER)
		return 0;
	while (end > buffer->len && buffer->data[end - 1] == pattern[end - 1])
		end--;
	return end > buffer->len ? end : buffer->len;
}

/* Adds what the log lacks of the bytes that were gathered. */
static void complete(const char *path, const struct survivor_buffer *buffer, const uint8_t *pattern)
{
	size_t len = length_of(buffer, pattern);
	struct stat st;
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return;
	uint64_t size = (uint64_t)st.st_size, wanted = buffer->size_before + len;
	/* Smaller than before: it was rotated, and what belongs to the new file was written. */
	if (size >= buffer->size_before && size < wanted) {
		size_t done = (size_t)(size - buffer->size_before);
		if (write(fd, buffer->data + done, len - done) < 0)
			_exit(1);
	}
	close(fd);
}

static void survive(const struct survivor *survivor, const char *const *paths, int gone)
{
	char byte;
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_NAME, "capture-log");
	close_range(3, (unsigned)gone - 1, 0);
	close_range((unsigned)gone + 1, ~0U, 0);
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	ssize_t got;
	do
		got = read(gone, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got == 0) /* nobody said goodbye */
		for (size_t i = 0; i < survivor->count; i++)
			if (paths[i] != NULL)
				complete(paths[i], &survivor->buffers[i], survivor->pattern);
	_exit(0);
}

static bool any_path(const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (paths[i] != NULL)
			return true;
	return false;
}

int survivor_start(struct arena *arena, const char *const *paths, size_t count,
                   struct survivor *out, struct diags *diags)
{
	int ends[2];
	void *shared = mmap(NULL, count * sizeof(struct survivor_buffer), PROT_READ | PROT_WRITE,
	                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	*out = (struct survivor){ .buffers = shared, .count = count, .alive = -1 };
	if (shared == MAP_FAILED)
		return diag_system(diags, "SE101", nowhere(), errno, "free some memory",
		                   "no room for %zu buffers", count);
	out->pattern = arena_alloc(arena, SURVIVOR_BUFFER);
	if (!any_path(paths, count))
		return 0;
	if (getrandom(out->pattern, SURVIVOR_BUFFER, 0) < 0)
		memset(out->pattern, 0xa7, SURVIVOR_BUFFER); /* nearly as good */
	if (pipe2(ends, O_CLOEXEC) < 0)
		return diag_system(diags, "SE101", nowhere(), errno, "close other programs",
		                   "no pipe could be made");
	out->pid = fork();
	if (out->pid == 0)
		survive(out, paths, ends[0]);
	close(ends[0]);
	out->alive = ends[1];
	if (out->pid < 0)
		return diag_system(diags, "SE101", nowhere(), errno, "close other programs",
		                   "no process could be started");
	return 0;
}

void survivor_stop(struct survivor *survivor)
{
	if (survivor->alive >= 0) {
		if (write(survivor->alive, "", 1) != 1)
			kill(survivor->pid, SIGKILL);
		close(survivor->alive);
		waitpid(survivor->pid, NULL, 0);
	}
	if (survivor->buffers != NULL && survivor->buffers != MAP_FAILED)
		munmap(survivor->buffers, survivor->count * sizeof(struct survivor_buffer));
	*survivor = (struct survivor){ .alive = -1 };
}
