/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/output.h"

#include "lib/input.h"
#include "lib/number.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

const struct output_calls output_system_calls = { pwrite, ftruncate, fsync, rename };

struct output {
	const struct output_calls *calls;
	int fd;
	bool committed, nameless; /* nameless: @temporary does not exist yet */
	uint64_t written, needed; /* needed: bytes in all, as far as known */
	const char *path;
	char *temporary;
};

static int refuse_target(const char *path, struct diags *diags)
{
	struct stat st;
	if (lstat(path, &st) < 0 || S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
		return 0;
	return diag_error(diags, "LB040", at_file(path),
	                  "name a file; writing to a card is a command of its own",
	                  "%s is %s and is not overwritten", path,
	                  S_ISDIR(st.st_mode) ? "a directory" : "a device or special file");
}

/* The file that a symbolic link stands for, so that the link survives the rename. */
static const char *real_target(struct arena *arena, const char *path)
{
	char *resolved = realpath(path, NULL);
	if (resolved == NULL)
		return arena_strdup(arena, path);
	char *copy = arena_strdup(arena, resolved);
	free(resolved);
	return copy;
}

/* Opens a file without a name in the directory, so that even a killed run leaves nothing; -1 where
 * the file system or a missing /proc does not allow that. */
static int open_nameless(struct arena *arena, const char *target, int dir_len)
{
	const char *directory = dir_len == 0 ? "." : arena_strndup(arena, target, (size_t)dir_len);
	if (access("/proc/self/fd", X_OK) < 0)
		return -1;
	return open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
}

static int open_named(char *temporary)
{
	int fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -1;
	mode_t mask = umask(0);
	umask(mask);
	fchmod(fd, 0666 & ~mask);
	return fd;
}

int output_open(struct arena *arena, const char *path, const struct output_calls *calls,
                struct output **out, struct diags *diags)
{
	const char *target = real_target(arena, path);
	const char *slash = strrchr(target, '/');
	if (refuse_target(target, diags) < 0)
		return -1;
	int dir_len = slash == NULL ? 0 : (int)(slash - target) + 1;
	char *temporary = arena_printf(arena, "%.*s.%s.XXXXXX", dir_len, target,
	                               slash == NULL ? target : slash + 1);
	int fd = open_nameless(arena, target, dir_len);
	bool nameless = fd >= 0;
	if (!nameless)
		fd = open_named(temporary);
	if (fd < 0)
		return diag_error(diags, "LB041", at_file(path),
		                  "check that the directory exists and can be written",
		                  "cannot be created: %s", strerror(errno));
	struct output *output = arena_new(arena, struct output);
	*output = (struct output){ .calls = calls == NULL ? &output_system_calls : calls,
		                   .fd = fd,
		                   .nameless = nameless,
		                   .path = target,
		                   .temporary = temporary };
	*out = output;
	return 0;
}

/* What the disk has for the new file: what is free and what the file already took of it. A quota's rest
 * is not told by any system call. */
static const char *free_text(const struct output *output, struct arena *arena)
{
	struct statvfs disk;
	struct stat st;
	if (fstatvfs(output->fd, &disk) < 0 || fstat(output->fd, &st) < 0)
		return "";
	uint64_t space = (uint64_t)disk.f_bavail * disk.f_frsize + (uint64_t)st.st_blocks * 512;
	return arena_printf(arena, ", the disk has %s", number_commas(arena, space));
}

static int write_failed(const struct output *output, struct diags *diags)
{
	int error = errno;
	if (error != ENOSPC && error != EDQUOT)
		return diag_system(diags, "LB042", at_file(output->path), error,
		                   "check the disk; nothing was changed", "writing failed");
	return diag_system(diags, "LB042", at_file(output->path), error,
	                   "free space there, or write to another disk; nothing was changed",
	                   "writing failed: at least %s bytes are needed%s",
	                   number_commas(diags->arena, output->needed),
	                   free_text(output, diags->arena));
}

int output_write(struct output *output, uint64_t offset, struct bytes data, struct diags *diags)
{
	if (output->needed < output->written + data.len)
		output->needed = output->written + data.len;
	for (size_t done = 0; done < data.len;) {
		ssize_t wrote = output->calls->pwrite(output->fd, data.p + done, data.len - done,
		                                      (off_t)(offset + done));
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && errno == EFAULT && inputs_touch(data, diags) < 0)
			return -1; /* what should be written is a mapped file that was cut off */
		if (wrote <= 0)
			return write_failed(output, diags);
		done += (size_t)wrote;
	}
	output->written += data.len;
	return 0;
}

void output_expect(struct output *output, uint64_t size)
{
	output->needed = size;
}

int output_resize(struct output *output, uint64_t size, struct diags *diags)
{
	if (output->calls->ftruncate(output->fd, (off_t)size) < 0)
		return write_failed(output, diags);
	return 0;
}

/* Gives a nameless file its temporary name, only for the rename that follows at once. */
static int name_file(struct output *output)
{
	char fd_path[40];
	size_t len = strlen(output->temporary);
	snprintf(fd_path, sizeof(fd_path), "/proc/self/fd/%d", output->fd);
	for (unsigned try = 0; try < 100; try++) {
		unsigned number = ((unsigned)getpid() + try * 7919) % 1000000;
		snprintf(output->temporary + len - 6, 7, "%06u", number);
		if (linkat(AT_FDCWD, fd_path, AT_FDCWD, output->temporary, AT_SYMLINK_FOLLOW) ==
		    0) {
			output->nameless = false;
			return 0;
		}
		if (errno != EEXIST)
			break;
	}
	return -1;
}

int output_commit(struct output *output, struct diags *diags)
{
	if (inputs_whole(diags) < 0)
		return -1;
	if (output->calls->fsync(output->fd) < 0)
		return write_failed(output, diags);
	if (output->nameless && name_file(output) < 0)
		return write_failed(output, diags);
	if (output->calls->rename(output->temporary, output->path) < 0)
		return write_failed(output, diags);
	output->committed = true;
	return 0;
}

void output_close(struct output *output)
{
	if (output == NULL || output->fd < 0)
		return;
	close(output->fd);
	output->fd = -1;
	if (!output->committed && !output->nameless)
		unlink(output->temporary);
}

int output_fd(const struct output *output)
{
	return output->fd;
}

uint64_t output_written(const struct output *output)
{
	return output->written;
}

struct region output_region(struct output *output, uint64_t offset, uint64_t size, const char *what)
{
	return (struct region){ .output = output, .offset = offset, .size = size, .what = what };
}

int region_write(struct region region, uint64_t offset, struct bytes data, struct diags *diags)
{
	if (offset > region.size || data.len > region.size - offset)
		return diag_error(diags, "LB043", at_file(region.output->path),
		                  "this is a defect of the tool: please report it",
		                  "%s wanted to write %zu bytes at %llu, its region has %llu bytes",
		                  region.what, data.len, (unsigned long long)offset,
		                  (unsigned long long)region.size);
	return output_write(region.output, region.offset + offset, data, diags);
}

static int put_stdout(struct bytes data, struct diags *diags)
{
	if (inputs_whole(diags) < 0)
		return -1;
	if (fwrite(data.p, 1, data.len, stdout) == data.len && fflush(stdout) == 0)
		return 0;
	return diag_system(diags, "LB042", at_file("standard output"), errno,
	                   "is the reader of the pipe still there?", "writing failed");
}

/* /dev/stdout, /dev/null, a named pipe: nothing there could be replaced by a whole file. */
static bool is_stream(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && (S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode));
}

static int put_stream(const char *path, struct bytes data, struct diags *diags)
{
	FILE *stream = fopen(path, "we");
	if (stream == NULL)
		return diag_error(diags, "LB041", at_file(path), "check its permissions",
		                  "cannot be written: %s", strerror(errno));
	bool whole = fwrite(data.p, 1, data.len, stream) == data.len;
	if (fclose(stream) == 0 && whole)
		return 0;
	return diag_system(diags, "LB042", at_file(path), errno,
	                   "is there room, and a reader behind it?", "writing failed");
}

int output_put(struct arena *arena, const char *path, struct bytes data, struct diags *diags)
{
	struct output *output = NULL;
	if (strcmp(path, "-") == 0)
		return put_stdout(data, diags);
	if (is_stream(path))
		return put_stream(path, data, diags);
	if (output_open(arena, path, NULL, &output, diags) < 0)
		return -1;
	int result = output_write(output, 0, data, diags);
	if (result == 0)
		result = output_commit(output, diags);
	output_close(output);
	return result;
}

int output_make_directory(struct arena *arena, const char *path, struct diags *diags)
{
	char *copy = arena_strdup(arena, path);
	for (char *p = copy + 1;; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char end = *p;
		*p = '\0';
		if (mkdir(copy, 0777) < 0 && errno != EEXIST)
			return diag_error(diags, "LB041", at_file(path),
			                  "check the permissions of the directory above",
			                  "the directory %s cannot be made: %s", copy,
			                  strerror(errno));
		*p = end;
		if (end == '\0')
			return 0;
	}
}
