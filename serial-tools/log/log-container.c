/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/log/log-container.h"

#include "serial-tools/log/log-stamp.h"

#include <ctype.h>
#include <string.h>

static const struct log_stamp_shape iso = { "iso", "%Y-%m-%dT%H:%M:%S%f%z", false, false };

static bool begins(struct bytes file, const char *text)
{
	return bytes_start_with(file, text, strlen(text));
}

static void give(struct log_pieces *to, const char *text, size_t len, int64_t time_us)
{
	lines_feed(to->lines, (const uint8_t *)text, len, time_us, to->each, to->context);
}

static size_t put_utf8(uint32_t c, char *to, size_t room)
{
	char out[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
	if (n > room)
		return 0;
	out[0] = (char)(n == 1 ? c : n == 2 ? 0xc0 | c >> 6 : 0xe0 | c >> 12);
	out[n - 1] = (char)(n == 1 ? c : 0x80 | (c & 0x3f));
	if (n == 3)
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	memcpy(to, out, n);
	return n;
}

static uint32_t hex4(const char **p, const char *end)
{
	uint32_t value = 0;
	for (int i = 0; i < 4 && *p < end && isxdigit((unsigned char)**p); i++, (*p)++) {
		char c = (char)tolower(**p);
		value = value * 16 + (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return value;
}

size_t log_unescape(const char **p, const char *end, char *to, size_t room)
{
	static const char from[] = "nrtbfe", made[] = "\n\r\t\b\f\x1b";
	size_t len = 0;
	while (*p < end && **p != '"') {
		char c = *(*p)++;
		if (c == '\\' && *p < end) {
			c = *(*p)++;
			const char *known = c != '\0' ? strchr(from, c) : NULL;
			if (c == 'u') {
				len += put_utf8(hex4(p, end), to + len, room - len);
				continue;
			}
			if (known != NULL)
				c = made[known - from];
		}
		if (len < room)
			to[len++] = c;
	}
	*p += *p < end;
	return len;
}

/* The next line of @file from *@at; false at the end. */
static bool next_line(struct bytes file, size_t *at, const char **text, const char **end)
{
	if (*at >= file.len)
		return false;
	*text = (const char *)file.p + *at;
	const char *lf = memchr(*text, '\n', file.len - *at);
	*end = lf != NULL ? lf : (const char *)file.p + file.len;
	*at += (size_t)(*end - *text) + 1;
	return true;
}

/* ---- LAVA: - {"dt": "2026-11-21T07:46:46.654145", "lvl": "target", "msg": "text"} --------------- */

static bool lava_is_this(struct bytes file, struct bytes timing)
{
	(void)timing;
	return begins(file, "- {\"dt\":") || begins(file, "- {\"lvl\":") || begins(file, "- {dt:");
}

static const char *member(const char *text, const char *end, const char *key)
{
	const char *found = memmem(text, (size_t)(end - text), key, strlen(key));
	return found != NULL ? found + strlen(key) : NULL;
}

static void lava_read(struct bytes file, struct bytes timing, struct log_pieces *to)
{
	struct log_clock clock = { .running = false };
	const char *text, *end;
	size_t at = 0;
	(void)timing;
	while (next_line(file, &at, &text, &end)) {
		const char *dt = member(text, end, "\"dt\": \""),
			   *msg = member(text, end, "\"msg\": \"");
		bool board = member(text, end, "\"lvl\": \"target\"") != NULL ||
		             member(text, end, "\"lvl\": \"feedback\"") != NULL;
		int64_t us;
		if (!board || msg == NULL)
			continue;
		if (dt == NULL || log_stamp_read(&iso, dt, (size_t)(end - dt), &us) == 0)
			us = clock.last_us - clock.base_us;
		size_t len = log_unescape(&msg, end, to->buffer, to->room);
		us = log_clock_take(&clock, &iso, us);
		give(to, to->buffer, len, us);
		give(to, "\n", 1, us);
	}
}

/* ---- asciinema --------------------------------------------------------------------------------- */

/* "1.25" as microseconds; *@p is set behind it. */
static int64_t seconds_at(const char **p, const char *end)
{
	int64_t whole = 0, part = 0;
	while (*p < end && (isspace((unsigned char)**p) || **p == '[' || **p == ','))
		(*p)++;
	for (; *p < end && isdigit((unsigned char)**p) && whole < INT64_C(1000000000); (*p)++)
		whole = whole * 10 + (**p - '0');
	if (*p < end && **p == '.') {
		int64_t unit = 1000000;
		for ((*p)++; *p < end && isdigit((unsigned char)**p); (*p)++) {
			unit /= 10;
			part += unit * (**p - '0');
		}
	}
	return whole * 1000000 + part;
}

static bool asciinema_is_this(struct bytes file, struct bytes timing)
{
	struct bytes head = bytes_at(file, 0, 64);
	(void)timing;
	return begins(file, "{") && memmem(head.p, head.len, "\"version\":", 10) != NULL;
}

/* Events of version 2 (times since the start) and 3 (times since the event before). */
static void asciinema_events(struct bytes file, struct log_pieces *to, bool intervals)
{
	const char *text, *end;
	size_t at = 0;
	int64_t now = 0;
	while (next_line(file, &at, &text, &end)) {
		if (text == end || *text != '[')
			continue;
		int64_t us = seconds_at(&text, end);
		const char *output = member(text, end, "\"o\"");
		now = intervals ? now + us : us;
		if (output == NULL ||
		    (output = memchr(output, '"', (size_t)(end - output))) == NULL)
			continue;
		output++;
		give(to, to->buffer, log_unescape(&output, end, to->buffer, to->room), now);
	}
}

/* Version 1: one object with "stdout": [[delay, "text"], …]. */
static void asciinema_first(struct bytes file, struct log_pieces *to)
{
	const char *end = (const char *)file.p + file.len;
	const char *p = member((const char *)file.p, end, "\"stdout\":");
	int64_t now = 0;
	while (p != NULL && p < end) {
		p = memchr(p, '[', (size_t)(end - p));
		if (p == NULL)
			return;
		now += seconds_at(&p, end);
		p = memchr(p, '"', (size_t)(end - p));
		if (p == NULL)
			return;
		p++;
		give(to, to->buffer, log_unescape(&p, end, to->buffer, to->room), now);
	}
}

static void asciinema_read(struct bytes file, struct bytes timing, struct log_pieces *to)
{
	const char *end = (const char *)file.p + file.len;
	const char *version = member((const char *)file.p, end, "\"version\":");
	(void)timing;
	while (version != NULL && version < end && *version == ' ')
		version++;
	if (version == NULL || version == end)
		return;
	if (*version == '1')
		asciinema_first(file, to);
	else
		asciinema_events(file, to, *version == '3');
}

/* ---- script(1) with its timing file ------------------------------------------------------------ */

static bool script_is_this(struct bytes file, struct bytes timing)
{
	(void)file;
	return timing.len > 0;
}

static void script_read(struct bytes file, struct bytes timing, struct log_pieces *to)
{
	const char *text, *end;
	size_t at = 0, from = 0;
	int64_t now = 0;
	if (begins(file, "Script started on"))
		next_line(file, &from, &text, &end);
	while (next_line(timing, &at, &text, &end)) {
		char kind = 'O';
		if (text < end && isalpha((unsigned char)*text)) {
			kind = *text++;
			if (kind == 'H')
				continue;
		}
		now += seconds_at(&text, end);
		int64_t count = seconds_at(&text, end) / 1000000;
		if (kind != 'O')
			continue;
		struct bytes piece = bytes_at(file, from, (uint64_t)count);
		give(to, (const char *)piece.p, piece.len, now);
		from += piece.len;
	}
	struct bytes rest = bytes_at(file, from, file.len);
	if (rest.len > 0 && memmem(rest.p, rest.len, "Script done on", 14) == NULL)
		give(to, (const char *)rest.p, rest.len, now);
}

/* ---- journald's export format ------------------------------------------------------------------ */

static bool journal_is_this(struct bytes file, struct bytes timing)
{
	(void)timing;
	return begins(file, "__CURSOR=");
}

struct journal_entry {
	const char *message;
	size_t len;
	int64_t us;
};

static int64_t decimal(const char *p, const char *end)
{
	int64_t value = 0;
	for (; p < end && isdigit((unsigned char)*p) && value < INT64_MAX / 100; p++)
		value = value * 10 + (*p - '0');
	return value;
}

static void journal_field(struct journal_entry *entry, const char *text, const char *end)
{
	const char *value = member(text, end, "MESSAGE=");
	if (value == text + 8) {
		entry->message = value;
		entry->len = (size_t)(end - value);
	}
	value = member(text, end, "__MONOTONIC_TIMESTAMP=");
	if (value == text + 22)
		entry->us = decimal(value, end);
}

/* A field whose value is binary: its name alone on the line, then length and data. */
static void journal_binary(struct bytes file, size_t *at, struct journal_entry *entry, bool message)
{
	uint64_t len = le64_at(file, *at);
	struct bytes value = bytes_at(file, *at + 8, len);
	if (message) {
		entry->message = (const char *)value.p;
		entry->len = value.len;
	}
	*at += 8 + value.len + 1;
}

static void journal_read(struct bytes file, struct bytes timing, struct log_pieces *to)
{
	struct journal_entry entry = { NULL, 0, TIME_NONE };
	const char *text, *end;
	size_t at = 0;
	(void)timing;
	while (next_line(file, &at, &text, &end)) {
		if (text == end && entry.message != NULL) {
			give(to, entry.message, entry.len, entry.us);
			give(to, "\n", 1, entry.us);
			entry.message = NULL;
		} else if (memchr(text, '=', (size_t)(end - text)) == NULL && text != end) {
			journal_binary(file, &at, &entry, member(text, end, "MESSAGE") == end);
		} else {
			journal_field(&entry, text, end);
		}
	}
	if (entry.message != NULL)
		give(to, entry.message, entry.len, entry.us);
}

const struct log_container log_containers[] = {
	{ "lava", lava_is_this, lava_read },
	{ "asciinema", asciinema_is_this, asciinema_read },
	{ "script", script_is_this, script_read },
	{ "journald", journal_is_this, journal_read },
	{ NULL, NULL, NULL },
};
