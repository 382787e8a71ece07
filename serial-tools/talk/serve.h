/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A port that shares the console: its clients, and what they want. */
#ifndef SERIAL_TOOLS_SERVE_H
#define SERIAL_TOOLS_SERVE_H

#include "serial-tools/port/loop.h"
#include "serial-tools/port/telnet.h"
#include "serial-tools/talk/sink.h"

#include "lib/arena.h"
#include "lib/diag.h"

#define CLIENTS  8
#define WAITING  65536 /* bytes that may wait for a slow client */
#define TYPED    4096  /* bytes typed that the board has not taken yet */
#define REQUESTS 16

enum protocol { PROTOCOL_RAW, PROTOCOL_TELNET, PROTOCOL_RFC2217 };

struct client {
	struct serve *serve;
	struct watch watch;
	struct telnet codec;
	uint64_t skipped;
	size_t len; /* of what waits */
	uint8_t waiting[WAITING];
};

struct serve {
	struct loop *loop;
	enum protocol protocol;
	int listener; /* -1 for a pseudo terminal */
	int master,
		slave; /* of a pseudo terminal, else -1; the slave is held so that it never hangs up */
	const char *link; /* symbolic link to be removed, or NULL */
	struct watch accepting;
	struct client clients[CLIENTS];
	uint8_t typed[TYPED];
	size_t typed_len;
	struct sink_request requests[REQUESTS];
	size_t request_count;
	uint32_t rate; /* last known, for clients that ask */
	char news[128];
};

/*
 * Opens a port for @serve, which is zeroed. @word is one of
 *   pty:LINK         a pseudo terminal; LINK (may be empty) is a symbolic link to it
 *   tcp:HOST:PORT    raw      telnet:HOST:PORT     rfc2217:HOST:PORT   the rate can be set, too
 * Returns 0 or -1 (SE410, SE411).
 */
int serve_open(struct arena *arena, const char *word, struct serve *serve, struct diags *diags);

#endif
