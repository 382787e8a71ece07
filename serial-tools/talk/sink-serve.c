/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-serve.h"

#include "serial-tools/talk/serve.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE    4096
#define RETRY_US 20000

static bool is_open(const struct client *client)
{
	return client->watch.fd >= 0;
}

static void drop_client(struct client *client)
{
	int fd = client->watch.fd;
	loop_forget(client->serve->loop, &client->watch);
	client->watch.fd = -1;
	client->len = 0;
	if (fd >= 0 && fd != client->serve->master)
		close(fd);
}

/* Gives the client what waits, as far as it takes it. */
static void push(struct client *client)
{
	struct bytes pending = telnet_pending(&client->codec);
	if (client->serve->protocol != PROTOCOL_RAW && pending.len > 0) {
		ssize_t put = send(client->watch.fd, pending.p, pending.len, MSG_NOSIGNAL);
		if (put > 0)
			telnet_sent(&client->codec, (size_t)put);
		if (put != (ssize_t)pending.len)
			return;
	}
	while (client->len > 0) {
		ssize_t put = write(client->watch.fd, client->waiting, client->len);
		if (put < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (put < 0) {
			drop_client(client);
			return;
		}
		client->len -= (size_t)put;
		memmove(client->waiting, client->waiting + put, client->len);
	}
}

static bool queue_plain(struct client *client, const void *data, size_t len)
{
	if (len > WAITING - client->len)
		return false;
	memcpy(client->waiting + client->len, data, len);
	client->len += len;
	return true;
}

static void tell_skipped(struct client *client)
{
	char text[96];
	if (client->skipped == 0 || client->len > WAITING / 2)
		return;
	int len = snprintf(text, sizeof(text),
	                   "\r\n[-- %llu bytes skipped: this reader was too slow --]\r\n",
	                   (unsigned long long)client->skipped);
	if (queue_plain(client, text, (size_t)len))
		client->skipped = 0;
}

static void give(struct client *client, struct bytes data)
{
	uint8_t doubled[2 * PIECE];
	tell_skipped(client);
	for (size_t at = 0; at < data.len; at += PIECE) {
		struct bytes piece = bytes_at(data, at, PIECE);
		size_t len = piece.len;
		const uint8_t *p = piece.p;
		if (client->serve->protocol != PROTOCOL_RAW) {
			len = telnet_escape(piece.p, piece.len, doubled);
			p = doubled;
		}
		if (client->skipped > 0 || !queue_plain(client, p, len))
			client->skipped += piece.len;
	}
	push(client);
}

static void type(struct serve *serve, const uint8_t *data, size_t len)
{
	size_t room = TYPED - serve->typed_len;
	memcpy(serve->typed + serve->typed_len, data, len < room ? len : room);
	serve->typed_len += len < room ? len : room;
}

static void want(struct serve *serve, enum sink_wish wish, uint32_t value)
{
	if (serve->request_count < REQUESTS)
		serve->requests[serve->request_count++] = (struct sink_request){ wish, value };
}

static void take_control(struct client *client, uint32_t value)
{
	struct serve *serve = client->serve;
	if (value == COM_PORT_BREAK_ON)
		want(serve, WISH_BREAK, 250);
	else if (value == COM_PORT_DTR_ON || value == COM_PORT_DTR_OFF)
		want(serve, WISH_DTR, value == COM_PORT_DTR_ON);
	else if (value == COM_PORT_RTS_ON || value == COM_PORT_RTS_OFF)
		want(serve, WISH_RTS, value == COM_PORT_RTS_ON);
	telnet_answer(&client->codec, COM_PORT_CONTROL, value);
}

static void take_event(struct client *client, const struct telnet_event *event)
{
	struct serve *serve = client->serve;
	if (event->kind == TELNET_BREAK)
		want(serve, WISH_BREAK, 250);
	if (event->kind != TELNET_REQUEST)
		return;
	if (event->command == COM_PORT_RATE && event->value != 0)
		want(serve, WISH_RATE, event->value); /* answered by serve_answer() */
	else if (event->command == COM_PORT_RATE)
		telnet_answer(&client->codec, COM_PORT_RATE, serve->rate);
	else if (event->command == COM_PORT_CONTROL)
		take_control(client, event->value);
	else if (event->command != COM_PORT_SIGNATURE)
		telnet_answer(&client->codec, event->command, event->value);
}

static void client_ready(void *context, uint32_t events)
{
	struct client *client = context;
	struct serve *serve = client->serve;
	uint8_t received[PIECE];
	struct telnet_event event;
	(void)events;
	ssize_t got = read(client->watch.fd, received, sizeof(received));
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		if (serve->master < 0)
			drop_client(client);
		return;
	}
	size_t len = (size_t)got;
	if (serve->protocol != PROTOCOL_RAW)
		len = telnet_receive(&client->codec, received, len, received);
	while (serve->protocol != PROTOCOL_RAW && telnet_event(&client->codec, &event))
		take_event(client, &event);
	type(serve, received, len);
	push(client);
}

static struct client *free_client(struct serve *serve)
{
	for (size_t i = 0; i < CLIENTS; i++)
		if (!is_open(&serve->clients[i]))
			return &serve->clients[i];
	return NULL;
}

static void admit(struct serve *serve, int fd)
{
	struct client *client = free_client(serve);
	if (client == NULL) {
		close(fd);
		return;
	}
	client->watch = (struct watch){ -1, client_ready, client };
	client->serve = serve;
	client->len = 0;
	client->skipped = 0;
	telnet_start(&client->codec, TELNET_SERVER, serve->protocol == PROTOCOL_RFC2217);
	if (loop_watch(serve->loop, &client->watch, fd, EPOLLIN) != 0)
		close(fd);
	else if (serve->protocol != PROTOCOL_RAW)
		push(client);
}

static void somebody_connects(void *context, uint32_t events)
{
	struct serve *serve = context;
	int fd, on = 1;
	(void)events;
	while ((fd = accept4(serve->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
		admit(serve, fd);
	}
}

static void serve_start(struct sink *sink, struct loop *loop)
{
	struct serve *serve = sink->own;
	serve->loop = loop;
	serve->accepting = (struct watch){ -1, somebody_connects, serve };
	if (serve->listener >= 0)
		loop_watch(loop, &serve->accepting, serve->listener, EPOLLIN);
	else
		admit(serve, serve->master);
}

static void serve_bytes(struct sink *sink, struct bytes data, int64_t now_us)
{
	struct serve *serve = sink->own;
	(void)now_us;
	for (size_t i = 0; i < CLIENTS; i++)
		if (is_open(&serve->clients[i]))
			give(&serve->clients[i], data);
}

static int64_t serve_tick(struct sink *sink, int64_t now_us)
{
	struct serve *serve = sink->own;
	bool waits = false;
	for (size_t i = 0; i < CLIENTS; i++) {
		struct client *client = &serve->clients[i];
		if (!is_open(client) || (client->len == 0 && client->skipped == 0 &&
		                         telnet_pending(&client->codec).len == 0))
			continue;
		tell_skipped(client);
		push(client);
		waits = waits || client->len > 0;
	}
	return waits ? now_us + RETRY_US : INT64_MAX;
}

static size_t serve_take(struct sink *sink, void *to, size_t room)
{
	struct serve *serve = sink->own;
	size_t len = serve->typed_len < room ? serve->typed_len : room;
	memcpy(to, serve->typed, len);
	serve->typed_len -= len;
	memmove(serve->typed, serve->typed + len, serve->typed_len);
	return len;
}

static bool serve_request(struct sink *sink, struct sink_request *out)
{
	struct serve *serve = sink->own;
	if (serve->request_count == 0)
		return false;
	*out = serve->requests[0];
	memmove(serve->requests, serve->requests + 1, --serve->request_count * sizeof(*out));
	return true;
}

static void serve_answer(struct sink *sink, const struct sink_request *request, uint32_t value,
                         bool done)
{
	struct serve *serve = sink->own;
	(void)done; /* the value in force tells */
	if (request->wish != WISH_RATE)
		return;
	serve->rate = value;
	for (size_t i = 0; i < CLIENTS; i++)
		if (is_open(&serve->clients[i])) {
			telnet_answer(&serve->clients[i].codec, COM_PORT_RATE, value);
			push(&serve->clients[i]);
		}
}

static bool serve_news(struct sink *sink, int64_t now_us, char *to, size_t size)
{
	struct serve *serve = sink->own;
	(void)now_us;
	if (serve->news[0] == '\0')
		return false;
	snprintf(to, size, "%s", serve->news);
	serve->news[0] = '\0';
	return true;
}

static void serve_close(struct sink *sink, int64_t now_us)
{
	struct serve *serve = sink->own;
	(void)now_us;
	for (size_t i = 0; i < CLIENTS; i++)
		if (is_open(&serve->clients[i])) {
			push(&serve->clients[i]);
			drop_client(&serve->clients[i]);
		}
	int fds[] = { serve->listener, serve->master, serve->slave };
	for (size_t i = 0; i < 3; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	if (serve->link != NULL)
		unlink(serve->link);
}

static const struct sink_kind serve_kind = {
	.bytes = serve_bytes,
	.tick = serve_tick,
	.news = serve_news,
	.start = serve_start,
	.take = serve_take,
	.request = serve_request,
	.answer = serve_answer,
	.close = serve_close,
};

int sink_serve_open(struct arena *arena, const char *word, struct sink *out, struct diags *diags)
{
	struct serve *serve = arena_new(arena, struct serve);
	*out = (struct sink){ &serve_kind, serve };
	return serve_open(arena, word, serve, diags);
}
