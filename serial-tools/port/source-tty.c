/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source-tty.h"

#include "serial-tools/port/tty-find.h"
#include "serial-tools/port/tty-line.h"
#include "serial-tools/port/tty-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DEV "/dev"

enum { ATTACHED, ABSENT, REFUSED };

struct port {
	const struct tty_calls *calls;
	const char *path;       /* as the user named it; NULL: the newest or the next one */
	int64_t since_ns;       /* … that appeared after this */
	char current[TTY_PATH]; /* what is open */
	char by_id[TTY_PATH], by_path[TTY_PATH]; /* its other names, "" when it has none */
	char device[TTY_PATH];                   /* "ttyUSB0", "" when not under /dev */
	char lock[TTY_PATH];                     /* our lock file, "" when there is none */
	int refused;                             /* errno of the last attempt */
	pid_t holder;                            /* of the lock file that stopped us */
};

/* Opens the first of its names that is there. */
static int open_port(struct port *port)
{
	const char *names[] = { port->by_id, port->by_path,
		                port->path == NULL ? port->current : port->path };
	if (port->path == NULL && port->current[0] == '\0')
		tty_find_newest(DEV, port->since_ns, port->current);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i][0] == '\0' || (i < 2 && access(names[i], F_OK) < 0))
			continue;
		int fd = open(names[i], O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0 && names[i] != port->current)
			snprintf(port->current, sizeof(port->current), "%s", names[i]);
		return fd;
	}
	errno = ENOENT;
	return -1;
}

static void learn_names(struct port *port)
{
	if (tty_find_device(DEV, port->current, port->device) != 0)
		port->device[0] = '\0';
	if (tty_find_link(DEV, "by-id", port->current, port->by_id) != 0)
		port->by_id[0] = '\0';
	if (tty_find_link(DEV, "by-path", port->current, port->by_path) != 0)
		port->by_path[0] = '\0';
}

/* flock, TIOCEXCL and the lock file: whoever keeps to one of them keeps off. */
static int lock_port(struct port *port, int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return REFUSED;
	/* A pseudo terminal keeps TIOCEXCL after its user was killed, as its owner holds it open. */
	if (port->device[0] == '\0')
		return ATTACHED;
	if (tty_line_claim(port->calls, fd) == 1)
		return REFUSED;
	tty_lock_path(TTY_LOCK_DIRECTORY, port->device, port->lock, sizeof(port->lock));
	int taken = tty_lock_take(port->lock, &port->holder);
	if (taken != 0)
		port->lock[0] = '\0';
	return taken < 0 ? REFUSED : ATTACHED;
}

/* An FTDI holds short packets for 16 ms unless its driver is told otherwise. */
static void lower_latency(const struct port *port, int fd)
{
	char path[TTY_PATH + 64];
	if (tty_line_hurry(port->calls, fd) == 0 || port->device[0] == '\0')
		return;
	snprintf(path, sizeof(path), "/sys/bus/usb-serial/devices/%s/latency_timer", port->device);
	int timer = open(path, O_WRONLY | O_CLOEXEC);
	if (timer < 0)
		return;
	if (write(timer, "1", 1) != 1)
		errno = 0; /* not allowed: stamps are as late as the adapter makes them */
	close(timer);
}

static void unlock_port(struct port *port)
{
	if (port->lock[0] != '\0')
		tty_lock_drop(port->lock);
	port->lock[0] = '\0';
}

static int set_up(struct source *source, struct port *port, int fd)
{
	if (tty_line_set(port->calls, fd, &source->settings, &source->achieved) < 0) {
		port->refused = errno;
		return ABSENT;
	}
	learn_names(port);
	if (!source->settings.ignore_locks && lock_port(port, fd) == REFUSED)
		return REFUSED;
	tty_line_set_levels(port->calls, fd, source->settings.dtr, source->settings.rts);
	lower_latency(port, fd);
	return ATTACHED;
}

static int attach(struct source *source)
{
	struct port *port = source->own;
	int fd = open_port(port);
	if (fd < 0) {
		port->refused = errno;
		return errno == EBUSY ? REFUSED : ABSENT;
	}
	int result = set_up(source, port, fd);
	if (result == ATTACHED)
		source->fd = fd;
	else
		close(fd);
	return result;
}

static int refuse_permission(const struct source *source, const struct port *port,
                             struct diags *diags)
{
	struct stat st;
	const struct group *group = stat(port->path, &st) == 0 ? getgrgid(st.st_gid) : NULL;
	const char *hint = "ask the owner of the port";
	if (group != NULL)
		hint = arena_printf(source->arena,
		                    "join its group: usermod -aG %s USER, then log in again",
		                    group->gr_name);
	return diag_system(diags, "SE131", at_file(port->path), port->refused, hint,
	                   "the port cannot be opened");
}

static int refuse(const struct source *source, const struct port *port, int result,
                  struct diags *diags)
{
	struct where at = at_file(source->address);
	if (result == REFUSED && port->holder > 0)
		return diag_system(diags, "SE132", at, 0, "end it, or go on with --ignore-locks",
		                   "process %d holds the port (lock file)", (int)port->holder);
	if (result == REFUSED)
		return diag_system(diags, "SE132", at, 0,
		                   "end it (fuser -v tells its name), or go on with --ignore-locks",
		                   "another program holds the port");
	if (port->refused == EACCES && port->path != NULL)
		return refuse_permission(source, port, diags);
	if (port->refused == ENOTTY || port->refused == EINVAL)
		return diag_error(diags, "SE133", at,
		                  "name a serial port; a saved log is file:PATH",
		                  "is no serial port that can be set up");
	return diag_system(diags, "SE130", at, port->refused,
	                   "see /dev/serial/by-id for the ports there are; --wait waits for one",
	                   "the port cannot be opened");
}

static void watch_directories(struct source *source, const struct port *port)
{
	const uint32_t events = IN_CREATE | IN_ATTRIB | IN_MOVED_TO;
	char directory[TTY_PATH];
	source->wake_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (source->wake_fd < 0)
		return; /* looked for now and then all the same */
	inotify_add_watch(source->wake_fd, DEV, events);
	inotify_add_watch(source->wake_fd, DEV "/serial/by-id", events);
	if (port->path == NULL)
		return;
	snprintf(directory, sizeof(directory), "%s", port->path);
	char *slash = strrchr(directory, '/');
	if (slash == NULL)
		strcpy(directory, ".");
	else
		slash[slash == directory] = '\0';
	inotify_add_watch(source->wake_fd, directory, events);
}

static int tty_open(struct source *source, struct arena *arena, struct diags *diags)
{
	struct port *port = arena_new(arena, struct port);
	struct timespec now;
	bool next = strcmp(source->address, "next") == 0;
	bool found = next || strcmp(source->address, "newest") == 0;
	clock_gettime(CLOCK_REALTIME, &now);
	port->calls = &tty_system_calls;
	port->path = found ? NULL : tty_find_path(arena, DEV, source->address);
	port->since_ns = next ? (int64_t)now.tv_sec * 1000000000 + now.tv_nsec : 0;
	source->own = port;
	watch_directories(source, port);
	int result = attach(source);
	source->why = "waiting for the port to appear";
	if (result == ATTACHED || (result == ABSENT && (found || source->settings.wait)))
		return 0;
	return refuse(source, port, result, diags);
}

static int tty_resume(struct source *source)
{
	char events[4096];
	while (source->wake_fd >= 0 && read(source->wake_fd, events, sizeof(events)) > 0)
		;
	return attach(source) == ATTACHED ? 0 : 1;
}

static ssize_t tty_read(struct source *source, void *to, size_t room)
{
	ssize_t got = read(source->fd, to, room);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return SOURCE_AGAIN;
	source->why = got == 0 || errno == EIO ? "the port has hung up" : "the adapter is gone";
	unlock_port(source->own);
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

static uint32_t tty_get_rate(struct source *source)
{
	const struct port *port = source->own;
	return tty_line_rate(port->calls, source->fd);
}

static int tty_set_marks(struct source *source, bool marks)
{
	const struct port *port = source->own;
	return tty_line_set_marks(port->calls, source->fd, marks);
}

static int tty_set_lines(struct source *source, enum source_level dtr, enum source_level rts)
{
	const struct port *port = source->own;
	return tty_line_set_levels(port->calls, source->fd, dtr, rts);
}

static int tty_set_break(struct source *source, bool on)
{
	const struct port *port = source->own;
	return tty_line_set_break(port->calls, source->fd, on);
}

static int tty_count(struct source *source, struct source_counters *counters)
{
	const struct port *port = source->own;
	return tty_line_count(port->calls, source->fd, counters);
}

static void tty_close(struct source *source)
{
	struct port *port = source->own;
	if (port != NULL)
		unlock_port(port);
	if (source->wake_fd >= 0)
		close(source->wake_fd);
	source->wake_fd = -1;
}

const struct source_kind source_tty = {
	.prefix = "",
	.operand = "PORT",
	.help = "a serial port: path, name under by-id, newest or next",
	.returns = true,
	.has_rate = true,
	.open = tty_open,
	.read = tty_read,
	.resume = tty_resume,
	.write = tty_write,
	.set_rate = tty_set_rate,
	.get_rate = tty_get_rate,
	.set_marks = tty_set_marks,
	.set_lines = tty_set_lines,
	.set_break = tty_set_break,
	.count = tty_count,
	.close = tty_close,
};
