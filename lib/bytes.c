/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/bytes.h"

#include <string.h>

struct bytes bytes_of(const void *p, size_t len, const char *name)
{
	return (struct bytes){ .p = p, .len = len, .name = name, .base = 0 };
}

struct bytes bytes_of_string(const char *text, const char *name)
{
	return bytes_of(text, strlen(text), name);
}

bool bytes_has(struct bytes view, uint64_t offset, uint64_t len)
{
	return offset <= view.len && len <= view.len - offset;
}

struct bytes bytes_at(struct bytes view, uint64_t offset, uint64_t len)
{
	uint64_t start = offset < view.len ? offset : view.len;
	uint64_t room = view.len - start;
	return (struct bytes){ .p = view.p == NULL ? NULL : view.p + start,
		               .len = (size_t)(len < room ? len : room),
		               .name = view.name,
		               .base = view.base + start };
}

bool bytes_start_with(struct bytes view, const void *magic, size_t len)
{
	return view.len >= len && memcmp(view.p, magic, len) == 0;
}

bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

static uint64_t read_be(struct bytes view, uint64_t offset, unsigned size)
{
	uint64_t value = 0;
	if (!bytes_has(view, offset, size))
		return 0;
	for (unsigned i = 0; i < size; i++)
		value = value << 8 | view.p[offset + i];
	return value;
}

static uint64_t read_le(struct bytes view, uint64_t offset, unsigned size)
{
	uint64_t value = 0;
	if (!bytes_has(view, offset, size))
		return 0;
	for (unsigned i = size; i > 0; i--)
		value = value << 8 | view.p[offset + i - 1];
	return value;
}

uint8_t u8_at(struct bytes view, uint64_t offset)
{
	return (uint8_t)read_be(view, offset, 1);
}

uint16_t be16_at(struct bytes view, uint64_t offset)
{
	return (uint16_t)read_be(view, offset, 2);
}

uint32_t be32_at(struct bytes view, uint64_t offset)
{
	return (uint32_t)read_be(view, offset, 4);
}

uint64_t be64_at(struct bytes view, uint64_t offset)
{
	return read_be(view, offset, 8);
}

uint16_t le16_at(struct bytes view, uint64_t offset)
{
	return (uint16_t)read_le(view, offset, 2);
}

uint32_t le32_at(struct bytes view, uint64_t offset)
{
	return (uint32_t)read_le(view, offset, 4);
}

uint64_t le64_at(struct bytes view, uint64_t offset)
{
	return read_le(view, offset, 8);
}

static void put_be(uint8_t *p, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		p[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

static void put_le(uint8_t *p, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		p[i] = (uint8_t)(value >> (8 * i));
}

void put_be16(uint8_t *p, uint16_t value)
{
	put_be(p, value, 2);
}

void put_be32(uint8_t *p, uint32_t value)
{
	put_be(p, value, 4);
}

void put_be64(uint8_t *p, uint64_t value)
{
	put_be(p, value, 8);
}

void put_le16(uint8_t *p, uint16_t value)
{
	put_le(p, value, 2);
}

void put_le32(uint8_t *p, uint32_t value)
{
	put_le(p, value, 4);
}

void put_le64(uint8_t *p, uint64_t value)
{
	put_le(p, value, 8);
}

bool add_u64(uint64_t a, uint64_t b, uint64_t *out)
{
	uint64_t sum;
	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*out = sum;
	return true;
}

bool mul_u64(uint64_t a, uint64_t b, uint64_t *out)
{
	uint64_t product;
	if (__builtin_mul_overflow(a, b, &product))
		return false;
	*out = product;
	return true;
}

uint64_t align_up(uint64_t value, uint64_t align)
{
	if (value > UINT64_MAX - (align - 1))
		return UINT64_MAX;
	return (value + align - 1) & ~(align - 1);
}
