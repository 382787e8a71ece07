/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/diag.h"
#include "lib/json.h"

#include <stdlib.h>
#include <string.h>

struct reader {
	struct arena *arena;
	struct bytes file;
	size_t at;
	unsigned depth;
	struct diags *diags;
};

static int refuse(struct reader *reader, const char *wanted)
{
	return diag_error(reader->diags, "LB020", at_offset(reader->file, reader->at),
	                  "the file is no valid JSON here; was it cut off or edited by hand?",
	                  "expected %s", wanted);
}

static int peek(const struct reader *reader)
{
	return reader->at < reader->file.len ? reader->file.p[reader->at] : -1;
}

static void skip_space(struct reader *reader)
{
	while (peek(reader) == ' ' || peek(reader) == '\t' || peek(reader) == '\n' ||
	       peek(reader) == '\r')
		reader->at++;
}

static int read_hex4(struct reader *reader, unsigned *out)
{
	char digits[5] = "";
	if (!bytes_has(reader->file, reader->at, 4))
		return refuse(reader, "four hexadecimal digits");
	memcpy(digits, reader->file.p + reader->at, 4);
	char *end;
	*out = (unsigned)strtoul(digits, &end, 16);
	if (end != digits + 4)
		return refuse(reader, "four hexadecimal digits");
	reader->at += 4;
	return 0;
}

static void add_utf8(struct text *to, unsigned code)
{
	if (code < 0x80) {
		text_add_char(to, (char)code);
	} else if (code < 0x800) {
		text_add_char(to, (char)(0xc0 | code >> 6));
		text_add_char(to, (char)(0x80 | (code & 0x3f)));
	} else if (code < 0x10000) {
		text_add_char(to, (char)(0xe0 | code >> 12));
		text_add_char(to, (char)(0x80 | (code >> 6 & 0x3f)));
		text_add_char(to, (char)(0x80 | (code & 0x3f)));
	} else {
		text_add_char(to, (char)(0xf0 | code >> 18));
		text_add_char(to, (char)(0x80 | (code >> 12 & 0x3f)));
		text_add_char(to, (char)(0x80 | (code >> 6 & 0x3f)));
		text_add_char(to, (char)(0x80 | (code & 0x3f)));
	}
}

static int read_escape(struct reader *reader, struct text *to)
{
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	int c = peek(reader);
	reader->at++;
	const char *plain = c > 0 ? strchr(from, c) : NULL;
	if (plain != NULL) {
		text_add_char(to, into[plain - from]);
		return 0;
	}
	unsigned code = 0, low = 0;
	if (c != 'u')
		return refuse(reader, "an escape after the backslash");
	if (read_hex4(reader, &code) < 0)
		return -1;
	if (code >= 0xd800 && code < 0xdc00 && bytes_has(reader->file, reader->at, 6) &&
	    memcmp(reader->file.p + reader->at, "\\u", 2) == 0) {
		reader->at += 2;
		if (read_hex4(reader, &low) < 0)
			return -1;
		code = 0x10000 + ((code - 0xd800) << 10) + ((low - 0xdc00) & 0x3ff);
	}
	if (code != 0)
		add_utf8(to, code);
	return 0;
}

static int read_string(struct reader *reader, const char **out)
{
	struct text text = text_make(reader->arena);
	reader->at++;
	for (;;) {
		int c = peek(reader);
		if (c < 0x20)
			return refuse(reader, "the string's closing quote");
		reader->at++;
		if (c == '"')
			break;
		if (c != '\\')
			text_add_char(&text, (char)c);
		else if (read_escape(reader, &text) < 0)
			return -1;
	}
	*out = text.p;
	return 0;
}

static int read_word(struct reader *reader, struct json_value *value)
{
	size_t start = reader->at;
	while (peek(reader) > 0 && strchr("+-.0123456789abcdefghijklmnopqrstuvwxyzE", peek(reader)))
		reader->at++;
	char *word = arena_strndup(reader->arena, (const char *)reader->file.p + start,
	                           reader->at - start);
	char *end;
	value->string = word;
	value->boolean = strcmp(word, "true") == 0;
	value->kind = strcmp(word, "null") == 0                      ? JSON_NULL
	              : value->boolean || strcmp(word, "false") == 0 ? JSON_BOOL
	                                                             : JSON_NUMBER;
	if (value->kind != JSON_NUMBER)
		return 0;
	value->number = strtod(word, &end);
	if (*word == '\0' || *end != '\0') {
		reader->at = start;
		return refuse(reader, "a value");
	}
	return 0;
}

static int read_value(struct reader *reader, struct json_value *value);

static int read_item(struct reader *reader, bool in_object, struct json_value *item)
{
	skip_space(reader);
	if (in_object) {
		if (peek(reader) != '"')
			return refuse(reader, "a key in quotes");
		if (read_string(reader, &item->key) < 0)
			return -1;
		skip_space(reader);
		if (peek(reader) != ':')
			return refuse(reader, "a colon after the key");
		reader->at++;
	}
	return read_value(reader, item);
}

static int read_items(struct reader *reader, struct json_value *value)
{
	bool in_object = peek(reader) == '{';
	int closing = in_object ? '}' : ']';
	const struct json_value **tail = &value->items;
	if (++reader->depth > JSON_DEPTH)
		return refuse(reader, "fewer than 65 levels of nesting");
	value->kind = in_object ? JSON_OBJECT : JSON_ARRAY;
	reader->at++;
	skip_space(reader);
	while (peek(reader) != closing) {
		struct json_value *item = arena_new(reader->arena, struct json_value);
		if (read_item(reader, in_object, item) < 0)
			return -1;
		*tail = item;
		tail = &item->next;
		skip_space(reader);
		if (peek(reader) == ',')
			reader->at++;
		else if (peek(reader) != closing)
			return refuse(reader, "a comma or the closing bracket");
	}
	reader->at++;
	reader->depth--;
	return 0;
}

static int read_value(struct reader *reader, struct json_value *value)
{
	skip_space(reader);
	int c = peek(reader);
	if (c == '{' || c == '[')
		return read_items(reader, value);
	if (c != '"')
		return read_word(reader, value);
	value->kind = JSON_STRING;
	return read_string(reader, &value->string);
}

int json_read(struct arena *arena, struct bytes file, const struct json_value **out,
              struct diags *diags)
{
	struct reader reader = { .arena = arena, .file = file, .diags = diags };
	struct json_value *value = arena_new(arena, struct json_value);
	if (read_value(&reader, value) < 0)
		return -1;
	skip_space(&reader);
	if (reader.at != file.len)
		return refuse(&reader, "the end of the file");
	*out = value;
	return 0;
}

const struct json_value *json_member(const struct json_value *object, const char *key)
{
	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json_value *item = object->items; item != NULL; item = item->next)
		if (strcmp(item->key, key) == 0)
			return item;
	return NULL;
}

const char *json_member_text(const struct json_value *object, const char *key,
                             const char *otherwise)
{
	const struct json_value *item = json_member(object, key);
	if (item == NULL || item->string == NULL)
		return otherwise;
	return item->string;
}
