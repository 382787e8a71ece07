/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

static int refuse_kind(const char *path, const struct stat *st, bool devices, struct diags *diags)
{
	const char *kind = S_ISDIR(st->st_mode)    ? "a directory"
	                   : S_ISBLK(st->st_mode)  ? "a block device"
	                   : S_ISCHR(st->st_mode)  ? "a character device"
	                   : S_ISSOCK(st->st_mode) ? "a socket"
	                                           : NULL;
	if (kind == NULL || (devices && S_ISBLK(st->st_mode)))
		return 0;
	return diag_error(diags, "LB031", at_file(path),
	                  devices ? "name a regular file or a card's block device"
	                          : "name a regular file",
	                  "%s is %s, not a file", path, kind);
}

static const char *open_hint(const struct stat *st, int error)
{
	if (error == EACCES && S_ISBLK(st->st_mode))
		return "read the device as root or as a member of its group, or copy it to a file "
		       "with dd";
	if (error == ENOMEDIUM || error == ENXIO)
		return "is there a card in it?";
	return error == EACCES ? "check the file's permissions" : "check the path";
}

/* Opens for reading and refuses what is no file. Returns the descriptor or -1. */
static int open_file(const char *path, bool devices, struct stat *st, struct diags *diags)
{
	*st = (struct stat){ .st_mode = 0 };
	if (strcmp(path, "-") == 0) {
		if (fstat(STDIN_FILENO, st) < 0)
			return diag_system(diags, "LB030", at_file("standard input"), errno,
			                   "give the tool an open standard input",
			                   "cannot be read");
		return STDIN_FILENO;
	}
	if (stat(path, st) == 0 && refuse_kind(path, st, devices, diags) < 0)
		return -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		int error = errno;
		return diag_error(diags, "LB030", at_file(path), open_hint(st, error),
		                  "cannot be opened: %s", strerror(error));
	}
	if (fstat(fd, st) == 0 && refuse_kind(path, st, devices, diags) == 0)
		return fd;
	close(fd);
	return -1;
}

int input_open(const char *path, struct diags *diags)
{
	struct stat st;
	return open_file(path, false, &st, diags);
}

int input_open_device(const char *path, struct diags *diags)
{
	struct stat st;
	return open_file(path, true, &st, diags);
}

int input_too_large(const char *path, uint64_t limit, struct diags *diags)
{
	return diag_error(diags, "LB032", at_file(path), "is it the right file?",
	                  "larger than the %llu bytes that make sense here",
	                  (unsigned long long)limit);
}

int input_cut_off(const char *path, uint64_t size, uint64_t now, struct diags *diags)
{
	return diag_system(diags, "LB036", at_file(path), 0,
	                   "wait until the program that writes it is done, then start again",
	                   "cut off while it was read: it had %llu bytes, now it has %llu",
	                   (unsigned long long)size, (unsigned long long)now);
}

/* Whether a file has become shorter. (Files of /sys promise more than they give, and go on doing so.) */
static int check_not_cut_off(int fd, const struct stat *before, const char *name, size_t len,
                             struct diags *diags)
{
	struct stat now;
	if (!S_ISREG(before->st_mode) || len >= (size_t)before->st_size || fstat(fd, &now) < 0 ||
	    now.st_size >= before->st_size)
		return 0;
	return input_cut_off(name, (uint64_t)before->st_size, (uint64_t)now.st_size, diags);
}

static int read_all(struct arena *arena, int fd, const struct stat *st, const char *name,
                    uint64_t limit, struct bytes *out, struct diags *diags)
{
	size_t capacity = S_ISREG(st->st_mode) ? (size_t)st->st_size + 1 : BLOCK_SIZE, len = 0;
	if (S_ISREG(st->st_mode) && (uint64_t)st->st_size > limit)
		return input_too_large(name, limit, diags);
	uint8_t *data = arena_alloc(arena, capacity);
	for (;;) {
		ssize_t got = read(fd, data + len, capacity - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return diag_system(diags, "LB033", at_file(name), errno,
			                   "check the medium that holds the file",
			                   "reading failed");
		if (got == 0)
			break;
		len += (size_t)got;
		if (len > limit)
			return input_too_large(name, limit, diags);
		if (len == capacity) {
			uint8_t *grown = arena_alloc(arena, capacity * 2);
			memcpy(grown, data, len);
			data = grown;
			capacity *= 2;
		}
	}
	*out = bytes_of(data, len, name);
	return check_not_cut_off(fd, st, name, len, diags);
}

int input_read(struct arena *arena, const char *path, uint64_t limit, struct bytes *out,
               struct diags *diags)
{
	struct stat st;
	int fd = open_file(path, false, &st, diags);
	if (fd < 0)
		return -1;
	const char *name = fd == STDIN_FILENO ? "standard input" : arena_strdup(arena, path);
	int result = read_all(arena, fd, &st, name, limit, out, diags);
	if (fd != STDIN_FILENO)
		close(fd);
	return result;
}
