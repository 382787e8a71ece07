/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that grows in an arena: the writers' end of "value in, bytes out". */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include "lib/arena.h"
#include "lib/bytes.h"

struct text {
	struct arena *arena;
	char *p; /* always NUL-terminated, never NULL */
	size_t len, capacity;
};

struct text text_make(struct arena *arena);
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const void *data, size_t len);
void text_add_char(struct text *text, char c);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds foreign bytes for people: UTF-8, line ends and tabs as they are, all that a terminal would obey or
 * cannot show as \xNN. */
void text_add_visible(struct text *text, const char *string);
/* Length of the valid UTF-8 sequence at @p in a NUL-terminated string, 1 to 4; 0 when it is none. */
unsigned utf8_length(const unsigned char *p);
/* A view on what has been written; valid until the next addition. */
struct bytes text_bytes(const struct text *text, const char *name);

#endif
