/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text to numbers and back. No locale, no octal: 0800 is eight hundred, 0x46000000 is hexadecimal. */
#ifndef LIB_NUMBER_H
#define LIB_NUMBER_H

#include "lib/arena.h"

#include <stdint.h>

/* Decimal or 0x… digits, the whole of @text. Returns 0 and *@out, or -1 (empty, other
 * characters, above 64 bits). */
int number_parse(const char *text, uint64_t *out);

/* A size in bytes: a number, then nothing, s (512-byte sectors), k, M or G (1024-based; K, m, g,
 * KiB, MiB, GiB are taken too). Returns like number_parse(). */
int number_parse_size(const char *text, uint64_t *out);

/* A time in seconds, "90", "2.5", "1m30s", "250ms", as milliseconds. Returns like number_parse(). */
int number_parse_ms(const char *text, uint64_t *out);

/* "8 KiB", "512 MiB", "531,956 B": the largest unit that divides it, else bytes with commas. */
char *number_size_text(struct arena *arena, uint64_t bytes);

/* 1234567 as "1,234,567". */
char *number_commas(struct arena *arena, uint64_t value);

#endif
