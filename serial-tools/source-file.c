/* file:PATH: a saved raw log, replayed as fast as it can be read; "file:-" is standard input. */
#include "source.h"

#include "lib/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int file_open(struct source *source, struct arena *arena, struct diags *diags)
{
	struct stat st;
	(void)arena;
	source->fd = input_open(source->address, diags);
	if (source->fd < 0)
		return -1;
	if (source->fd == STDIN_FILENO)
		source->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (fstat(source->fd, &st) == 0 && S_ISREG(st.st_mode))
		source->due_us = 0; /* a regular file is always ready and cannot be polled */
	return 0;
}

static ssize_t file_read(struct source *source, void *to, size_t room)
{
	ssize_t got = read(source->fd, to, room);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return SOURCE_AGAIN;
	source->why = got == 0 ? "end of the file" : "the file cannot be read";
	return SOURCE_ENDED;
}

const struct source_kind source_file = {
	.saved = true,
	.prefix = "file:",
	.operand = "PATH",
	.help = "a saved log, replayed; - is standard input",
	.open = file_open,
	.read = file_read,
};
