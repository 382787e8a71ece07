/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a regular expression cannot match without: a set of literal texts, at least one of
 * which is in every match. The prefilter of pattern.h looks for these.
 */
#ifndef SERIAL_TOOLS_LITERAL_H
#define SERIAL_TOOLS_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

#define LITERAL_SIZE  32 /* characters kept of one literal */
#define LITERALS_MAX  48 /* alternatives of one pattern */
#define LITERAL_FLOAT 5  /* characters a literal needs when it may stand anywhere */

struct literal {
	char text[LITERAL_SIZE];
	size_t len;
	bool at_start; /* only at the start of a line; one character is enough */
};

struct literals {
	size_t count; /* 0: the pattern has none that is long enough */
	struct literal list[LITERALS_MAX];
};

/*
 * Reads a PCRE2 pattern: literals, escapes, classes, groups, alternatives, quantifiers,
 * look-around, a leading (?i). What it does not know breaks a literal, never invents one.
 */
void literals_of(const char *pattern, struct literals *out);

/* How rare a window of text is in boot logs; more is rarer. */
unsigned literal_rarity(const char *text, size_t len);

#endif
