/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-keys.h"

#include "serial-tools/port/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <termios.h>
#include <unistd.h>

#define COMMAND_KEY 0x1d   /* Ctrl-], as telnet has it */
#define PULSE_US    100000 /* how long a modem line is turned over */
#define BREAK_MS    250
#define WAITING     1024 /* keys that the board has not taken; more are dropped */
#define REQUESTS    8

static const char help[] =
	"Ctrl-] and: q quit, b break, d pulse DTR, r pulse RTS, s KEY magic SysRq, Ctrl-] itself";

enum state { KEYS, COMMAND, SYSRQ };

struct keys {
	int in;
	bool is_terminal;
	struct termios before;
	struct watch watch;
	struct loop *loop;
	enum state state;
	char waiting[WAITING];
	size_t len;
	struct sink_request requests[REQUESTS];
	size_t request_count;
	bool dtr, rts;                  /* the levels that a pulse comes back to */
	int64_t now_us, dtr_us, rts_us; /* when a pulse ends; INT64_MAX: none */
	char sysrq;                     /* the key to be sent when the break is over */
	bool wants_help;
};

static void ask(struct keys *keys, enum sink_wish wish, uint32_t value)
{
	if (keys->request_count < REQUESTS)
		keys->requests[keys->request_count++] = (struct sink_request){ wish, value };
}

static void type(struct keys *keys, char c)
{
	if (keys->len < WAITING)
		keys->waiting[keys->len++] = c;
}

static void obey(struct keys *keys, char c)
{
	keys->state = KEYS;
	switch (c) {
	case 'q':
		kill(getpid(), SIGTERM); /* ends as any other stop does */
		break;
	case 'b':
		ask(keys, WISH_BREAK, BREAK_MS);
		break;
	case 'd':
		ask(keys, WISH_DTR, !keys->dtr);
		keys->dtr_us = keys->now_us + PULSE_US;
		break;
	case 'r':
		ask(keys, WISH_RTS, !keys->rts);
		keys->rts_us = keys->now_us + PULSE_US;
		break;
	case 's':
		keys->state = SYSRQ;
		break;
	case COMMAND_KEY:
		type(keys, c);
		break;
	default:
		keys->wants_help = true;
	}
}

static void take_key(struct keys *keys, char c)
{
	switch (keys->state) {
	case KEYS:
		if (c == COMMAND_KEY)
			keys->state = COMMAND;
		else
			type(keys, c);
		break;
	case COMMAND:
		obey(keys, c);
		break;
	case SYSRQ: /* Linux Documentation/admin-guide/sysrq.rst: a break, then the key within 5 s */
		keys->state = KEYS;
		keys->sysrq = c;
		ask(keys, WISH_BREAK, BREAK_MS);
		break;
	}
}

static void keys_ready(void *context, uint32_t events)
{
	struct keys *keys = context;
	char typed[256];
	(void)events;
	ssize_t got = read(keys->in, typed, sizeof(typed));
	for (ssize_t i = 0; i < got; i++)
		take_key(keys, typed[i]);
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		loop_forget(keys->loop, &keys->watch); /* no more keys; the capture goes on */
}

static void keys_start(struct sink *sink, struct loop *loop)
{
	struct keys *keys = sink->own;
	keys->loop = loop;
	loop_watch(loop, &keys->watch, keys->in, EPOLLIN);
}

static size_t keys_take(struct sink *sink, void *to, size_t room)
{
	struct keys *keys = sink->own;
	size_t len = keys->len < room ? keys->len : room;
	memcpy(to, keys->waiting, len);
	keys->len -= len;
	memmove(keys->waiting, keys->waiting + len, keys->len);
	return len;
}

static bool keys_request(struct sink *sink, struct sink_request *out)
{
	struct keys *keys = sink->own;
	if (keys->request_count == 0)
		return false;
	*out = keys->requests[0];
	keys->request_count--;
	memmove(keys->requests, keys->requests + 1, keys->request_count * sizeof(*out));
	return true;
}

/* A break has gone out when its request is answered: now the key of a SysRq may follow. */
static void keys_answer(struct sink *sink, const struct sink_request *request, uint32_t value,
                        bool done)
{
	struct keys *keys = sink->own;
	(void)value;
	if (request->wish != WISH_BREAK || keys->sysrq == '\0')
		return;
	if (done)
		type(keys, keys->sysrq);
	keys->sysrq = '\0';
}

static int64_t end_pulse(struct keys *keys, int64_t *until, enum sink_wish wish, bool level)
{
	if (keys->now_us >= *until) {
		ask(keys, wish, level);
		*until = INT64_MAX;
	}
	return *until;
}

static int64_t keys_tick(struct sink *sink, int64_t now_us)
{
	struct keys *keys = sink->own;
	keys->now_us = now_us;
	int64_t dtr = end_pulse(keys, &keys->dtr_us, WISH_DTR, keys->dtr);
	int64_t rts = end_pulse(keys, &keys->rts_us, WISH_RTS, keys->rts);
	return dtr < rts ? dtr : rts;
}

static bool keys_news(struct sink *sink, int64_t now_us, char *to, size_t size)
{
	struct keys *keys = sink->own;
	bool wanted = keys->wants_help;
	(void)now_us;
	keys->wants_help = false;
	if (wanted)
		snprintf(to, size, "%s", help);
	return wanted;
}

static void keys_close(struct sink *sink, int64_t now_us)
{
	struct keys *keys = sink->own;
	(void)now_us;
	if (keys->is_terminal)
		tcsetattr(keys->in, TCSANOW, &keys->before);
}

static const struct sink_kind keys_kind = {
	.start = keys_start,
	.take = keys_take,
	.request = keys_request,
	.answer = keys_answer,
	.tick = keys_tick,
	.news = keys_news,
	.close = keys_close,
};

void sink_keys_open(struct arena *arena, int in, bool dtr, bool rts, struct sink *out)
{
	struct keys *keys = arena_new(arena, struct keys);
	keys->in = in;
	keys->watch = (struct watch){ -1, keys_ready, keys };
	keys->dtr = dtr;
	keys->rts = rts;
	keys->dtr_us = keys->rts_us = INT64_MAX;
	keys->is_terminal = tcgetattr(in, &keys->before) == 0;
	if (keys->is_terminal) {
		struct termios raw = keys->before;
		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
		raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON | ISTRIP | INLCR | IGNCR);
		raw.c_cc[VMIN] = 1;
		raw.c_cc[VTIME] = 0;
		tcsetattr(in, TCSANOW, &raw);
	}
	*out = (struct sink){ &keys_kind, keys };
}
