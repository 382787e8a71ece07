/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A view on foreign bytes: where they are, how many, and which file they came from, so
 * that every parser can say where something is wrong. Reading past the end is safe: the
 * readers return 0 there, and bytes_has() tells beforehand.
 */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	const uint8_t *p;
	size_t len;
	const char *name; /* the file, or what a user would call these bytes */
	uint64_t base;    /* offset of p in that file */
};

struct bytes bytes_of(const void *p, size_t len, const char *name);
struct bytes bytes_of_string(const char *text, const char *name);

/* Whether @len bytes exist at @offset; safe for any numbers. */
bool bytes_has(struct bytes view, uint64_t offset, uint64_t len);

/* The part of @view at @offset, cut to what exists; empty when @offset lies outside. */
struct bytes bytes_at(struct bytes view, uint64_t offset, uint64_t len);

bool bytes_start_with(struct bytes view, const void *magic, size_t len);
bool bytes_equal(struct bytes a, struct bytes b);

uint8_t u8_at(struct bytes view, uint64_t offset);
uint16_t be16_at(struct bytes view, uint64_t offset);
uint32_t be32_at(struct bytes view, uint64_t offset);
uint64_t be64_at(struct bytes view, uint64_t offset);
uint16_t le16_at(struct bytes view, uint64_t offset);
uint32_t le32_at(struct bytes view, uint64_t offset);
uint64_t le64_at(struct bytes view, uint64_t offset);

void put_be16(uint8_t *p, uint16_t value);
void put_be32(uint8_t *p, uint32_t value);
void put_be64(uint8_t *p, uint64_t value);
void put_le16(uint8_t *p, uint16_t value);
void put_le32(uint8_t *p, uint32_t value);
void put_le64(uint8_t *p, uint64_t value);

/* Sums and products of numbers from outside: false, and *@out untouched, on overflow. */
bool add_u64(uint64_t a, uint64_t b, uint64_t *out);
bool mul_u64(uint64_t a, uint64_t b, uint64_t *out);

/* The next multiple of @align, a power of two; UINT64_MAX when there is none. */
uint64_t align_up(uint64_t value, uint64_t align);

#endif
