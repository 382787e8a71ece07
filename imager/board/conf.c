/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/conf.h"

#include "imager/board/conf-scan.h"

#include "lib/nearest.h"
#include "lib/number.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what may stand where ---- */

static const struct conf_key *find_key(const struct conf_schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->key_count; i++)
		if (strcmp(schema->keys[i].name, name) == 0)
			return &schema->keys[i];
	return NULL;
}

static const struct conf_schema *find_section(const struct conf_schema *schema, const char *name)
{
	for (size_t i = 0; schema->sections != NULL && schema->sections[i] != NULL; i++)
		if (strcmp(schema->sections[i]->name, name) == 0)
			return schema->sections[i];
	return NULL;
}

static size_t section_count(const struct conf_schema *schema)
{
	size_t count = 0;
	while (schema->sections != NULL && schema->sections[count] != NULL)
		count++;
	return count;
}

static const char *schema_hint(struct arena *arena, const struct conf_schema *schema,
                               const char *name)
{
	size_t count = schema->key_count + section_count(schema);
	const char **names = arena_array(arena, count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = i < schema->key_count ? schema->keys[i].name
		                                 : schema->sections[i - schema->key_count]->name;
	const char *nearest = nearest_word(arena, name, names);
	if (nearest != NULL)
		return arena_printf(arena, "did you mean %s?", nearest);
	const char *list = "known here:";
	for (size_t i = 0; i < count; i++)
		list = arena_printf(arena, "%s %s", list, names[i]);
	return list;
}

/* ---- the scan against the schema ---- */

struct reader {
	struct arena *arena;
	struct bytes file;
	struct conf_items items;
	const struct conf_schema **schemas; /* per item: of a section that is known */
	bool *hidden;
	char *text; /* the file with mistakes blanked out */
	struct diags *diags;
};

/* Blanks an item out; its lines stay, so that libconfuse counts as we do. */
static void hide(struct reader *reader, size_t index)
{
	const struct conf_item *item = &reader->items.list[index];
	reader->hidden[index] = true;
	for (size_t i = item->start; i < item->end; i++)
		if (reader->text[i] != '\n')
			reader->text[i] = ' ';
}

static const struct conf_item *find_twin(const struct reader *reader, size_t index, bool titled)
{
	const struct conf_item *item = &reader->items.list[index];
	for (size_t i = 0; i < index; i++) {
		const struct conf_item *other = &reader->items.list[i];
		if (!reader->hidden[i] && other->parent == item->parent &&
		    strcmp(other->name, item->name) == 0 &&
		    (!titled || strcmp(other->title, item->title) == 0))
			return other;
	}
	return NULL;
}

static int check_item(struct reader *reader, size_t index, const struct conf_schema *within)
{
	const struct conf_item *item = &reader->items.list[index];
	const struct conf_schema *section = item->section ? find_section(within, item->name) : NULL;
	const char *kind = item->section ? "section" : "key";
	if (section == NULL && (item->section || find_key(within, item->name) == NULL))
		return diag_error(reader->diags, "IM100", item->at,
		                  schema_hint(reader->arena, within, item->name),
		                  "unknown %s \"%s\"%s%s", kind, item->name,
		                  within->name == NULL ? "" : " in ",
		                  within->name == NULL ? "" : within->name);
	if (section != NULL && section->titled != (item->title != NULL))
		return diag_error(
			reader->diags, "IM104", item->at,
			section->titled
				? arena_printf(reader->arena, "write: %s NAME { … }", item->name)
				: arena_printf(reader->arena, "write: %s { … }", item->name),
			section->titled ? "the section %s needs a name"
					: "the section %s takes no name",
			item->name);
	const struct conf_item *twin = find_twin(reader, index, section != NULL && section->titled);
	if (twin != NULL) {
		diag_error(reader->diags, "IM105", item->at, "remove one of the two",
		           "the %s %s%s%s is given twice", kind, item->name,
		           item->title == NULL ? "" : " ", item->title == NULL ? "" : item->title);
		diag_also(reader->diags, twin->at);
		return -1;
	}
	reader->schemas[index] = section;
	return 0;
}

static int check_items(struct reader *reader, const struct conf_schema *schema)
{
	int result = 0;
	for (size_t i = 0; i < reader->items.count; i++) {
		int parent = reader->items.list[i].parent;
		if (parent >= 0 && reader->hidden[parent]) {
			reader->hidden[i] = true;
			continue;
		}
		if (check_item(reader, i, parent < 0 ? schema : reader->schemas[parent]) < 0) {
			hide(reader, i);
			result = -1;
		}
	}
	return result;
}

/* ---- libconfuse ---- */

/* Its options for a schema: every key as a list of strings, which takes a single value too. */
static cfg_opt_t *make_options(struct arena *arena, const struct conf_schema *schema)
{
	size_t sections = section_count(schema), at = 0;
	cfg_opt_t *options = arena_array(arena, schema->key_count + sections + 1, sizeof(*options));
	for (size_t i = 0; i < schema->key_count; i++)
		options[at++] = (cfg_opt_t)CFG_STR_LIST(schema->keys[i].name, 0, CFGF_NODEFAULT);
	for (size_t i = 0; i < sections; i++) {
		const struct conf_schema *section = schema->sections[i];
		cfg_flag_t flags = CFGF_MULTI | (section->titled ? CFGF_TITLE : 0);
		options[at++] =
			(cfg_opt_t)CFG_SEC(section->name, make_options(arena, section), flags);
	}
	options[at] = (cfg_opt_t)CFG_END();
	return options;
}

/* libconfuse gives its error function no context: the text waits in the section it is about. */
__attribute__((format(printf, 2, 0))) static void keep_error(cfg_t *cfg, const char *format,
                                                             va_list args)
{
	char *text;
	if (cfg->comment == NULL && vasprintf(&text, format, args) >= 0)
		cfg->comment = text;
}

static void say_errors(const struct reader *reader, cfg_t *cfg)
{
	if (cfg->comment != NULL)
		diag_error(reader->diags, "IM104",
		           at_line(reader->file.name, (unsigned)cfg->line, 0),
		           "the form is: KEY = VALUE, KEY = {VALUE, VALUE}, SECTION { … }", "%s",
		           cfg->comment);
	for (cfg_opt_t *option = cfg->opts; option->name != NULL; option++)
		for (unsigned i = 0; option->type == CFGT_SEC && i < cfg_opt_size(option); i++)
			say_errors(reader, cfg_opt_getnsec(option, i));
}

static cfg_t *parse(struct reader *reader, const struct conf_schema *schema)
{
	cfg_t *cfg = cfg_init(make_options(reader->arena, schema), CFGF_NONE);
	cfg_set_error_function(cfg, keep_error);
	if (cfg_parse_buf(cfg, reader->text) == CFG_SUCCESS)
		return cfg;
	say_errors(reader, cfg);
	cfg_free(cfg);
	return NULL;
}

/* ---- both together: the tree ---- */

static void take_values(struct arena *arena, cfg_t *cfg, struct conf_node *node)
{
	cfg_opt_t *option = cfg_getopt(cfg, node->name);
	node->value_count = cfg_opt_size(option);
	const char **values = arena_array(arena, node->value_count + 1, sizeof(*values));
	for (unsigned i = 0; i < node->value_count; i++)
		values[i] = arena_strdup(arena, cfg_opt_getnstr(option, i));
	node->values = values;
}

/* Members in the file's order; libconfuse has them by name, and by number within a name. */
static const struct conf_node *make_members(const struct reader *reader, cfg_t *cfg, int parent)
{
	const struct conf_node *first = NULL;
	const struct conf_node **tail = &first;
	for (size_t i = 0; i < reader->items.count; i++) {
		const struct conf_item *item = &reader->items.list[i];
		if (reader->hidden[i] || item->parent != parent)
			continue;
		struct conf_node *node = arena_new(reader->arena, struct conf_node);
		*node = (struct conf_node){ .name = item->name,
			                    .title = item->title,
			                    .section = item->section,
			                    .at = item->at };
		if (!item->section)
			take_values(reader->arena, cfg, node);
		else
			node->first = make_members(
				reader,
				item->title != NULL ? cfg_gettsec(cfg, item->name, item->title)
						    : cfg_getnsec(cfg, item->name, 0),
				(int)i);
		*tail = node;
		tail = &node->next;
	}
	return first;
}

int conf_read(struct arena *arena, struct bytes file, const struct conf_schema *schema,
              const struct conf_node **root, struct diags *diags)
{
	struct reader reader = { .arena = arena, .file = file, .diags = diags };
	*root = NULL;
	if (conf_scan(arena, file, &reader.items, diags) < 0)
		return -1;
	reader.text = arena_strndup(arena, (const char *)file.p, file.len);
	reader.schemas = arena_array(arena, reader.items.count, sizeof(*reader.schemas));
	reader.hidden = arena_array(arena, reader.items.count, sizeof(*reader.hidden));
	int result = check_items(&reader, schema);
	cfg_t *cfg = parse(&reader, schema);
	if (cfg == NULL)
		return -1;
	struct conf_node *node = arena_new(arena, struct conf_node);
	*node = (struct conf_node){ .section = true,
		                    .at = at_file(file.name),
		                    .first = make_members(&reader, cfg, -1) };
	cfg_free(cfg);
	*root = node;
	return result;
}

const struct conf_node *conf_find(const struct conf_node *from, const char *name)
{
	while (from != NULL && strcmp(from->name, name) != 0)
		from = from->next;
	return from;
}
