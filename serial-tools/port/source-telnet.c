/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/source-telnet.h"

#include "serial-tools/port/loop.h"
#include "serial-tools/port/source-socket.h"
#include "serial-tools/port/telnet.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE 4096 /* bytes received at a time, and sent at a time before doubling */

struct telnet_source {
	struct source tcp; /* its fd is ours too */
	struct telnet codec;
	bool com_port;
	uint8_t unsent[2 * PIECE]; /* doubled data that the socket did not take yet */
	size_t unsent_len;
};

static uint64_t now_ms(void)
{
	return (uint64_t)loop_now() / 1000;
}

/* Sends what waits: data first that was begun, then negotiation. False when the socket is full. */
static bool flush(struct telnet_source *own)
{
	struct source *tcp = &own->tcp;
	while (own->unsent_len > 0) {
		ssize_t put = source_write(tcp, own->unsent, own->unsent_len);
		if (put <= 0)
			return false;
		own->unsent_len -= (size_t)put;
		memmove(own->unsent, own->unsent + put, own->unsent_len);
	}
	struct bytes pending = telnet_pending(&own->codec);
	if (pending.len == 0)
		return true;
	ssize_t put = source_write(tcp, pending.p, pending.len);
	if (put > 0)
		telnet_sent(&own->codec, (size_t)put);
	return put == (ssize_t)pending.len;
}

static void ask_level(struct telnet *codec, enum source_level level, uint32_t on, uint32_t off)
{
	if (level != LEVEL_KEEP)
		telnet_ask(codec, COM_PORT_CONTROL, level == LEVEL_ON ? on : off, now_ms());
}

/* What the user asked for, told once the server has said that it understands. */
static void ask_settings(struct telnet *codec, const struct source_settings *settings)
{
	uint64_t now = now_ms();
	uint32_t parity = settings->parity == 'O' ? 2 : settings->parity == 'E' ? 3 : 1;
	telnet_ask(codec, COM_PORT_RATE, settings->rate, now);
	if (settings->rate != 0) {
		telnet_ask(codec, COM_PORT_DATA_BITS, (uint32_t)settings->bits, now);
		telnet_ask(codec, COM_PORT_PARITY, parity, now);
		telnet_ask(codec, COM_PORT_STOP_BITS, (uint32_t)settings->stop, now);
	}
	if (settings->flow != FLOW_NONE)
		telnet_ask(codec, COM_PORT_CONTROL,
		           settings->flow == FLOW_RTSCTS ? COM_PORT_HARDWARE : COM_PORT_XON_XOFF,
		           now);
	ask_level(codec, settings->dtr, COM_PORT_DTR_ON, COM_PORT_DTR_OFF);
	ask_level(codec, settings->rts, COM_PORT_RTS_ON, COM_PORT_RTS_OFF);
}

static void take_events(struct source *source)
{
	struct telnet_source *own = source->own;
	struct telnet_event event;
	telnet_expire(&own->codec, now_ms());
	while (telnet_event(&own->codec, &event)) {
		if (event.kind == TELNET_AGREED)
			ask_settings(&own->codec, &source->settings);
		else if (event.kind == TELNET_ANSWER && event.command == COM_PORT_RATE)
			source->achieved = event.value;
	}
}

static void connected(struct source *source)
{
	struct telnet_source *own = source->own;
	source->fd = own->tcp.fd;
	own->unsent_len = 0;
	telnet_start(&own->codec, TELNET_CLIENT, own->com_port);
	flush(own);
}

static void mirror(struct source *source)
{
	const struct telnet_source *own = source->own;
	source->wake_fd = own->tcp.wake_fd;
	source->why = own->tcp.why;
}

static int telnet_resume(struct source *source)
{
	struct telnet_source *own = source->own;
	int result = own->tcp.kind->resume(&own->tcp);
	mirror(source);
	if (result == 0)
		connected(source);
	return result;
}

static int open_any(struct source *source, bool com_port, struct diags *diags)
{
	struct telnet_source *own = arena_new(source->arena, struct telnet_source);
	source->own = own;
	own->com_port = com_port;
	own->tcp = *source;
	own->tcp.kind = &source_tcp;
	own->tcp.own = NULL;
	if (own->tcp.kind->open(&own->tcp, source->arena, diags) < 0)
		return -1;
	mirror(source);
	if (own->tcp.fd >= 0)
		connected(source);
	return 0;
}

static int telnet_open(struct source *source, struct arena *arena, struct diags *diags)
{
	(void)arena;
	return open_any(source, false, diags);
}

static int rfc2217_open(struct source *source, struct arena *arena, struct diags *diags)
{
	(void)arena;
	return open_any(source, true, diags);
}

static ssize_t telnet_read(struct source *source, void *to, size_t room)
{
	struct telnet_source *own = source->own;
	uint8_t received[PIECE];
	ssize_t got = own->tcp.kind->read(&own->tcp, received, room < PIECE ? room : PIECE);
	size_t len = 0;
	if (got > 0)
		len = telnet_receive(&own->codec, received, (size_t)got, to);
	take_events(source);
	if (got < 0) {
		own->tcp.fd = -1; /* the caller closes it */
		source->why = own->tcp.why;
		return got;
	}
	flush(own);
	if (got > 0 && len == 0) /* only negotiation: there may be data behind it */
		return telnet_read(source, to, room);
	return (ssize_t)len;
}

static ssize_t telnet_write(struct source *source, const void *data, size_t len)
{
	struct telnet_source *own = source->own;
	if (!flush(own) && own->unsent_len > 0)
		return 0;
	size_t take = len < PIECE ? len : PIECE;
	own->unsent_len = telnet_escape(data, take, own->unsent);
	flush(own);
	return (ssize_t)take;
}

static int rfc2217_set_rate(struct source *source, uint32_t rate, uint32_t *achieved)
{
	struct telnet_source *own = source->own;
	if (!own->codec.agreed)
		return -1;
	source->settings.rate = rate;
	telnet_ask(&own->codec, COM_PORT_RATE, rate, now_ms());
	flush(own);
	*achieved = rate; /* the server's answer corrects source->achieved */
	return 0;
}

static int rfc2217_set_lines(struct source *source, enum source_level dtr, enum source_level rts)
{
	struct telnet_source *own = source->own;
	if (!own->codec.agreed)
		return -1;
	ask_level(&own->codec, dtr, COM_PORT_DTR_ON, COM_PORT_DTR_OFF);
	ask_level(&own->codec, rts, COM_PORT_RTS_ON, COM_PORT_RTS_OFF);
	flush(own);
	return 0;
}

/* RFC 2217 knows when a break begins and ends, plain telnet only that there is one. */
static int telnet_set_break(struct source *source, bool on)
{
	static const uint8_t telnet_break[] = { 255, 243 }; /* IAC BRK */
	struct telnet_source *own = source->own;
	if (own->codec.agreed) {
		telnet_ask(&own->codec, COM_PORT_CONTROL,
		           on ? COM_PORT_BREAK_ON : COM_PORT_BREAK_OFF, now_ms());
		flush(own); /* what does not fit now goes out later */
		return 0;
	}
	if (!on || own->com_port)
		return on ? -1 : 0;
	return source_write(&own->tcp, telnet_break, sizeof(telnet_break)) == 2 ? 0 : -1;
}

static void telnet_close(struct source *source)
{
	struct telnet_source *own = source->own;
	if (own != NULL && own->tcp.wake_fd >= 0)
		close(own->tcp.wake_fd);
	source->wake_fd = -1;
}

const struct source_kind source_telnet = {
	.prefix = "telnet:",
	.operand = "HOST:PORT",
	.help = "connects to a telnet server",
	.returns = true,
	.open = telnet_open,
	.read = telnet_read,
	.resume = telnet_resume,
	.write = telnet_write,
	.set_break = telnet_set_break,
	.close = telnet_close,
};
const struct source_kind source_rfc2217 = {
	.prefix = "rfc2217:",
	.operand = "HOST:PORT",
	.help = "the same, and sets the port's rate there (ser2net)",
	.returns = true,
	.open = rfc2217_open,
	.read = telnet_read,
	.resume = telnet_resume,
	.write = telnet_write,
	.set_rate = rfc2217_set_rate,
	.set_lines = rfc2217_set_lines,
	.set_break = telnet_set_break,
	.close = telnet_close,
};
