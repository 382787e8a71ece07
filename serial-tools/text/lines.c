/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/text/lines.h"

#include <string.h>

enum escape {
	ESCAPE_NONE,
	ESCAPE_START,  /* ESC seen */
	ESCAPE_CSI,    /* until a final byte 0x40 to 0x7e (ECMA-48 5.4) */
	ESCAPE_STRING, /* OSC, DCS, APC, PM, SOS: until BEL, ST or a line end */
	ESCAPE_STRING_END,
	ESCAPE_ONE, /* one more byte: character set selection */
};

#define ESC 0x1b
#define BEL 0x07

struct lines {
	enum escape escape;
	bool cr;         /* one or more CR wait to see whether LF follows */
	bool high;       /* bytes above 0x7f in the text */
	bool any;        /* bytes have come since the last line end */
	int64_t time_us; /* of the first byte of the line */
	uint64_t ended;  /* LF so far */
	size_t len;
	char text[LINE_LIMIT + 1];
};

struct lines *lines_open(struct arena *arena)
{
	struct lines *lines = arena_new(arena, struct lines);
	lines->time_us = TIME_NONE;
	return lines;
}

uint64_t lines_count(const struct lines *lines)
{
	return lines->ended;
}

/* Bytes of the UTF-8 character at @p (RFC 3629), 0 when it is none or a C1 control character. */
static size_t utf8_length(const uint8_t *p, size_t len)
{
	size_t need = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2;
	if (*p < 0xc2 || *p > 0xf4 || need > len)
		return 0;
	if ((*p == 0xc2 && p[1] < 0xa0) || (*p == 0xe0 && p[1] < 0xa0) ||
	    (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < need; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return need;
}

static void replace_invalid_utf8(char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = 1;
		if ((uint8_t)text[i] >= 0x80) {
			n = utf8_length((const uint8_t *)text + i, len - i);
			if (n == 0) {
				text[i] = '?';
				n = 1;
			}
		}
		i += n;
	}
}

/* Consumes @c as a part of an escape sequence. Returns false when it is text after all. */
static bool escape_takes(enum escape *state, uint8_t c)
{
	switch (*state) {
	case ESCAPE_NONE:
		if (c != ESC)
			return false;
		*state = ESCAPE_START;
		return true;
	case ESCAPE_START:
		*state = c == '['                                                   ? ESCAPE_CSI
		         : c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X' ? ESCAPE_STRING
		         : c == '(' || c == ')' || c == '#' || c == '%' || c == ' ' ? ESCAPE_ONE
		         : c == ESC                                                 ? ESCAPE_START
		                                                                    : ESCAPE_NONE;
		return c >= 0x20 || c == ESC;
	case ESCAPE_CSI:
		if (c == ESC)
			*state = ESCAPE_START;
		else if (c < 0x20 || c > 0x3f)
			*state = ESCAPE_NONE;
		return (c >= 0x20 && c <= 0x7e) || c == ESC;
	case ESCAPE_STRING:
		*state = c == BEL ? ESCAPE_NONE : c == ESC ? ESCAPE_STRING_END : ESCAPE_STRING;
		if (c == '\n' || c == '\r')
			*state = ESCAPE_NONE;
		return c != '\n' && c != '\r';
	case ESCAPE_STRING_END:
	case ESCAPE_ONE:
		*state = ESCAPE_NONE;
		return c != '\n' && c != '\r';
	}
	return false;
}

static size_t back_one(const char *text, size_t len)
{
	while (len > 0 && ((uint8_t)text[len - 1] & 0xc0) == 0x80)
		len--;
	return len > 0 ? len - 1 : 0;
}

size_t line_clean(char *text, size_t len)
{
	enum escape state = ESCAPE_NONE;
	size_t kept = 0;
	for (size_t i = 0; i < len; i++) {
		uint8_t c = (uint8_t)text[i];
		if (escape_takes(&state, c))
			continue;
		if (c == '\b')
			kept = back_one(text, kept);
		else if ((c >= 0x20 && c != 0x7f) || c == '\t')
			text[kept++] = (char)c;
	}
	replace_invalid_utf8(text, kept);
	return kept;
}

#define ONES  (~(uint64_t)0 / 255)
#define HIGHS (ONES * 0x80)

/* Whether all eight bytes of @word are printable ASCII; a tab is a false alarm that costs time only. */
static bool is_plain_word(uint64_t word)
{
	uint64_t deleted = word ^ ONES * 0x7f;
	return (((word - ONES * 0x20) | (deleted - ONES) | word) & HIGHS) == 0;
}

bool line_is_clean(const char *text, size_t len)
{
	uint64_t found = 0; /* tested once: most lines are clean to their end */
	size_t i = 0;
	for (; i + 8 <= len; i += 8) {
		uint64_t word;
		memcpy(&word, text + i, sizeof(word));
		uint64_t deleted = word ^ ONES * 0x7f;
		/* below 0x20, 0x7f or above 0x7f: the usual test for a small byte in a word; a
		 * false alarm only costs the slow way */
		found |= (word - ONES * 0x20) | (deleted - ONES) | word;
	}
	if ((found & HIGHS) != 0)
		return false;
	for (; i < len; i++)
		if ((uint8_t)text[i] < 0x20 || (uint8_t)text[i] > 0x7e)
			return false;
	return true;
}

static void give(struct lines *lines, bool cut, bool half, line_fn *each, void *context)
{
	if (lines->high)
		replace_invalid_utf8(lines->text, lines->len);
	lines->text[lines->len] = '\0';
	struct line line = { .time_us = lines->time_us,
		             .number = lines->ended + 1,
		             .text = lines->text,
		             .len = lines->len,
		             .cut = cut,
		             .half = half };
	each(context, &line);
	lines->len = 0;
	lines->high = false;
	if (!cut)
		lines->any = false;
}

/* A CR that no LF followed: what stood there was a line of its own. */
static void end_rewritten(struct lines *lines, line_fn *each, void *context)
{
	lines->cr = false;
	if (lines->len > 0)
		give(lines, false, false, each, context);
}

static void take_text(struct lines *lines, uint8_t c, int64_t time_us, line_fn *each, void *context)
{
	if (lines->cr)
		end_rewritten(lines, each, context);
	if (lines->len == LINE_LIMIT)
		give(lines, true, false, each, context);
	if (!lines->any) {
		lines->any = true;
		lines->time_us = time_us;
	}
	lines->text[lines->len++] = (char)c;
	lines->high |= c >= 0x80;
}

static void take(struct lines *lines, uint8_t c, int64_t time_us, line_fn *each, void *context)
{
	if (escape_takes(&lines->escape, c))
		return;
	if (c == '\n') {
		if (!lines->any)
			lines->time_us = time_us;
		lines->cr = false;
		give(lines, false, false, each, context);
		lines->ended++;
	} else if (c == '\r') {
		lines->cr = true;
	} else if (c == '\b') {
		lines->len = back_one(lines->text, lines->len);
	} else if ((c >= 0x20 && c != 0x7f) || c == '\t') {
		take_text(lines, c, time_us, each, context);
	}
}

/* How many printable ASCII bytes @p begins with. */
static size_t plain_run(const uint8_t *p, size_t len)
{
	size_t i = 0;
	for (uint64_t word; i + 8 <= len; i += 8) {
		memcpy(&word, p + i, sizeof(word));
		if (!is_plain_word(word))
			break;
	}
	while (i < len && p[i] >= 0x20 && p[i] < 0x7f)
		i++;
	return i;
}

/* Copies a run of plain text that follows plain text; returns its length, 0 when there is none. */
static size_t take_run(struct lines *lines, const uint8_t *p, size_t len)
{
	if (lines->escape != ESCAPE_NONE || lines->cr || !lines->any)
		return 0;
	size_t room = LINE_LIMIT - lines->len;
	size_t run = plain_run(p, len < room ? len : room);
	memcpy(lines->text + lines->len, p, run);
	lines->len += run;
	return run;
}

void lines_feed(struct lines *lines, const uint8_t *p, size_t len, int64_t time_us, line_fn *each,
                void *context)
{
	for (size_t i = 0; i < len;) {
		i += take_run(lines, p + i, len - i);
		if (i < len)
			take(lines, p[i++], time_us, each, context);
	}
}

bool lines_half(struct lines *lines, struct line *out)
{
	if (lines->len == 0)
		return false;
	lines->text[lines->len] = '\0';
	*out = (struct line){ .time_us = lines->time_us,
		              .number = lines->ended + 1,
		              .text = lines->text,
		              .len = lines->len,
		              .half = true };
	return true;
}

void lines_end(struct lines *lines, line_fn *each, void *context)
{
	if (lines->len > 0)
		give(lines, false, true, each, context);
	lines->cr = false;
	lines->escape = ESCAPE_NONE;
}
