/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of a section into the fields of a struct. */
#include "imager/board/conf-fill.h"

#include "lib/number.h"

#include <string.h>

static const char *type_wanted(enum conf_type type)
{
	static const char *const wanted[] = {
		[CONF_STRING] = "one word or string",
		[CONF_NUMBER] = "a number such as 115200 or 0x40000000",
		[CONF_SIZE] = "a size such as 512, 8K, 64M or 0x2000",
		[CONF_TIME] = "a time such as 90, 2.5 or 1m30s",
		[CONF_BOOL] = "true or false",
		[CONF_LIST] = "a list",
	};
	return wanted[type];
}

static bool parse_bool(const char *text, bool *out)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = { { "true", true },   { "yes", true }, { "on", true },
		      { "false", false }, { "no", false }, { "off", false } };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, text) == 0) {
			*out = words[i].value;
			return true;
		}
	return false;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);
	for (const char *p = choices; p != NULL; p = strchr(p, '|')) {
		p += *p == '|';
		if (len > 0 && strncmp(p, value, len) == 0 && (p[len] == '|' || p[len] == '\0'))
			return true;
	}
	return false;
}

static int parse_number(enum conf_type type, const char *text, uint64_t *out)
{
	if (type == CONF_SIZE)
		return number_parse_size(text, out);
	return type == CONF_TIME ? number_parse_ms(text, out) : number_parse(text, out);
}

static int wrong_value(const struct conf_node *node, const char *wanted, struct diags *diags)
{
	if (node->value_count != 1)
		return diag_error(
			diags, "IM101", node->at, "docs/board-description.md has examples",
			"%s: expected %s, found %zu values", node->name, wanted, node->value_count);
	return diag_error(diags, "IM101", node->at, "docs/board-description.md has examples",
	                  "%s: expected %s, found \"%s\"", node->name, wanted, node->values[0]);
}

static int store_number(struct arena *arena, const struct conf_node *node,
                        const struct conf_key *key, uint64_t *to, struct diags *diags)
{
	uint64_t value;
	if (parse_number(key->type, node->values[0], &value) < 0)
		return wrong_value(node, type_wanted(key->type), diags);
	if (key->max != 0 && value > key->max)
		return wrong_value(
			node, arena_printf(arena, "at most 0x%llx", (unsigned long long)key->max),
			diags);
	*to = value;
	return 0;
}

static int store(struct arena *arena, const struct conf_node *node, const struct conf_key *key,
                 void *target, struct diags *diags)
{
	void *to = (char *)target + key->offset;
	if (key->type == CONF_LIST) {
		*(const char *const **)to = node->values;
		return 0;
	}
	if (node->value_count != 1)
		return wrong_value(node, type_wanted(key->type), diags);
	if (key->type == CONF_BOOL)
		return parse_bool(node->values[0], to)
		               ? 0
		               : wrong_value(node, type_wanted(CONF_BOOL), diags);
	if (key->type != CONF_STRING)
		return store_number(arena, node, key, to, diags);
	if (key->choices != NULL && !is_choice(key->choices, node->values[0]))
		return wrong_value(node, arena_printf(arena, "one of %s", key->choices), diags);
	*(const char **)to = node->values[0];
	return 0;
}

static int missing(const struct conf_node *section, const char *kind, const char *name,
                   struct diags *diags)
{
	return diag_error(
		diags, "IM102", section->at, "docs/board-description.md tells every key",
		"the %s %s is missing%s%s%s%s", kind, name, section->name == NULL ? "" : " in ",
		section->name == NULL ? "" : section->name, section->title == NULL ? "" : " ",
		section->title == NULL ? "" : section->title);
}

int conf_fill(struct arena *arena, const struct conf_node *section,
              const struct conf_schema *schema, void *target, struct diags *diags)
{
	int result = 0;
	for (size_t i = 0; i < schema->key_count; i++) {
		const struct conf_key *key = &schema->keys[i];
		const struct conf_node *node = conf_find(section->first, key->name);
		if (node != NULL)
			result |= store(arena, node, key, target, diags);
		else if (key->required)
			result |= missing(section, "key", key->name, diags);
	}
	for (size_t i = 0; schema->sections != NULL && schema->sections[i] != NULL; i++)
		if (schema->sections[i]->required &&
		    conf_find(section->first, schema->sections[i]->name) == NULL)
			result |= missing(section, "section", schema->sections[i]->name, diags);
	return result;
}
