/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fs/fat-name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* One code point of UTF-8; 0 when it is none. *@at moves on. */
static uint32_t next_code_point(const char *text, size_t len, size_t *at)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	uint8_t head = (uint8_t)text[(*at)++];
	unsigned more = head < 0x80 ? 0 : head < 0xc2 ? 4 : head < 0xe0 ? 1 : head < 0xf0 ? 2 : 3;
	if (more == 4 || head > 0xf4 || *at + more > len)
		return 0;
	uint32_t code = more == 0 ? head : head & (0x3fu >> more);
	for (unsigned i = 0; i < more; i++) {
		uint8_t tail = (uint8_t)text[(*at)++];
		if ((tail & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (tail & 0x3f);
	}
	return code < least[more] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0
	                                                                                  : code;
}

static const char *add_code_point(struct fat_name *name, uint32_t code)
{
	if (code == 0)
		return "it is no UTF-8";
	if (code < 32 || (code < 128 && strchr("\"*/:<>?\\|\x7f", (int)code) != NULL))
		return "FAT allows no control characters and none of \" * / : < > ? \\ |";
	if (name->long_units + (code > 0xffff ? 2 : 1) > FAT_NAME_UNITS)
		return "FAT allows 255 characters";
	if (code > 0xffff) {
		name->long_name[name->long_units++] = (uint16_t)(0xd7c0 + (code >> 10));
		code = 0xdc00 | (code & 0x3ff);
	}
	name->long_name[name->long_units++] = (uint16_t)code;
	return NULL;
}

static const char *make_long(const char *text, size_t len, struct fat_name *name)
{
	if (len == 0 || (len <= 2 && strncmp(text, "..", len) == 0))
		return "a name is needed";
	if (text[len - 1] == '.' || text[len - 1] == ' ' || text[0] == ' ')
		return "a name with a space at an end or a dot at its end is lost on other systems";
	for (size_t at = 0; at < len;) {
		const char *why = add_code_point(name, next_code_point(text, len, &at));
		if (why != NULL)
			return why;
	}
	return NULL;
}

static bool is_short_character(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("$%'-_@~!(){}^#&", c) != NULL);
}

/* Copies up to @room characters, upper-case. Returns the case bits' answer: 0 upper, 1 lower, 2 mixed
 * or not possible in a short name. */
static int copy_part(const char *text, size_t len, uint8_t *to, size_t room)
{
	bool lower = false, upper = false, bad = len > room;
	size_t used = 0;
	for (size_t i = 0; i < len; i++) {
		lower |= islower((unsigned char)text[i]) != 0;
		upper |= isupper((unsigned char)text[i]) != 0;
		if (!is_short_character(text[i])) {
			bad = true;
			if (text[i] == ' ' || text[i] == '.')
				continue;
		}
		if (used < room)
			to[used++] = is_short_character(text[i])
			                     ? (uint8_t)toupper((unsigned char)text[i])
			                     : '_';
	}
	return bad || (lower && upper) ? 2 : lower;
}

/* Ends the base name, 6 characters at most, in ~NUMBER. */
static void number_alias(uint8_t base[8], unsigned number)
{
	char tail[12];
	int len = snprintf(tail, sizeof(tail), "~%u", number);
	int keep = 0;
	while (keep < 8 - len && base[keep] != ' ')
		keep++;
	if (keep == 0)
		base[keep++] = '_';
	memcpy(base + keep, tail, (size_t)len);
	memset(base + keep + len, ' ', (size_t)(8 - keep - len));
}

int fat_name_make(const char *text, size_t len, unsigned number, struct fat_name *out,
                  const char **why)
{
	*out = (struct fat_name){ .slots = 1 };
	memset(out->base, ' ', sizeof(out->base));
	*why = make_long(text, len, out);
	if (*why != NULL)
		return -1;
	const char *dot = memrchr(text, '.', len);
	size_t base_len = dot == NULL || dot == text ? len : (size_t)(dot - text);
	size_t extension_len = base_len == len ? 0 : len - base_len - 1;
	int base = copy_part(text, base_len, out->base, 8);
	int extension = copy_part(text + len - extension_len, extension_len, out->base + 8, 3);
	if (base == 2 || extension == 2) {
		number_alias(out->base, number);
		out->slots += (out->long_units + 12) / 13;
		return 0;
	}
	out->case_bits =
		(uint8_t)((base ? FAT_CASE_BASE : 0) | (extension ? FAT_CASE_EXTENSION : 0));
	out->long_units = 0;
	return 0;
}

uint8_t fat_name_sum(const uint8_t base[FAT_LABEL_SIZE])
{
	uint8_t sum = 0;
	for (int i = 0; i < FAT_LABEL_SIZE; i++)
		sum = (uint8_t)((sum << 7 | sum >> 1) + base[i]);
	return sum;
}

int fat_label_make(const char *text, uint8_t label[FAT_LABEL_SIZE], const char **why)
{
	size_t len = text == NULL ? 0 : strlen(text);
	*why = NULL;
	memcpy(label, "NO NAME    ", FAT_LABEL_SIZE);
	if (text == NULL)
		return 0;
	if (len == 0 || len > FAT_LABEL_SIZE || text[0] == ' ')
		*why = "a label has 1 to 11 characters and starts with no space";
	for (size_t i = 0; i < len && *why == NULL; i++)
		if (!is_short_character(text[i]) && text[i] != ' ')
			*why = "a label has letters, digits, spaces and $ % ' - _ @ ~ ! ( ) { } ^ # &";
	if (*why != NULL)
		return -1;
	memset(label, ' ', FAT_LABEL_SIZE);
	for (size_t i = 0; i < len; i++)
		label[i] = (uint8_t)toupper((unsigned char)text[i]);
	return 0;
}
