/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/number.h"

#include "lib/bytes.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Reads digits; *@end is the first character behind them. */
static int parse_digits(const char *text, const char **end, uint64_t *out)
{
	bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *p = is_hex ? text + 2 : text;
	uint64_t value = 0, base = is_hex ? 16 : 10;
	if (digit_value(*p) >= (int)base)
		return -1;
	for (; digit_value(*p) < (int)base; p++)
		if (!mul_u64(value, base, &value) ||
		    !add_u64(value, (uint64_t)digit_value(*p), &value))
			return -1;
	*end = p;
	*out = value;
	return 0;
}

int number_parse(const char *text, uint64_t *out)
{
	const char *end;
	uint64_t value;
	if (parse_digits(text, &end, &value) < 0 || *end != '\0')
		return -1;
	*out = value;
	return 0;
}

static uint64_t size_unit(const char *suffix)
{
	static const struct {
		const char *suffix;
		uint64_t unit;
	} units[] = { { "", 1 },          { "B", 1 },       { "s", 512 },     { "k", 1024 },
		      { "K", 1024 },      { "KiB", 1024 },  { "M", 1 << 20 }, { "m", 1 << 20 },
		      { "MiB", 1 << 20 }, { "G", 1 << 30 }, { "g", 1 << 30 }, { "GiB", 1 << 30 } };
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(suffix, units[i].suffix) == 0)
			return units[i].unit;
	return 0;
}

int number_parse_size(const char *text, uint64_t *out)
{
	const char *end;
	uint64_t value;
	if (parse_digits(text, &end, &value) < 0)
		return -1;
	uint64_t unit = size_unit(end);
	if (unit == 0 || !mul_u64(value, unit, &value))
		return -1;
	*out = value;
	return 0;
}

/* The unit at @p in milliseconds; *@end behind it. No unit is seconds. */
static uint64_t time_unit(const char *p, const char **end)
{
	if (strncmp(p, "ms", 2) == 0) {
		*end = p + 2;
		return 1;
	}
	*end = p + (*p != '\0');
	return *p == 's' || *p == '\0' ? 1000 : *p == 'm' ? 60000 : *p == 'h' ? 3600000 : 0;
}

int number_parse_ms(const char *text, uint64_t *out)
{
	uint64_t total = 0;
	if (*text == '\0')
		return -1;
	for (const char *p = text; *p != '\0';) {
		char *end;
		if (!isdigit((unsigned char)*p))
			return -1;
		if (p[0] == '0' && (p[1] | 0x20) == 'x')
			return -1; /* strtod() takes hexadecimal */
		double value = strtod(p, &end);
		uint64_t unit = time_unit(end, &p);
		if (unit == 0 || value > 1e12)
			return -1;
		total += (uint64_t)(value * (double)unit + 0.5);
	}
	*out = total;
	return 0;
}

char *number_commas(struct arena *arena, uint64_t value)
{
	char digits[21], text[28];
	size_t n = 0, len = 0;
	do
		digits[n++] = (char)('0' + value % 10);
	while ((value /= 10) > 0);
	while (n > 0) {
		text[len++] = digits[--n];
		if (n > 0 && n % 3 == 0)
			text[len++] = ',';
	}
	return arena_strndup(arena, text, len);
}

char *number_size_text(struct arena *arena, uint64_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	unsigned unit = 0;
	while (bytes > 0 && bytes % 1024 == 0 && unit < 4) {
		bytes /= 1024;
		unit++;
	}
	return arena_printf(arena, "%s %s", number_commas(arena, bytes), units[unit]);
}
