/* A port that shares the console: what sink-serve.c serves and serve-open.c opens. */
#ifndef SERIAL_TOOLS_SERVE_H
#define SERIAL_TOOLS_SERVE_H

#include "serial-tools/talk/sink.h"

#include "serial-tools/port/loop.h"
#include "serial-tools/port/telnet.h"

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

/* Opens the port that @word names (sink.h) for @serve, which is zeroed. 0 or -1 (SE410, SE411). */
int serve_open(struct arena *arena, const char *word, struct serve *serve, struct diags *diags);

#endif
