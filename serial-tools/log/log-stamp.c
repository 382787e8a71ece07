/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/log/log-stamp.h"

#include <ctype.h>
#include <string.h>

#define SAMPLE_LINES 2000 /* lines that decide about the shape */
#define DAY_US       INT64_C(86400000000)
#define HALF_DAY_US  (DAY_US / 2)

/*
 * In a shape: %Y %m %d %H %M %S as in strftime (%d may be one digit), %e whole seconds, %f an
 * optional fraction, %b and %a names of months and days, %_ any blanks, %z an optional zone.
 */
const struct log_stamp_shape log_stamp_shapes[] = {
	{ "grabserial", "[%_%e%f %_%e%f] ", true, false },
	{ "grabserial-clock", "[%H:%M:%S%f %e%f] ", false, false },
	{ "tio", "[%H:%M:%S%f] ", false, false },
	{ "iso-bracket", "[%Y-%m-%dT%H:%M:%S%f%z] ", false, false },
	{ "iso-bracket-delta", "[%Y-%m-%dT%H:%M:%S%f%z %_%e%f] ", false, false },
	{ "minicom", "[%Y-%m-%d %H:%M:%S%f] ", false, false },
	{ "bootterm", "[%Y%m%d-%H%M%S%f] ", false, false },
	{ "arduino", "%H:%M:%S%f -> ", false, false },
	{ "conserver", "[%a %b %_%d %H:%M:%S %Y]", false, false },
	{ "iso", "%Y-%m-%dT%H:%M:%S%f%z%_", false, false },
	{ "date-clock", "%Y-%m-%d %H:%M:%S%f%z%_", false, false },
	{ "clock", "%H:%M:%S%f%_", false, false },
	{ "ts", "%b %_%d %H:%M:%S ", false, false },
	{ "ts-epoch", "%e%f ", true, true },
	{ "seconds", "[%_%e%f] ", true, true },
	{ NULL, NULL, false, false },
};

struct scan {
	const char *p, *end;
	int64_t seconds, us; /* of the date, of the time of day or since a start */
	int year, month, mday;
	bool second_value; /* the first value is the time; others are deltas */
};

static bool digits(struct scan *scan, int least, int most, int64_t *out)
{
	int count = 0;
	*out = 0;
	while (count < most && scan->p < scan->end && isdigit((unsigned char)*scan->p)) {
		*out = *out * 10 + (*scan->p++ - '0');
		count++;
	}
	return count >= least;
}

static bool name_of(struct scan *scan, const char *names, int *index)
{
	if (scan->end - scan->p < 3)
		return false;
	for (int i = 0; names[3 * i] != '\0'; i++) {
		if (memcmp(scan->p, names + (ptrdiff_t)3 * i, 3) == 0) {
			*index = i;
			scan->p += 3;
			return true;
		}
	}
	return false;
}

/* Up to nine digits behind a point or comma. */
static bool fraction(struct scan *scan)
{
	int64_t value = 0, unit = 1000000;
	if (scan->p == scan->end || (*scan->p != '.' && *scan->p != ','))
		return true;
	scan->p++;
	if (scan->p == scan->end || !isdigit((unsigned char)*scan->p))
		return false;
	for (; scan->p < scan->end && isdigit((unsigned char)*scan->p); scan->p++) {
		unit /= 10;
		value += unit * (*scan->p - '0');
	}
	if (!scan->second_value)
		scan->us = value;
	return true;
}

static bool zone(struct scan *scan)
{
	int64_t ignored;
	if (scan->p < scan->end && *scan->p == 'Z') {
		scan->p++;
		return true;
	}
	if (scan->p == scan->end || (*scan->p != '+' && *scan->p != '-'))
		return true;
	scan->p++;
	if (!digits(scan, 2, 2, &ignored))
		return false;
	if (scan->p < scan->end && *scan->p == ':')
		scan->p++;
	return digits(scan, 2, 2, &ignored);
}

static bool whole_seconds(struct scan *scan)
{
	int64_t value;
	if (!digits(scan, 1, 12, &value))
		return false;
	if (scan->seconds >= 0)
		scan->second_value = true;
	else
		scan->seconds = value;
	return true;
}

static bool time_part(struct scan *scan, char what)
{
	int64_t value;
	int64_t unit = what == 'H' ? 3600 : what == 'M' ? 60 : 1;
	if (!digits(scan, 2, 2, &value) || value >= (what == 'H' ? 24 : 61))
		return false;
	scan->seconds = (scan->seconds < 0 ? 0 : scan->seconds) + value * unit;
	return true;
}

static bool date_part(struct scan *scan, char what)
{
	int64_t value;
	if (!digits(scan, what == 'Y' ? 4 : what == 'm' ? 2 : 1, what == 'Y' ? 4 : 2, &value))
		return false;
	if (what == 'Y')
		scan->year = (int)value;
	else if (what == 'm')
		scan->month = (int)value;
	else
		scan->mday = (int)value;
	return what == 'Y' || (value >= 1 && value <= (what == 'm' ? 12 : 31));
}

static bool take(struct scan *scan, char what)
{
	int index;
	switch (what) {
	case 'Y':
	case 'm':
	case 'd':
		return date_part(scan, what);
	case 'H':
	case 'M':
	case 'S':
		return time_part(scan, what);
	case 'e':
		return whole_seconds(scan);
	case 'f':
		return fraction(scan);
	case 'z':
		return zone(scan);
	case 'a':
		return name_of(scan, "MonTueWedThuFriSatSun", &index);
	case 'b':
		if (!name_of(scan, "JanFebMarAprMayJunJulAugSepOctNovDec", &index))
			return false;
		scan->month = index + 1;
		return true;
	default:
		while (scan->p < scan->end && *scan->p == ' ')
			scan->p++;
		return true;
	}
}

/* Days since 1970 of a civil date; a missing year counts as 1970. */
static int64_t days_of(int year, int month, int mday)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	if (month == 0)
		return 0;
	int64_t y = (year == 0 ? 1970 : year) - (month <= 2);
	int64_t leaps = y / 4 - y / 100 + y / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
	return ((year == 0 ? 1970 : year) - 1970) * 365 + leaps + before[month - 1] + mday - 1;
}

size_t log_stamp_read(const struct log_stamp_shape *shape, const char *text, size_t len,
                      int64_t *us)
{
	struct scan scan = { .p = text, .end = text + len, .seconds = -1 };
	for (const char *p = shape->shape; *p != '\0'; p++) {
		if (*p == '%') {
			if (!take(&scan, *++p))
				return 0;
		} else if (scan.p < scan.end && *scan.p == *p) {
			scan.p++;
		} else if (!(p[1] == '\0' && *p == ' ' && scan.p == scan.end)) {
			return 0; /* a trailing blank may be missing from an empty line */
		}
	}
	*us = (days_of(scan.year, scan.month, scan.mday) * 86400 + scan.seconds) * 1000000 +
	      scan.us;
	return (size_t)(scan.p - text);
}

int64_t log_clock_take(struct log_clock *clock, const struct log_stamp_shape *shape, int64_t us)
{
	if (!clock->running) {
		clock->running = true;
		/* seconds since a start that is near count from there; dates from the first line */
		clock->base_us = shape->relative && us < DAY_US ? 0 : -us;
		clock->last_us = us + clock->base_us;
		return clock->last_us;
	}
	int64_t now = us + clock->base_us;
	if (now < clock->last_us - HALF_DAY_US && !shape->relative) {
		clock->base_us += DAY_US;
		now += DAY_US;
	} else if (now < clock->last_us) {
		clock->base_us += clock->last_us - now;
		now = clock->last_us;
	}
	clock->last_us = now;
	return now;
}

/* ---- which shape ------------------------------------------------------------------------------- */

struct sample {
	size_t lines, stamped;
	bool twice;  /* a kernel's stamp stands behind the shape's */
	bool loader; /* a line that no kernel prints */
};

static bool loader_speaks(const char *text, size_t len)
{
	static const char *const words[] = {
		"U-Boot", "(XEN)", "BOOT0", "NOTICE:", "DRAM:", "GRUB"
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (memmem(text, len, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

static bool line_at(struct bytes log, size_t *at, const char **text, size_t *len)
{
	if (*at >= log.len)
		return false;
	const char *start = (const char *)log.p + *at;
	const char *end = memchr(start, '\n', log.len - *at);
	*len = end != NULL ? (size_t)(end - start) : log.len - *at;
	*at += *len + 1;
	while (*len > 0 && start[*len - 1] == '\r')
		(*len)--;
	*text = start;
	return true;
}

static struct sample sample_of(struct bytes log, const struct log_stamp_shape *shape)
{
	struct sample sample = { .lines = 0 };
	const char *text;
	size_t len, at = 0;
	int64_t us;
	while (sample.lines < SAMPLE_LINES && line_at(log, &at, &text, &len)) {
		if (len == 0 || (len > 4 && memcmp(text, "[-- ", 4) == 0))
			continue;
		sample.lines++;
		size_t skip = log_stamp_read(shape, text, len, &us);
		if (skip == 0)
			continue;
		sample.stamped++;
		sample.twice |= log_own_stamp(text + skip, len - skip, &us) != LOG_OWN_NONE;
		sample.loader |= loader_speaks(text + skip, len - skip);
	}
	return sample;
}

const struct log_stamp_shape *log_stamp_detect(struct bytes log)
{
	const struct log_stamp_shape *best = NULL;
	size_t most = 0;
	for (const struct log_stamp_shape *each = log_stamp_shapes; each->name != NULL; each++) {
		struct sample sample = sample_of(log, each);
		bool enough = sample.stamped * 10 >= sample.lines * (each->like_printk ? 9 : 4);
		if (each->like_printk && !sample.twice && !sample.loader)
			enough = false;
		if (sample.stamped > most && enough) {
			most = sample.stamped;
			best = each;
		}
	}
	return best;
}

/* ---- a board's own stamps ---------------------------------------------------------------------- */

static const char *behind_level(const char *text, size_t len)
{
	if (len > 3 && text[0] == '<' && isdigit((unsigned char)text[1]) && text[2] == '>')
		return text + 3;
	return text;
}

enum log_own log_own_stamp(const char *text, size_t len, int64_t *us)
{
	struct scan scan = { .p = behind_level(text, len), .end = text + len, .seconds = -1 };
	if (scan.p == scan.end || *scan.p++ != '[')
		return LOG_OWN_NONE;
	take(&scan, '_');
	const char *first = scan.p;
	if (!whole_seconds(&scan))
		return LOG_OWN_NONE;
	const char *point = scan.p;
	if (!fraction(&scan) || scan.p == scan.end || *scan.p != ']')
		return LOG_OWN_NONE;
	*us = scan.seconds * 1000000 + scan.us;
	ptrdiff_t decimals = scan.p - point - 1;
	if (decimals == 6)
		return LOG_OWN_KERNEL;
	if (decimals == 3)
		return LOG_OWN_LOADER;
	*us = scan.seconds * 1000; /* "[381]" of a vendor's first stage is milliseconds */
	return decimals == -1 && first == text + 1 && scan.p - first <= 6 ? LOG_OWN_LOADER
	                                                                  : LOG_OWN_NONE;
}

#define BACKWARDS_US 1000000 /* lines of several CPUs can be out of order by less */
#define FRESH_US     1000000 /* a clock that has been set back to less than this began again */

/* The usual case, "[    1.234567]", without the general reader. */
static bool kernel_stamp(const char *text, size_t len, int64_t *us)
{
	size_t i = 1;
	int64_t value = 0;
	if (len < 14 || text[0] != '[')
		return false;
	while (i < 8 && text[i] == ' ')
		i++;
	for (; i < 12 && text[i] >= '0' && text[i] <= '9'; i++)
		value = value * 10 + (text[i] - '0');
	if (text[i] != '.' || i + 7 >= len || text[i + 7] != ']')
		return false;
	for (size_t k = 1; k <= 6; k++) {
		if (text[i + k] < '0' || text[i + k] > '9')
			return false;
		value = value * 10 + (text[i + k] - '0');
	}
	*us = value;
	return text[i - 1] != ' ' && text[i - 1] != '[';
}

int64_t log_own_clock_take(struct log_own_clock *clock, const char *text, size_t len)
{
	int64_t us;
	if (len == 0 || (text[0] != '[' && text[0] != '<'))
		return clock->last == LOG_OWN_NONE ? INT64_MIN : clock->last_us;
	enum log_own own =
		kernel_stamp(text, len, &us) ? LOG_OWN_KERNEL : log_own_stamp(text, len, &us);
	if (own == LOG_OWN_NONE)
		return clock->last == LOG_OWN_NONE ? INT64_MIN : clock->last_us;
	bool back = us < FRESH_US && us + clock->base_us < clock->last_us - BACKWARDS_US;
	if (own != clock->last || back)
		clock->base_us = clock->last == LOG_OWN_NONE ? 0 : clock->last_us;
	clock->last = own;
	if (us + clock->base_us > clock->last_us)
		clock->last_us = us + clock->base_us;
	return clock->last_us;
}
