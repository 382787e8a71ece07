/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-format.h"

#define FEW    20 /* characters … */
#define VARIED 6  /* … and different ones, below which nothing is concluded */
#define SPOILT 32 /* one in so many may be a line error */

static const struct {
	const char *name;
	uint8_t mask;
	bool marks_good;
} formats[BAUD_FORMATS] = {
	[BAUD_8N1] = { "8N1", 0xff, false }, [BAUD_7E1] = { "7E1", 0x7f, false },
	[BAUD_7O1] = { "7O1", 0x7f, false }, [BAUD_8E1] = { "8E1", 0xff, true },
	[BAUD_8O1] = { "8O1", 0xff, true },  [BAUD_7N1] = { "7N1", 0x7f, true },
};

void baud_format_add(struct baud_format_count *count, uint8_t value, bool marked)
{
	bool even = !__builtin_parity(value);
	count->chars++;
	count->marked += marked;
	count->high += value >> 7;
	count->even += even;
	count->mark_even += marked == even;
	count->met[value / 8] |= (uint8_t)(1 << value % 8);
}

static bool nearly_all(unsigned part, unsigned all)
{
	return part + all / SPOILT >= all;
}

static unsigned different(const struct baud_format_count *count)
{
	unsigned sum = 0;
	for (int i = 0; i < 32; i++)
		sum += (unsigned)__builtin_popcount(count->met[i]);
	return sum;
}

enum baud_format baud_format_of(const struct baud_format_count *count, bool marks_exact)
{
	unsigned n = count->chars, some = n / 8;
	if (n < FEW || different(count) < VARIED)
		return BAUD_8N1;
	if (marks_exact && count->marked > some && nearly_all(count->high, n))
		return BAUD_7N1;
	if (marks_exact && count->marked > some && count->marked < n - some)
		return nearly_all(count->mark_even, n)       ? BAUD_8E1
		       : nearly_all(n - count->mark_even, n) ? BAUD_8O1
		                                             : BAUD_8N1;
	if (count->high <= some || count->high >= n - some)
		return BAUD_8N1;
	return nearly_all(count->even, n)       ? BAUD_7E1
	       : nearly_all(n - count->even, n) ? BAUD_7O1
	                                        : BAUD_8N1;
}

enum baud_format baud_format_by_length(const struct baud_format_count *count, enum baud_format seen,
                                       int bits)
{
	if (seen != BAUD_8N1 || bits == 10)
		return seen;
	if (bits == 9)
		return BAUD_7N1;
	unsigned most = count->chars - count->chars / 8;
	return count->mark_even > most                  ? BAUD_8E1
	       : count->chars - count->mark_even > most ? BAUD_8O1
	                                                : BAUD_8N1;
}

const char *baud_format_name(enum baud_format format)
{
	return formats[format].name;
}

uint8_t baud_format_mask(enum baud_format format)
{
	return formats[format].mask;
}

bool baud_format_marks_good(enum baud_format format)
{
	return formats[format].marks_good;
}
