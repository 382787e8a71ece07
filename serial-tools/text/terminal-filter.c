/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/text/terminal-filter.h"

#include <string.h>

#define ESC 0x1b
#define BEL 0x07
#define CAN 0x18
#define SUB 0x1a

enum state {
	TEXT,
	ESCAPE,     /* after ESC */
	CSI,        /* ESC [ until a final byte */
	STRING,     /* OSC, DCS, APC, PM, SOS until BEL or ST */
	STRING_END, /* ESC within a string */
	DESIGNATE,  /* one more byte */
};

struct terminal_filter terminal_filter_make(bool paint)
{
	return (struct terminal_filter){ .paint = paint, .state = TEXT };
}

/* DEC private modes that only change what is seen: cursor keys no, mouse no, answers no. */
static bool is_harmless_mode(const char *digits, size_t len)
{
	static const char *const modes[] = { "7", "12", "25", "47", "1047", "1048", "1049" };
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strlen(modes[i]) == len && memcmp(modes[i], digits, len) == 0)
			return true;
	return false;
}

/* Whether the complete sequence ESC [ … that is held only paints. */
static bool only_paints(const struct terminal_filter *filter)
{
	const char *held = filter->hold;
	size_t len = filter->held;
	char final = held[len - 1];
	if (len > 3 && held[2] == '?')
		return (final == 'h' || final == 'l') && is_harmless_mode(held + 3, len - 4);
	for (size_t i = 2; i + 1 < len; i++)
		if ((held[i] < '0' || held[i] > '9') && held[i] != ';')
			return false;
	return strchr("ABCDEFGHJKLMPSTXdfmrsu@", final) != NULL;
}

static void hold(struct terminal_filter *filter, uint8_t c)
{
	if (filter->held < TERMINAL_HELD)
		filter->hold[filter->held] = (char)c;
	filter->held++;
}

static char *release(struct terminal_filter *filter, char *to)
{
	if (filter->paint && filter->held <= TERMINAL_HELD && only_paints(filter)) {
		memcpy(to, filter->hold, filter->held);
		to += filter->held;
	}
	filter->state = TEXT;
	return to;
}

static void start_escape(struct terminal_filter *filter)
{
	filter->state = ESCAPE;
	filter->held = 0;
	hold(filter, ESC);
}

static void after_escape(struct terminal_filter *filter, uint8_t c)
{
	hold(filter, c);
	if (c == '[')
		filter->state = CSI;
	else if (c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X')
		filter->state = STRING;
	else if (c >= 0x20 && c <= 0x2f)
		filter->state = DESIGNATE;
	else if (c == ESC)
		start_escape(filter);
	else
		filter->state = TEXT;
}

/* Takes a byte of an escape sequence. */
static char *take_escape(struct terminal_filter *filter, uint8_t c, char *to)
{
	if (c == CAN || c == SUB) {
		filter->state = TEXT;
		return to;
	}
	switch (filter->state) {
	case ESCAPE:
		after_escape(filter, c);
		break;
	case CSI:
		hold(filter, c);
		if (c == ESC)
			start_escape(filter);
		else if (c >= 0x40 && c <= 0x7e)
			return release(filter, to);
		else if (c < 0x20 || c > 0x7e)
			filter->state = TEXT;
		break;
	case STRING:
		filter->state = c == ESC ? STRING_END : c == BEL || c == '\n' ? TEXT : STRING;
		break;
	case STRING_END:
		if (c == '\\')
			filter->state = TEXT;
		else
			after_escape(filter, c);
		break;
	default:
		filter->state = c >= 0x20 && c <= 0x2f ? DESIGNATE : TEXT;
	}
	return to;
}

/* Starts a character above 0x7f: RFC 3629, without the C1 controls that some terminals obey. */
static char *start_utf8(struct terminal_filter *filter, uint8_t c, char *to)
{
	filter->held = 0;
	if (c < 0xc2 || c > 0xf4) {
		*to++ = '?';
		return to;
	}
	filter->utf8_left = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	filter->utf8_next_low = c == 0xc2 || c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	filter->utf8_next_high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	hold(filter, c);
	return to;
}

/* A byte within a character above 0x7f; *@to moves on behind a whole one. False when it does not belong to it. */
static bool go_on_utf8(struct terminal_filter *filter, uint8_t c, char **to)
{
	if (c < filter->utf8_next_low || c > filter->utf8_next_high) {
		filter->utf8_left = 0;
		return false;
	}
	filter->utf8_next_low = 0x80;
	filter->utf8_next_high = 0xbf;
	hold(filter, c);
	if (--filter->utf8_left == 0) {
		memcpy(*to, filter->hold, filter->held);
		*to += filter->held;
	}
	return true;
}

static char *take_text(struct terminal_filter *filter, uint8_t c, char *to)
{
	if (filter->utf8_left > 0) {
		if (go_on_utf8(filter, c, &to))
			return to;
		*to++ = '?';
	}
	if (c == ESC)
		start_escape(filter);
	else if (c >= 0x80)
		to = start_utf8(filter, c, to);
	else if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\r' || c == '\t' || c == '\b')
		*to++ = (char)c;
	return to;
}

size_t terminal_filter(struct terminal_filter *filter, struct bytes data, char *to)
{
	char *start = to;
	for (size_t i = 0; i < data.len; i++) {
		if (filter->state == TEXT)
			to = take_text(filter, data.p[i], to);
		else
			to = take_escape(filter, data.p[i], to);
	}
	return (size_t)(to - start);
}
