/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT  ((size_t)16)

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(16) unsigned char data[];
};

struct arena {
	struct chunk *chunks;
};

static void out_of_memory(void)
{
	static const char text[] = "error LB001: out of memory; nothing was written\n";
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(3);
	_exit(3);
}

struct arena *arena_open(void)
{
	struct arena *arena = calloc(1, sizeof(*arena));
	if (arena == NULL)
		out_of_memory();
	return arena;
}

void arena_close(struct arena *arena)
{
	if (arena == NULL)
		return;
	for (struct chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
}

/* @zeroed  a chunk for one value; in others each value is zeroed when it is taken, so that the rest
 *          of the chunk costs no memory */
static struct chunk *add_chunk(struct arena *arena, size_t size, bool zeroed)
{
	if (size > SIZE_MAX - sizeof(struct chunk))
		out_of_memory();
	size_t total = sizeof(struct chunk) + size;
	struct chunk *chunk = zeroed ? calloc(1, total) : malloc(total);
	if (chunk == NULL)
		out_of_memory();
	chunk->size = size;
	chunk->used = 0;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
#ifdef ARENA_MALLOC
	struct chunk *own = add_chunk(arena, size, true);
	own->used = size;
	return own->data;
#else
	if (size > SIZE_MAX - ALIGNMENT)
		out_of_memory();
	size_t need = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	struct chunk *chunk = arena->chunks;
	if (chunk == NULL || chunk->size - chunk->used < need) {
		if (need >= CHUNK_SIZE / 4 && chunk != NULL) {
			/* a large value gets a chunk of its own, behind the one being filled */
			struct chunk *own = add_chunk(arena, need, true);
			arena->chunks = own->next;
			own->next = chunk->next;
			chunk->next = own;
			own->used = need;
			return own->data;
		}
		chunk = add_chunk(arena, need > CHUNK_SIZE ? need : CHUNK_SIZE, false);
	}
	void *data = chunk->data + chunk->used;
	chunk->used += need;
	return memset(data, 0, need);
#endif
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory();
	return arena_alloc(arena, total);
}

void *arena_push(struct arena *arena, void *list, size_t count, size_t size)
{
	int full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
	if (!full)
		return list;
	void *grown = arena_array(arena, count < 8 ? 8 : count * 2, size);
	if (count > 0)
		memcpy(grown, list, count * size);
	return grown;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);
	if (len > 0)
		memcpy(copy, text, len);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

void *arena_memdup(struct arena *arena, const void *data, size_t len)
{
	void *copy = arena_alloc(arena, len);
	if (len > 0)
		memcpy(copy, data, len);
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		out_of_memory();
	char *text = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}
