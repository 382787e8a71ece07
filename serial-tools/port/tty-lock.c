/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/tty-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ATTEMPTS 3 /* at removing a stale file, against others who do the same */

void tty_lock_path(const char *directory, const char *device, char *path, size_t size)
{
	snprintf(path, size, "%s/LCK..%s", directory, device);
}

/* The process that a lock file names; 0 when it names none. Some programs write it in binary. */
static pid_t read_holder(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return 0;
	ssize_t got = read(fd, text, sizeof(text) - 1);
	close(fd);
	long pid = got > 0 ? strtol(text, NULL, 10) : 0;
	return pid > 0 ? (pid_t)pid : 0;
}

static bool is_alive(pid_t pid)
{
	return kill(pid, 0) == 0 || errno == EPERM;
}

static int write_lock(const char *path)
{
	char text[16];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	int len = snprintf(text, sizeof(text), "%10d\n", (int)getpid());
	ssize_t put = write(fd, text, (size_t)len);
	close(fd);
	if (put == len)
		return 0;
	unlink(path);
	errno = ENOSPC;
	return -1;
}

int tty_lock_take(const char *path, pid_t *holder)
{
	for (int i = 0; i < ATTEMPTS; i++) {
		if (write_lock(path) == 0)
			return 0;
		if (errno != EEXIST)
			return 1;
		*holder = read_holder(path);
		if (*holder == getpid())
			return 0;
		if (*holder > 0 && is_alive(*holder))
			return -1;
		if (unlink(path) < 0 && errno != ENOENT)
			return 1;
	}
	return 1;
}

void tty_lock_drop(const char *path)
{
	if (path != NULL && read_holder(path) == getpid())
		unlink(path);
}
