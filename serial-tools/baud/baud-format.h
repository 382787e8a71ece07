/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Data bits and parity of a sender, from what a receiver of 8N1 at the right rate made of it:
 * a seventh bit that is always the parity of the rest, a stop bit that is.
 */
#ifndef SERIAL_TOOLS_BAUD_FORMAT_H
#define SERIAL_TOOLS_BAUD_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

enum baud_format { BAUD_8N1, BAUD_7E1, BAUD_7O1, BAUD_8E1, BAUD_8O1, BAUD_7N1, BAUD_FORMATS };

struct baud_format_count {
	unsigned chars, marked;
	unsigned high;      /* bit 7 set */
	unsigned even;      /* all eight bits have even parity */
	unsigned mark_even; /* marked exactly when the eight bits have even parity */
	uint8_t met[32];    /* which values were met: a few, however often, prove nothing */
};

void baud_format_add(struct baud_format_count *count, uint8_t value, bool marked);

/* What the characters agree on; BAUD_8N1 when they are too few or agree on nothing else.
 * @marks_exact  marks are per character (else 8E1, 8O1 and 7N1 cannot be told) */
enum baud_format baud_format_of(const struct baud_format_count *count, bool marks_exact);

/* The same where the length of the sender's frames (9 to 11 bits) is known and the characters, @seen,
 * do not agree. */
enum baud_format baud_format_by_length(const struct baud_format_count *count, enum baud_format seen,
                                       int bits);

/* "8N1" … */
const char *baud_format_name(enum baud_format format);

/* The bits of a received byte that are data. */
uint8_t baud_format_mask(enum baud_format format);

/* Whether good characters come with marks, as a receiver of 8N1 takes their parity for the stop bit. */
bool baud_format_marks_good(enum baud_format format);

#endif
