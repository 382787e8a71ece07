/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source-exec.h"

#include "serial-tools/port/child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static int open_terminal(int *master, int *slave)
{
	char path[64];
	*master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (*master < 0)
		return -1;
	if (grantpt(*master) == 0 && unlockpt(*master) == 0 &&
	    ptsname_r(*master, path, sizeof(path)) == 0) {
		*slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
		if (*slave >= 0)
			return 0;
	}
	close(*master);
	return -1;
}

static void make_raw(int slave)
{
	struct termios settings;
	if (tcgetattr(slave, &settings) == 0) {
		cfmakeraw(&settings);
		tcsetattr(slave, TCSANOW, &settings);
	}
}

static int exec_open(struct source *source, struct arena *arena, struct diags *diags)
{
	int slave;
	const char **words = child_words(arena, source->address);
	struct child *child = arena_new(arena, struct child);
	if (words == NULL)
		return diag_error(diags, "SE102", nowhere(), "close the quotes in it",
		                  "the command \"%s\" cannot be split into words", source->address);
	if (open_terminal(&source->fd, &slave) < 0)
		return diag_system(diags, "SE103", nowhere(), errno, "is /dev/pts mounted?",
		                   "no pseudo terminal could be made");
	make_raw(slave);
	int result = child_start(words, slave, child, diags);
	close(slave);
	source->own = child;
	source->child = child->pid;
	source->name = arena_printf(arena, "%s", words[0]);
	return result;
}

static ssize_t exec_read(struct source *source, void *to, size_t room)
{
	ssize_t got = read(source->fd, to, room);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return SOURCE_AGAIN;
	source->why = "the program has closed its terminal";
	return SOURCE_ENDED; /* EIO: the last holder of the terminal has gone */
}

static ssize_t exec_write(struct source *source, const void *data, size_t len)
{
	ssize_t put = write(source->fd, data, len);
	return put < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : put;
}

static void exec_close(struct source *source)
{
	if (source->own != NULL)
		child_stop(source->own);
}

const struct source_kind source_exec = {
	.prefix = "exec:",
	.operand = "COMMAND",
	.help = "a program on a pseudo terminal",
	.open = exec_open,
	.read = exec_read,
	.write = exec_write,
	.close = exec_close,
};
