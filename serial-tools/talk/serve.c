/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static int no_terminal(const char *word, struct diags *diags)
{
	return diag_system(diags, "SE411", nowhere(), errno,
	                   "is /dev/pts mounted, and is the link's directory writable?",
	                   "no pseudo terminal can be offered as %s", word);
}

static int open_pty(struct arena *arena, struct serve *serve, const char *link, struct diags *diags)
{
	char path[64];
	struct termios settings;
	serve->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (serve->master < 0 || grantpt(serve->master) < 0 || unlockpt(serve->master) < 0 ||
	    ptsname_r(serve->master, path, sizeof(path)) != 0)
		return no_terminal(link, diags);
	serve->slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (serve->slave < 0 || tcgetattr(serve->slave, &settings) < 0)
		return no_terminal(link, diags);
	cfmakeraw(&settings);
	tcsetattr(serve->slave, TCSANOW, &settings);
	snprintf(serve->news, sizeof(serve->news), "shared as %s", path);
	if (*link == '\0')
		return 0;
	char *temporary = arena_printf(arena, "%s.%d", link, (int)getpid());
	if (symlink(path, temporary) < 0 || rename(temporary, link) < 0) {
		unlink(temporary);
		return no_terminal(link, diags);
	}
	serve->link = link;
	return 0;
}

static int listen_on(const struct addrinfo *address)
{
	int on = 1;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, CLIENTS) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int open_tcp(struct arena *arena, struct serve *serve, const char *address,
                    struct diags *diags)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *found;
	char *host = arena_strdup(arena, address), *port = strrchr(host, ':');
	if (port == NULL || port[1] == '\0')
		return diag_error(diags, "SE410", nowhere(),
		                  "write it as HOST:PORT, localhost:2000", "\"%s\" has no port",
		                  address);
	*port++ = '\0';
	int status = getaddrinfo(*host == '\0' ? "localhost" : host, port, &hints, &found);
	if (status != 0)
		return diag_error(diags, "SE410", nowhere(), "check the host's name and the port",
		                  "\"%s\" cannot be resolved: %s", address, gai_strerror(status));
	serve->listener = listen_on(found);
	freeaddrinfo(found);
	if (serve->listener < 0)
		return diag_system(diags, "SE411", nowhere(), errno,
		                   "another program listens there? choose another port",
		                   "cannot listen on %s", address);
	return 0;
}

int serve_open(struct arena *arena, const char *word, struct serve *serve, struct diags *diags)
{
	static const struct {
		const char *prefix;
		enum protocol protocol;
	} kinds[] = { { "tcp:", PROTOCOL_RAW },
		      { "telnet:", PROTOCOL_TELNET },
		      { "rfc2217:", PROTOCOL_RFC2217 } };
	serve->listener = serve->master = serve->slave = -1;
	for (size_t i = 0; i < CLIENTS; i++)
		serve->clients[i].watch.fd = -1;
	if (strncmp(word, "pty:", 4) == 0 || strcmp(word, "pty") == 0)
		return open_pty(arena, serve, word[3] == '\0' ? "" : word + 4, diags);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t len = strlen(kinds[i].prefix);
		if (strncmp(word, kinds[i].prefix, len) != 0)
			continue;
		serve->protocol = kinds[i].protocol;
		return open_tcp(arena, serve, word + len, diags);
	}
	return diag_error(diags, "SE410", nowhere(),
	                  "pty:LINK, tcp:HOST:PORT, telnet:HOST:PORT or rfc2217:HOST:PORT",
	                  "the console cannot be shared as \"%s\"", word);
}
