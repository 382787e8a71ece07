/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/text.h"

#include <string.h>

struct text text_make(struct arena *arena)
{
	return (struct text){
		.arena = arena, .p = arena_alloc(arena, 64), .len = 0, .capacity = 64
	};
}

void text_add_bytes(struct text *text, const void *data, size_t len)
{
	if (len >= text->capacity - text->len) {
		size_t capacity = (text->len + len + 1) * 2;
		char *grown = arena_alloc(text->arena, capacity);
		memcpy(grown, text->p, text->len);
		text->p = grown;
		text->capacity = capacity;
	}
	if (len > 0)
		memcpy(text->p + text->len, data, len);
	text->len += len;
	text->p[text->len] = '\0';
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_add_char(struct text *text, char c)
{
	text_add_bytes(text, &c, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	text_add(text, arena_vprintf(text->arena, format, args));
	va_end(args);
}

struct bytes text_bytes(const struct text *text, const char *name)
{
	return bytes_of(text->p, text->len, name);
}

unsigned utf8_length(const unsigned char *p)
{
	unsigned len = p[0] < 0x80                   ? 1
	               : p[0] >= 0xc2 && p[0] < 0xe0 ? 2
	               : (p[0] & 0xf0) == 0xe0       ? 3
	               : p[0] >= 0xf0 && p[0] < 0xf5 ? 4
	                                             : 0;
	for (unsigned i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if (len == 3 && ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f)))
		return 0;
	if (len == 4 && ((p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f)))
		return 0;
	return len;
}

void text_add_visible(struct text *text, const char *string)
{
	for (const unsigned char *p = (const unsigned char *)string; *p != '\0';) {
		unsigned len = utf8_length(p);
		bool control = (*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f ||
		               (*p == 0xc2 && p[1] < 0xa0); /* U+0080 to U+009F */
		if (len == 0 || control)
			text_printf(text, "\\x%02x", *p);
		else
			text_add_bytes(text, p, len);
		p += len == 0 || control ? 1 : len;
	}
}
