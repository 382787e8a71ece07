/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/text/stamp.h"

#include <string.h>
#include <time.h>

#define SECOND 1000000 /* µs */

struct stamp stamp_make(const struct stamp_spec *spec)
{
	return (struct stamp){ .spec = *spec, .second = INT64_MIN };
}

void stamp_restart(struct stamp *stamp, int64_t time_us)
{
	stamp->zero_us = time_us;
}

/* Digits of @value, right-aligned in at least @width places with @pad. Returns behind them. */
static char *put_number(char *to, uint64_t value, int width, char pad)
{
	char digits[20];
	int count = 0;
	do {
		digits[count++] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	for (; width > count; width--)
		*to++ = pad;
	while (count > 0)
		*to++ = digits[--count];
	return to;
}

static char *put_seconds(char *to, int64_t time_us)
{
	if (time_us < 0) {
		*to++ = '-';
		time_us = -time_us;
	}
	to = put_number(to, (uint64_t)(time_us / SECOND), 5, ' ');
	*to++ = '.';
	return put_number(to, (uint64_t)(time_us % SECOND), 6, '0');
}

static char *put_wall(struct stamp *stamp, char *to, int64_t since_1970_us)
{
	time_t second = (time_t)(since_1970_us / SECOND);
	if (stamp->second != second) {
		struct tm parts;
		gmtime_r(&second, &parts);
		strftime(stamp->date, sizeof(stamp->date), "%Y-%m-%dT%H:%M:%S.", &parts);
		stamp->second = second;
	}
	to = stpcpy(to, stamp->date);
	to = put_number(to, (uint64_t)(since_1970_us % SECOND), 6, '0');
	*to++ = 'Z';
	return to;
}

size_t stamp_write(struct stamp *stamp, int64_t time_us, char to[STAMP_ROOM])
{
	char *p = to;
	if (!stamp->spec.start && !stamp->spec.delta && !stamp->spec.wall)
		return 0;
	*p++ = '[';
	if (stamp->spec.wall)
		p = put_wall(stamp, p, stamp->spec.wall_us + time_us);
	else
		p = put_seconds(p, time_us - stamp->zero_us);
	if (stamp->spec.delta) {
		*p++ = ' ';
		p = put_seconds(p, time_us - stamp->last_us);
	}
	stamp->last_us = time_us;
	*p++ = ']';
	*p++ = ' ';
	return (size_t)(p - to);
}

int stamp_parse(const char *text, struct stamp_spec *spec)
{
	static const struct {
		const char *word;
		bool start, delta, wall;
	} words[] = { { "start", true, false, false },
		      { "delta", true, true, false },
		      { "wall", false, false, true },
		      { "wall+delta", false, true, true },
		      { "none", false, false, false } };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].word) != 0)
			continue;
		spec->start = words[i].start;
		spec->delta = words[i].delta;
		spec->wall = words[i].wall;
		return 0;
	}
	return -1;
}
