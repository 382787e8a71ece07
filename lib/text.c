#include "text.h"

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
