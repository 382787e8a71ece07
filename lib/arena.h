/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory of one run. Values are allocated from an arena, never freed one by one, and all
 * go away together with arena_close(). Running out of memory ends the program with exit
 * code 3; outputs that were not committed by then leave nothing behind.
 *
 * In sanitizer builds (ARENA_MALLOC) every allocation is a malloc of its own, so that
 * overruns are caught.
 */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_open(void);
void arena_close(struct arena *arena);

/* Returns @size bytes (0 is allowed), zeroed and aligned to 16. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns @count zeroed elements of @size bytes; an overflowing product ends the program (3). */
void *arena_array(struct arena *arena, size_t count, size_t size);

#define arena_new(arena, type) ((type *)arena_alloc(arena, sizeof(type)))

/*
 * Makes room for one more element in a list that doubles as it grows.
 * @list   the elements, NULL when there are none
 * @count  elements in use
 * @size   bytes of an element
 * Capacity is the next power of two of @count (at least 8), so no field need record it.
 * Returns the list, moved when it had to grow; element @count is zeroed.
 */
void *arena_push(struct arena *arena, void *list, size_t count, size_t size);

char *arena_strdup(struct arena *arena, const char *text);
/* Copies @len bytes and adds a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
void *arena_memdup(struct arena *arena, const void *data, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

#endif
