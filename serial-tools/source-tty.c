/*
 * A serial port by its path, by its name under /dev/serial/by-id, or "newest": the next one to appear.
 * Opened once; raw mode before anything else; closed at once when it goes away, and looked for again
 * under the same name.
 */
#include "source.h"

#include "tty-line.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

struct port {
	const char *path;
	const struct tty_calls *calls;
};

/* A word without a slash is a name under /dev, or one under by-id. */
static const char *path_of(struct arena *arena, const char *address)
{
	if (strchr(address, '/') != NULL)
		return address;
	const char *path = arena_printf(arena, "/dev/%s", address);
	if (access(path, F_OK) == 0)
		return path;
	const char *by_id = arena_printf(arena, "/dev/serial/by-id/%s", address);
	return access(by_id, F_OK) == 0 ? by_id : path;
}

static int refuse_open(const struct source *source, const char *path, int error,
                       struct diags *diags)
{
	struct stat st;
	if (error == EACCES && stat(path, &st) == 0) {
		const struct group *group = getgrgid(st.st_gid);
		return diag_system(
			diags, "SE131", at_file(path), error,
			arena_printf(source->arena,
		                     "join the group %s (usermod -aG %s USER) and log in again",
		                     group == NULL ? "of the port" : group->gr_name,
		                     group == NULL ? "GROUP" : group->gr_name),
			"the port cannot be opened");
	}
	return diag_system(diags, "SE130", at_file(path), error,
	                   "see /dev/serial/by-id for the ports there are; --wait waits for one",
	                   "the port cannot be opened");
}

/* Opens and sets up. Returns 0; 1 not there yet (errno); -1 and has said why. */
static int attach(struct source *source, struct diags *diags)
{
	const struct port *port = source->own;
	int fd = open(port->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return 1;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK &&
	    !source->settings.ignore_locks) {
		close(fd);
		return diags == NULL ? 1
		                     : diag_system(diags, "SE132", at_file(port->path), 0,
		                                   "end it, or share its console",
		                                   "another program holds the port (flock)");
	}
	if (tty_line_set(port->calls, fd, &source->settings, &source->achieved) < 0) {
		int error = errno;
		close(fd);
		return diags == NULL
		               ? 1
		               : diag_system(diags, "SE133", at_file(port->path), error,
		                             "name a serial port", "the port cannot be set up");
	}
	tty_line_set_levels(port->calls, fd, source->settings.dtr, source->settings.rts);
	tty_line_claim(port->calls, fd);
	tty_line_hurry(port->calls, fd);
	source->fd = fd;
	return 0;
}

static int tty_open(struct source *source, struct arena *arena, struct diags *diags)
{
	struct port *port = arena_new(arena, struct port);
	port->path = path_of(arena, source->address);
	port->calls = &tty_system_calls;
	source->own = port;
	int result = attach(source, diags);
	if (result == 1 && !source->settings.wait)
		return refuse_open(source, port->path, errno, diags);
	source->why = "waiting for the port to appear";
	return result < 0 ? -1 : 0;
}

static int tty_resume(struct source *source)
{
	return attach(source, NULL) == 0 ? 0 : 1;
}

static ssize_t tty_read(struct source *source, void *to, size_t room)
{
	ssize_t got = read(source->fd, to, room);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return SOURCE_AGAIN;
	source->why = got == 0 ? "the port has hung up" : strerror(errno);
	return SOURCE_GONE;
}

static ssize_t tty_write(struct source *source, const void *data, size_t len)
{
	ssize_t put = write(source->fd, data, len);
	return put < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : put;
}

static int tty_set_rate(struct source *source, uint32_t rate, uint32_t *achieved)
{
	const struct port *port = source->own;
	return tty_line_set_rate(port->calls, source->fd, rate, achieved);
}

static int tty_set_lines(struct source *source, enum source_level dtr, enum source_level rts)
{
	const struct port *port = source->own;
	return tty_line_set_levels(port->calls, source->fd, dtr, rts);
}

static int tty_send_break(struct source *source)
{
	const struct port *port = source->own;
	return tty_line_send_break(port->calls, source->fd);
}

static int tty_count(struct source *source, struct source_counters *counters)
{
	const struct port *port = source->own;
	return tty_line_count(port->calls, source->fd, counters);
}

const struct source_kind source_tty = {
	.prefix = "",
	.operand = "PORT",
	.help = "a serial port",
	.returns = true,
	.open = tty_open,
	.read = tty_read,
	.resume = tty_resume,
	.write = tty_write,
	.set_rate = tty_set_rate,
	.set_lines = tty_set_lines,
	.send_break = tty_send_break,
	.count = tty_count,
};
