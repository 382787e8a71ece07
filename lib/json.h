/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON (RFC 8259). The writer appends to a text, two spaces of indentation a level; keys
 * and values must come in a sensible order, commas and brackets are its business. The
 * reader takes what the tools' own files and a user's JSON hold, bounded in depth.
 */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/text.h"

#include <stdbool.h>
#include <stdint.h>

#define JSON_DEPTH 64 /* levels of nesting, written and read */

struct json {
	struct text *to;
	unsigned depth;
	bool started[JSON_DEPTH], is_array[JSON_DEPTH], after_key;
};

struct json json_make(struct text *to);
void json_object(struct json *json);
void json_array(struct json *json);
/* Closes the innermost object or array; after the outermost one a newline is written. */
void json_end(struct json *json);
void json_key(struct json *json, const char *key);
/* NULL is written as null. Bytes that are no UTF-8 are written as U+FFFD. */
void json_string(struct json *json, const char *value);
void json_u64(struct json *json, uint64_t value);
void json_i64(struct json *json, int64_t value);
/* @decimals  digits behind the point, 0 to 9 */
void json_double(struct json *json, double value, int decimals);
void json_bool(struct json *json, bool value);

void json_key_string(struct json *json, const char *key, const char *value);
void json_key_u64(struct json *json, const char *key, uint64_t value);
void json_key_i64(struct json *json, const char *key, int64_t value);
void json_key_bool(struct json *json, const char *key, bool value);
void json_key_double(struct json *json, const char *key, double value, int decimals);
void json_key_object(struct json *json, const char *key);
void json_key_array(struct json *json, const char *key);

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
	enum json_kind kind;
	const char *key;    /* within an object */
	const char *string; /* of a string; of a number: its text */
	double number;
	bool boolean;
	const struct json_value *items, *next; /* first child; next sibling */
};

struct diags;
/* Reads one value. Returns 0 and *@out, or -1 and has said where. */
int json_read(struct arena *arena, struct bytes file, const struct json_value **out,
              struct diags *diags);
/* The member @key of @object; NULL when there is none, or @object is NULL or no object. */
const struct json_value *json_member(const struct json_value *object, const char *key);
/* The member's string or number text, or @otherwise. */
const char *json_member_text(const struct json_value *object, const char *key,
                             const char *otherwise);

#endif
