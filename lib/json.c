/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/json.h"

#include <stdlib.h>

struct json json_make(struct text *to)
{
	return (struct json){ .to = to };
}

static void indent(struct json *json)
{
	text_add_char(json->to, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		text_add(json->to, "  ");
}

static void before_value(struct json *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->depth == 0)
		return;
	if (json->started[json->depth - 1])
		text_add_char(json->to, ',');
	json->started[json->depth - 1] = true;
	indent(json);
}

static void open_level(struct json *json, bool is_array)
{
	before_value(json);
	text_add_char(json->to, is_array ? '[' : '{');
	if (json->depth == JSON_DEPTH)
		abort(); /* a writer's own mistake: our formats are shallow */
	json->started[json->depth] = false;
	json->is_array[json->depth++] = is_array;
}

void json_object(struct json *json)
{
	open_level(json, false);
}

void json_array(struct json *json)
{
	open_level(json, true);
}

void json_end(struct json *json)
{
	json->depth--;
	if (json->started[json->depth])
		indent(json);
	text_add_char(json->to, json->is_array[json->depth] ? ']' : '}');
	if (json->depth == 0)
		text_add_char(json->to, '\n');
}

static void add_quoted(struct text *to, const char *value)
{
	text_add_char(to, '"');
	for (const unsigned char *p = (const unsigned char *)value; *p != '\0';) {
		unsigned len = utf8_length(p);
		if (*p == '"' || *p == '\\')
			text_printf(to, "\\%c", *p);
		else if (*p == '\n')
			text_add(to, "\\n");
		else if (*p == '\t')
			text_add(to, "\\t");
		else if (*p < 0x20)
			text_printf(to, "\\u%04x", *p);
		else if (len == 0)
			text_add(to, "\xef\xbf\xbd");
		else
			text_add_bytes(to, p, len);
		p += len == 0 ? 1 : len;
	}
	text_add_char(to, '"');
}

void json_key(struct json *json, const char *key)
{
	before_value(json);
	add_quoted(json->to, key);
	text_add(json->to, ": ");
	json->after_key = true;
}

void json_string(struct json *json, const char *value)
{
	before_value(json);
	if (value == NULL)
		text_add(json->to, "null");
	else
		add_quoted(json->to, value);
}

void json_u64(struct json *json, uint64_t value)
{
	before_value(json);
	text_printf(json->to, "%llu", (unsigned long long)value);
}

void json_i64(struct json *json, int64_t value)
{
	before_value(json);
	text_printf(json->to, "%lld", (long long)value);
}

void json_double(struct json *json, double value, int decimals)
{
	before_value(json);
	text_printf(json->to, "%.*f", decimals, value);
}

void json_bool(struct json *json, bool value)
{
	before_value(json);
	text_add(json->to, value ? "true" : "false");
}

void json_key_string(struct json *json, const char *key, const char *value)
{
	json_key(json, key);
	json_string(json, value);
}

void json_key_u64(struct json *json, const char *key, uint64_t value)
{
	json_key(json, key);
	json_u64(json, value);
}

void json_key_i64(struct json *json, const char *key, int64_t value)
{
	json_key(json, key);
	json_i64(json, value);
}

void json_key_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

void json_key_double(struct json *json, const char *key, double value, int decimals)
{
	json_key(json, key);
	json_double(json, value, decimals);
}

void json_key_object(struct json *json, const char *key)
{
	json_key(json, key);
	json_object(json);
}

void json_key_array(struct json *json, const char *key)
{
	json_key(json, key);
	json_array(json);
}
