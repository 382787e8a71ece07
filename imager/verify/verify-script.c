/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a U-Boot script, as far as they load and start something. */
#include "imager/verify/verify-script.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ADDRESS_MAX 18 /* letters of the longest address, 0x and 16 digits */

struct script_reader script_reader_open(struct bytes script)
{
	return (struct script_reader){ .script = script };
}

/* Whether a word is an address, "0x45000000". */
static bool is_address(struct bytes word, uint64_t *out)
{
	char text[ADDRESS_MAX + 1] = { 0 };
	char *end;
	if (word.len < 3 || word.len > ADDRESS_MAX || !bytes_start_with(word, "0x", 2))
		return false;
	memcpy(text, word.p, word.len);
	uint64_t value = strtoull(text, &end, 16);
	if (*end != '\0')
		return false;
	*out = value;
	return true;
}

static bool ends_word(uint8_t byte)
{
	return byte == '\0' || strchr(" \t\r\n;", byte) != NULL;
}

bool script_reader_next(struct script_reader *reader, struct script_word *out)
{
	struct bytes script = reader->script;
	bool after_address = reader->address_seen;
	uint64_t address = reader->address;
	for (; reader->at < script.len && ends_word(script.p[reader->at]); reader->at++)
		if (strchr("\n;", script.p[reader->at]) != NULL)
			after_address = false; /* another command's */
	size_t start = reader->at;
	while (reader->at < script.len && !ends_word(script.p[reader->at]))
		reader->at++;
	*out = (struct script_word){ .text = bytes_at(script, start, reader->at - start),
		                     .after_address = after_address,
		                     .address = address };
	reader->address_seen = is_address(out->text, &reader->address);
	return out->text.len > 0;
}

bool script_word_is_path(const struct script_word *word, const char *path)
{
	struct bytes text = word->text;
	if (u8_at(text, 0) == '/')
		text = bytes_at(text, 1, UINT64_MAX);
	path += path[0] == '/';
	return strlen(path) == text.len && strncasecmp(path, (const char *)text.p, text.len) == 0;
}
