/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source-socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct endpoint {
	struct sockaddr_storage address;
	socklen_t len;
	const char *path; /* of a unix socket that we made, to be removed */
	bool connecting;
};

static int unix_endpoint(const struct source *source, struct endpoint *endpoint,
                         struct diags *diags)
{
	struct sockaddr_un *address = (struct sockaddr_un *)&endpoint->address;
	size_t len = strlen(source->address);
	if (len >= sizeof(address->sun_path))
		return diag_error(diags, "SE104", at_file(source->address),
		                  "use a shorter path, or one relative to this directory",
		                  "a socket's path has at most %zu characters",
		                  sizeof(address->sun_path) - 1);
	address->sun_family = AF_UNIX;
	memcpy(address->sun_path, source->address, len + 1);
	endpoint->len = sizeof(*address);
	return 0;
}

static int tcp_endpoint(const struct source *source, bool listens, struct endpoint *endpoint,
                        struct diags *diags)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		                  .ai_flags = listens ? AI_PASSIVE : 0 };
	struct addrinfo *found;
	char *host = arena_strdup(source->arena, source->address), *port = strrchr(host, ':');
	if (port == NULL || port[1] == '\0')
		return diag_error(diags, "SE104", nowhere(), "write it as HOST:PORT",
		                  "\"%s\" has no port", source->address);
	*port++ = '\0';
	if (host[0] == '[' && port - host > 2 && port[-2] == ']') {
		port[-2] = '\0';
		host++;
	}
	int status = getaddrinfo(*host == '\0' ? "localhost" : host, port, &hints, &found);
	if (status != 0)
		return diag_error(diags, "SE104", nowhere(), "check the host's name and the port",
		                  "\"%s\" cannot be resolved: %s", source->address,
		                  gai_strerror(status));
	memcpy(&endpoint->address, found->ai_addr, found->ai_addrlen);
	endpoint->len = found->ai_addrlen;
	freeaddrinfo(found);
	return 0;
}

/* A socket that nobody answers on is left over from a program that was killed. */
static void remove_stale(const struct endpoint *endpoint, const char *path)
{
	struct stat st;
	if (lstat(path, &st) < 0 || !S_ISSOCK(st.st_mode))
		return;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (const struct sockaddr *)&endpoint->address, endpoint->len) < 0 &&
	    errno == ECONNREFUSED)
		unlink(path);
	close(fd);
}

static int start_listening(struct source *source, struct endpoint *endpoint, struct diags *diags)
{
	int on = 1, family = endpoint->address.ss_family;
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (family == AF_UNIX)
		remove_stale(endpoint, source->address);
	else
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (const struct sockaddr *)&endpoint->address, endpoint->len) < 0 ||
	    listen(fd, 1) < 0) {
		int error = errno;
		if (fd >= 0)
			close(fd);
		return diag_system(
			diags, "SE105", nowhere(), error,
			error == EADDRINUSE
				? "another program listens there; end it or choose another address"
				: "check the address and the directory's permissions",
			"cannot listen on %s", source->address);
	}
	if (family == AF_UNIX)
		endpoint->path = source->address;
	source->wake_fd = fd;
	source->why = "waiting for a connection";
	return 0;
}

static int listen_open(struct source *source, struct diags *diags, bool is_unix)
{
	struct endpoint *endpoint = arena_new(source->arena, struct endpoint);
	int result = is_unix ? unix_endpoint(source, endpoint, diags)
	                     : tcp_endpoint(source, true, endpoint, diags);
	source->own = endpoint;
	return result < 0 ? -1 : start_listening(source, endpoint, diags);
}

static int listen_unix_open(struct source *source, struct arena *arena, struct diags *diags)
{
	(void)arena;
	return listen_open(source, diags, true);
}

static int listen_tcp_open(struct source *source, struct arena *arena, struct diags *diags)
{
	(void)arena;
	return listen_open(source, diags, false);
}

static int listen_resume(struct source *source)
{
	source->fd = accept4(source->wake_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	return source->fd >= 0 ? 0 : 1;
}

static void listen_close(struct source *source)
{
	struct endpoint *endpoint = source->own;
	if (source->wake_fd >= 0)
		close(source->wake_fd);
	source->wake_fd = -1;
	if (endpoint == NULL || endpoint->path == NULL)
		return;
	unlink(endpoint->path);
	endpoint->path = NULL;
}

/* Starts a connection, or looks how the one that was started is doing. */
static int connect_resume(struct source *source)
{
	struct endpoint *endpoint = source->own;
	const struct sockaddr *address = (const struct sockaddr *)&endpoint->address;
	int on = 1;
	if (source->wake_fd < 0)
		source->wake_fd = socket(endpoint->address.ss_family,
		                         SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (source->wake_fd < 0)
		return 1;
	if (connect(source->wake_fd, address, endpoint->len) < 0 && errno != EISCONN) {
		if (errno != EINPROGRESS && errno != EALREADY) {
			source->why = strerror(errno);
			close(source->wake_fd);
			source->wake_fd = -1;
		}
		return 1;
	}
	source->fd = source->wake_fd;
	source->wake_fd = -1;
	setsockopt(source->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	if (endpoint->address.ss_family != AF_UNIX)
		setsockopt(source->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return 0;
}

static int connect_open(struct source *source, struct diags *diags, bool is_unix)
{
	struct endpoint *endpoint = arena_new(source->arena, struct endpoint);
	source->own = endpoint;
	if ((is_unix ? unix_endpoint(source, endpoint, diags)
	             : tcp_endpoint(source, false, endpoint, diags)) < 0)
		return -1;
	source->why = "connecting";
	connect_resume(source);
	return 0;
}

static int unix_open(struct source *source, struct arena *arena, struct diags *diags)
{
	(void)arena;
	return connect_open(source, diags, true);
}

static int tcp_open(struct source *source, struct arena *arena, struct diags *diags)
{
	(void)arena;
	return connect_open(source, diags, false);
}

static void connect_close(struct source *source)
{
	if (source->wake_fd >= 0)
		close(source->wake_fd);
	source->wake_fd = -1;
}

static ssize_t socket_read(struct source *source, void *to, size_t room)
{
	ssize_t got = recv(source->fd, to, room, 0);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return SOURCE_AGAIN;
	source->why = got == 0 ? "the other end has closed the connection" : strerror(errno);
	return SOURCE_GONE;
}

static ssize_t socket_write(struct source *source, const void *data, size_t len)
{
	ssize_t put = send(source->fd, data, len, MSG_NOSIGNAL);
	return put < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : put;
}

#define SOCKET_ROW(word, what, tells, opens, resumes, closes)                                      \
	{                                                                                          \
		.prefix = word, .operand = what, .help = tells, .returns = true, .open = opens,    \
		.read = socket_read, .resume = resumes, .write = socket_write, .close = closes,    \
	}

const struct source_kind source_unix = SOCKET_ROW("unix:", "PATH", "connects to a unix socket",
                                                  unix_open, connect_resume, connect_close);
const struct source_kind source_tcp = SOCKET_ROW("tcp:", "HOST:PORT", "connects to a raw TCP port",
                                                 tcp_open, connect_resume, connect_close);
const struct source_kind source_listen_unix =
	SOCKET_ROW("listen-unix:", "PATH", "offers a unix socket that an emulator connects to",
                   listen_unix_open, listen_resume, listen_close);
const struct source_kind source_listen_tcp =
	SOCKET_ROW("listen-tcp:", "HOST:PORT", "offers a TCP port that an emulator connects to",
                   listen_tcp_open, listen_resume, listen_close);
