/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Telnet (RFC 854, 855, 856, 857, 858) with the COM port option (RFC 2217), as a codec
 * without I/O, for both ends: the capture that reads a port behind ser2net, and the port
 * that the capture shares.
 *
 * Order: telnet_start(); then what telnet_pending() holds is sent, what is received goes
 * through telnet_receive(), settings through telnet_ask_*(), events out by telnet_event().
 * Fixed size, allocates nothing. Bytes beyond the buffers are dropped and counted.
 */
#ifndef SERIAL_TOOLS_TELNET_H
#define SERIAL_TOOLS_TELNET_H

#include "lib/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum telnet_role {
	TELNET_CLIENT, /* we read somebody's port */
	TELNET_SERVER, /* somebody reads ours */
};

/* RFC 2217, section 3: what a client asks; the answer is the same number + 100. */
enum com_port_command {
	COM_PORT_SIGNATURE = 0,
	COM_PORT_RATE = 1,       /* baud; 0 asks for the present one */
	COM_PORT_DATA_BITS = 2,  /* 5 to 8 */
	COM_PORT_PARITY = 3,     /* 1 none, 2 odd, 3 even, 4 mark, 5 space */
	COM_PORT_STOP_BITS = 4,  /* 1, 2, 3 for 1.5 */
	COM_PORT_CONTROL = 5,    /* enum com_port_control */
	COM_PORT_LINE_STATE = 6, /* bits: 2 overrun, 4 parity, 8 framing, 16 break */
	COM_PORT_MODEM_STATE = 7,
	COM_PORT_LINE_MASK = 10,
	COM_PORT_MODEM_MASK = 11,
	COM_PORT_PURGE = 12,
	COM_PORT_COMMANDS = 13
};
enum com_port_control {
	COM_PORT_NO_FLOW = 1,
	COM_PORT_XON_XOFF = 2,
	COM_PORT_HARDWARE = 3,
	COM_PORT_BREAK_ON = 5,
	COM_PORT_BREAK_OFF = 6,
	COM_PORT_DTR_ON = 8,
	COM_PORT_DTR_OFF = 9,
	COM_PORT_RTS_ON = 11,
	COM_PORT_RTS_OFF = 12
};

enum telnet_event_kind {
	TELNET_AGREED,  /* the other end speaks RFC 2217 */
	TELNET_REFUSED, /* it does not */
	TELNET_ANSWER,  /* client: command and value as the server set it */
	TELNET_REQUEST, /* server: command and value that the client wants */
	TELNET_BREAK,   /* IAC BRK */
	TELNET_TIMEOUT, /* client: a command that was not answered in time */
};

struct telnet_event {
	enum telnet_event_kind kind;
	uint8_t command; /* enum com_port_command */
	uint32_t value;
};

#define TELNET_PENDING   1024 /* bytes waiting to be sent, negotiation only */
#define TELNET_EVENTS    32
#define TELNET_SUBOPTION 64
#define TELNET_ANSWER_MS 3000 /* ser2net answers in 150 ms; a control line on a pty never */
#define TELNET_OPTIONS   3    /* BINARY, ECHO, SUPPRESS-GO-AHEAD */

struct telnet {
	enum telnet_role role;
	bool com_port, agreed; /* RFC 2217 wanted; both ends speak it */
	uint8_t state, command, suboption[TELNET_SUBOPTION];
	size_t suboption_len;
	bool ours[TELNET_OPTIONS], theirs[TELNET_OPTIONS];
	uint8_t pending[TELNET_PENDING];
	size_t pending_len;
	struct telnet_event events[TELNET_EVENTS];
	size_t event_first, event_count;
	bool asked[COM_PORT_COMMANDS];
	uint64_t asked_ms[COM_PORT_COMMANDS];
	uint64_t dropped; /* bytes and events that found no room */
};

/* Queues the opening negotiation. @com_port: offer or accept RFC 2217. */
void telnet_start(struct telnet *telnet, enum telnet_role role, bool com_port);

/* Takes @len received bytes; writes the port's data to @data (room for @len bytes), returns how many. */
size_t telnet_receive(struct telnet *telnet, const uint8_t *received, size_t len, uint8_t *data);

/* Doubles 0xff in data to be sent; @out has room for 2 × @len. Returns the length. */
size_t telnet_escape(const uint8_t *data, size_t len, uint8_t *out);

/* What must be sent to the other end now; telnet_sent() takes the first @len bytes away. */
struct bytes telnet_pending(const struct telnet *telnet);
void telnet_sent(struct telnet *telnet, size_t len);

/* Client: asks for a setting. @now_ms is remembered for the time-out. Only when agreed. */
void telnet_ask(struct telnet *telnet, enum com_port_command command, uint32_t value,
                uint64_t now_ms);
/* Client: makes TELNET_TIMEOUT events of the commands that are overdue. */
void telnet_expire(struct telnet *telnet, uint64_t now_ms);
/* Server: answers a request with the value that is in force, or tells a state. */
void telnet_answer(struct telnet *telnet, enum com_port_command command, uint32_t value);

/* Takes the oldest event. False when there is none. */
bool telnet_event(struct telnet *telnet, struct telnet_event *out);

#endif
