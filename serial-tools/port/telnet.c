/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/telnet.h"

#include <string.h>

#define IAC  255
#define DONT 254
#define DO   253
#define WONT 252
#define WILL 251
#define SB   250
#define BRK  243
#define SE   240

#define OPTION_BINARY   0
#define OPTION_ECHO     1
#define OPTION_SGA      3
#define OPTION_COM_PORT 44

#define ANSWER_OFFSET 100 /* RFC 2217: server to client commands */

enum state { STATE_DATA, STATE_CR, STATE_IAC, STATE_OPTION, STATE_SUB, STATE_SUB_IAC };

static void queue(struct telnet *telnet, const uint8_t *data, size_t len)
{
	if (len > TELNET_PENDING - telnet->pending_len) {
		telnet->dropped += len;
		return;
	}
	memcpy(telnet->pending + telnet->pending_len, data, len);
	telnet->pending_len += len;
}

static void queue_option(struct telnet *telnet, uint8_t verb, uint8_t option)
{
	queue(telnet, (const uint8_t[]){ IAC, verb, option }, 3);
}

static void add_event(struct telnet *telnet, enum telnet_event_kind kind, uint8_t command,
                      uint32_t value)
{
	if (telnet->event_count == TELNET_EVENTS) {
		telnet->dropped++;
		return;
	}
	size_t at = (telnet->event_first + telnet->event_count++) % TELNET_EVENTS;
	telnet->events[at] = (struct telnet_event){ kind, command, value };
}

bool telnet_event(struct telnet *telnet, struct telnet_event *out)
{
	if (telnet->event_count == 0)
		return false;
	*out = telnet->events[telnet->event_first];
	telnet->event_first = (telnet->event_first + 1) % TELNET_EVENTS;
	telnet->event_count--;
	return true;
}

/* BINARY, ECHO and SGA have slots; -1 for others. */
static int option_slot(uint8_t option)
{
	return option == OPTION_BINARY ? 0
	       : option == OPTION_ECHO ? 1
	       : option == OPTION_SGA  ? 2
	                               : -1;
}

/* What each end does by its role: the server echoes and neither waits for go-ahead. */
static bool we_may(const struct telnet *telnet, uint8_t option)
{
	return option == OPTION_BINARY || option == OPTION_SGA ||
	       (option == OPTION_ECHO && telnet->role == TELNET_SERVER);
}

static bool they_may(const struct telnet *telnet, uint8_t option)
{
	return option == OPTION_BINARY || option == OPTION_SGA ||
	       (option == OPTION_ECHO && telnet->role == TELNET_CLIENT);
}

void telnet_start(struct telnet *telnet, enum telnet_role role, bool com_port)
{
	*telnet = (struct telnet){ .role = role, .com_port = com_port };
	static const uint8_t ours[] = { OPTION_BINARY, OPTION_SGA };
	for (size_t i = 0; i < sizeof(ours); i++) {
		telnet->ours[option_slot(ours[i])] = true;
		queue_option(telnet, WILL, ours[i]);
		telnet->theirs[option_slot(ours[i])] = true;
		queue_option(telnet, DO, ours[i]);
	}
	if (role == TELNET_SERVER) {
		telnet->ours[option_slot(OPTION_ECHO)] = true;
		queue_option(telnet, WILL, OPTION_ECHO);
	}
	if (com_port)
		queue_option(telnet, role == TELNET_CLIENT ? WILL : DO, OPTION_COM_PORT);
}

static void com_port_option(struct telnet *telnet, uint8_t verb)
{
	bool yes = verb == (telnet->role == TELNET_CLIENT ? DO : WILL);
	bool no = verb == (telnet->role == TELNET_CLIENT ? DONT : WONT);
	if (!telnet->com_port) {
		if (verb == DO || verb == WILL)
			queue_option(telnet, verb == DO ? WONT : DONT, OPTION_COM_PORT);
	} else if (yes && !telnet->agreed) {
		telnet->agreed = true;
		add_event(telnet, TELNET_AGREED, 0, 0);
	} else if (no) {
		telnet->agreed = false;
		add_event(telnet, TELNET_REFUSED, 0, 0);
	}
}

/* Answers an option only when its state changes, so that two ends never talk for ever (RFC 1143). */
static void take_option(struct telnet *telnet, uint8_t verb, uint8_t option)
{
	int slot = option_slot(option);
	bool about_us = verb == DO || verb == DONT, yes = verb == DO || verb == WILL;
	if (option == OPTION_COM_PORT) {
		com_port_option(telnet, verb);
		return;
	}
	bool allowed = about_us ? we_may(telnet, option) : they_may(telnet, option);
	if (slot < 0 || (yes && !allowed)) {
		if (yes)
			queue_option(telnet, about_us ? WONT : DONT, option);
		return;
	}
	bool *now = about_us ? &telnet->ours[slot] : &telnet->theirs[slot];
	if (*now == yes)
		return;
	*now = yes;
	queue_option(telnet, about_us ? (yes ? WILL : WONT) : (yes ? DO : DONT), option);
}

static size_t value_size(uint8_t command)
{
	return command == COM_PORT_RATE ? 4 : 1;
}

static void queue_com_port(struct telnet *telnet, uint8_t number, uint32_t value, size_t size)
{
	uint8_t data[4], frame[16] = { IAC, SB, OPTION_COM_PORT, number };
	size_t len = 4;
	put_be32(data, value);
	for (size_t i = 4 - size; i < 4; i++) {
		frame[len++] = data[i];
		if (data[i] == IAC)
			frame[len++] = IAC;
	}
	frame[len++] = IAC;
	frame[len++] = SE;
	queue(telnet, frame, len);
}

void telnet_ask(struct telnet *telnet, enum com_port_command command, uint32_t value,
                uint64_t now_ms)
{
	if (!telnet->agreed)
		return;
	telnet->asked[command] = true;
	telnet->asked_ms[command] = now_ms;
	queue_com_port(telnet, (uint8_t)command, value, value_size((uint8_t)command));
}

void telnet_expire(struct telnet *telnet, uint64_t now_ms)
{
	for (unsigned i = 0; i < COM_PORT_COMMANDS; i++)
		if (telnet->asked[i] && now_ms - telnet->asked_ms[i] >= TELNET_ANSWER_MS) {
			telnet->asked[i] = false;
			add_event(telnet, TELNET_TIMEOUT, (uint8_t)i, 0);
		}
}

void telnet_answer(struct telnet *telnet, enum com_port_command command, uint32_t value)
{
	if (telnet->agreed)
		queue_com_port(telnet, (uint8_t)(command + ANSWER_OFFSET), value,
		               value_size((uint8_t)command));
}

static void take_suboption(struct telnet *telnet)
{
	struct bytes sub = bytes_of(telnet->suboption, telnet->suboption_len, "suboption");
	if (sub.len < 2 || sub.p[0] != OPTION_COM_PORT)
		return;
	bool is_answer = sub.p[1] >= ANSWER_OFFSET;
	uint8_t command = (uint8_t)(is_answer ? sub.p[1] - ANSWER_OFFSET : sub.p[1]);
	uint32_t value = command == COM_PORT_RATE ? be32_at(sub, 2) : u8_at(sub, 2);
	if (command >= COM_PORT_COMMANDS || is_answer != (telnet->role == TELNET_CLIENT))
		return;
	telnet->asked[command] = false;
	add_event(telnet, is_answer ? TELNET_ANSWER : TELNET_REQUEST, command, value);
}

static void take_command(struct telnet *telnet, uint8_t c)
{
	telnet->state = STATE_DATA;
	if (c >= WILL) { /* WILL, WONT, DO, DONT; 255 was data */
		telnet->command = c;
		telnet->state = STATE_OPTION;
	} else if (c == SB) {
		telnet->suboption_len = 0;
		telnet->state = STATE_SUB;
	} else if (c == BRK) {
		add_event(telnet, TELNET_BREAK, 0, 0);
	}
}

static void take_sub_byte(struct telnet *telnet, uint8_t c)
{
	if (telnet->suboption_len < TELNET_SUBOPTION)
		telnet->suboption[telnet->suboption_len++] = c;
	else
		telnet->dropped++;
}

/* One byte; returns whether it is data of the port. */
static bool take_byte(struct telnet *telnet, uint8_t c)
{
	switch ((enum state)telnet->state) {
	case STATE_CR: /* without BINARY a lone CR comes as CR NUL (RFC 854) */
		telnet->state = c == IAC ? STATE_IAC : STATE_DATA;
		return c != IAC && c != '\0';
	case STATE_DATA:
		if (c == '\r' && !telnet->theirs[0])
			telnet->state = STATE_CR;
		else if (c == IAC)
			telnet->state = STATE_IAC;
		return c != IAC;
	case STATE_IAC:
		if (c == IAC) {
			telnet->state = STATE_DATA;
			return true;
		}
		take_command(telnet, c);
		return false;
	case STATE_OPTION:
		telnet->state = STATE_DATA;
		take_option(telnet, telnet->command, c);
		return false;
	case STATE_SUB:
		if (c == IAC)
			telnet->state = STATE_SUB_IAC;
		else
			take_sub_byte(telnet, c);
		return false;
	case STATE_SUB_IAC:
		telnet->state = STATE_SUB;
		if (c == IAC) {
			take_sub_byte(telnet, c);
		} else {
			telnet->state = STATE_DATA;
			if (c == SE)
				take_suboption(telnet);
		}
		return false;
	}
	return false;
}

size_t telnet_receive(struct telnet *telnet, const uint8_t *received, size_t len, uint8_t *data)
{
	size_t out = 0;
	for (size_t i = 0; i < len;) {
		/* runs of plain data are copied at once */
		if (telnet->state == STATE_DATA && telnet->theirs[0]) {
			const uint8_t *iac = memchr(received + i, IAC, len - i);
			size_t run = iac == NULL ? len - i : (size_t)(iac - (received + i));
			memmove(data + out, received + i, run);
			out += run;
			i += run;
			if (i == len)
				break;
		}
		if (take_byte(telnet, received[i]))
			data[out++] = received[i];
		i++;
	}
	return out;
}

size_t telnet_escape(const uint8_t *data, size_t len, uint8_t *out)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		out[n++] = data[i];
		if (data[i] == IAC)
			out[n++] = IAC;
	}
	return n;
}

struct bytes telnet_pending(const struct telnet *telnet)
{
	return bytes_of(telnet->pending, telnet->pending_len, "telnet");
}

void telnet_sent(struct telnet *telnet, size_t len)
{
	telnet->pending_len -= len;
	memmove(telnet->pending, telnet->pending + len, telnet->pending_len);
}
