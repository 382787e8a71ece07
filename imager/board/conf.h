/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file in libconfuse's syntax as a tree of sections, keys and values, every one with its
 * line. libconfuse reads the values but keeps no positions, stops at the first key it does
 * not know and takes an unclosed section for a whole one; a scan beforehand finds those
 * mistakes, all of them, and hides them from libconfuse. Then conf_fill() turns the values
 * of a section into the fields of a struct, by a table of keys.
 *
 *     conf_read(…, &schema, &root, diags);  conf_fill(…, root, &schema, &target, diags);
 */
#ifndef IMAGER_CONF_H
#define IMAGER_CONF_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum conf_type {
	CONF_STRING, /* const char * */
	CONF_NUMBER, /* uint64_t: decimal or 0x… */
	CONF_SIZE,   /* uint64_t bytes: 8K, 64M, 512s */
	CONF_TIME,   /* uint64_t milliseconds */
	CONF_BOOL,   /* bool: true yes on, false no off */
	CONF_LIST,   /* const char *const *: NULL-terminated */
};

struct conf_key {
	const char *name;
	enum conf_type type;
	size_t offset;       /* offsetof() in the section's struct */
	bool required;       /* IM102 when missing */
	const char *choices; /* "a|b": the only strings allowed; NULL: any */
	uint64_t max;        /* of numbers, sizes, times; 0: none */
};

/* What may stand in a file, or in a section of it. */
struct conf_schema {
	const char *name;
	bool titled;   /* NAME TITLE { }: may stand several times, once per title */
	bool required; /* IM102 when missing */
	const struct conf_key *keys;
	size_t key_count;
	const struct conf_schema *const *sections; /* NULL-terminated, or NULL */
};

/* A key with its values, or a section with its members. */
struct conf_node {
	const char *name, *title; /* title: of a section that has one */
	bool section;
	struct where at;
	const char *const *values; /* NULL-terminated; of a key */
	size_t value_count;
	const struct conf_node *first, *next; /* first member; next sibling */
};

/*
 * Returns 0 and the root, or -1. All mistakes of form are said: IM100 unknown key, IM104 syntax,
 * IM105 given twice. With unknown or repeated keys *@root is still set (without them), so that the
 * caller can find more mistakes; with broken syntax it is NULL.
 */
int conf_read(struct arena *arena, struct bytes file, const struct conf_schema *schema,
              const struct conf_node **root, struct diags *diags);

/* The first member of this name at or after @from (a sibling list); NULL: none. */
const struct conf_node *conf_find(const struct conf_node *from, const char *name);

#endif
