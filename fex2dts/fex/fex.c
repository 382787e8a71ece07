/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex.h"

#include <string.h>

const struct fex_section *fex_section(const struct fex *fex, const char *name)
{
	for (size_t i = 0; i < fex->count; i++)
		if (strcmp(fex->sections[i].name, name) == 0)
			return &fex->sections[i];
	return NULL;
}

const struct fex_entry *fex_key(const struct fex_section *section, const char *key)
{
	for (size_t i = 0; section != NULL && i < section->count; i++)
		if (strcmp(section->entries[i].key, key) == 0)
			return &section->entries[i];
	return NULL;
}

const struct fex_entry *fex_find(const struct fex *fex, const char *section, const char *key)
{
	return fex_key(fex_section(fex, section), key);
}

static bool ends_with(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);
	return a >= b && strcmp(text + a - b, end) == 0;
}

enum fex_switch fex_section_switch(const struct fex_section *section)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		if (entry->kind == FEX_WORD &&
		    (strcmp(entry->key, "used") == 0 || ends_with(entry->key, "_used") ||
		     ends_with(entry->key, "_enable")))
			return entry->word == 0 ? FEX_OFF : FEX_ON;
	}
	return FEX_UNSAID;
}

int64_t fex_word(const struct fex_entry *entry, int64_t otherwise)
{
	return entry != NULL && entry->kind == FEX_WORD ? (int32_t)entry->word : otherwise;
}

const char *fex_string(const struct fex_entry *entry, const char *otherwise)
{
	bool has = entry != NULL && entry->kind == FEX_STRING && *entry->string != '\0';
	return has ? entry->string : otherwise;
}

const struct fex_gpio *fex_gpio(const struct fex_entry *entry)
{
	return entry != NULL && entry->kind == FEX_GPIO ? &entry->gpio : NULL;
}

char *fex_gpio_name(struct arena *arena, const struct fex_gpio *gpio)
{
	if (gpio->bank == FEX_PORT_POWER)
		return arena_printf(arena, "power%u", gpio->pin);
	return arena_printf(arena, "P%c%u", 'A' + gpio->bank - 1, gpio->pin);
}

static const char *field_text(struct arena *arena, int field)
{
	return field < 0 ? "<default>" : arena_printf(arena, "<%d>", field);
}

static char *port_text(struct arena *arena, const struct fex_gpio *gpio)
{
	char *name = gpio->bank == FEX_PORT_POWER
	                     ? arena_printf(arena, "power%u", gpio->pin)
	                     : arena_printf(arena, "P%c%02u", 'A' + gpio->bank - 1, gpio->pin);
	return arena_printf(arena, "port:%s%s%s%s%s", name, field_text(arena, gpio->mux),
	                    field_text(arena, gpio->pull), field_text(arena, gpio->drive),
	                    field_text(arena, gpio->data));
}

char *fex_value_text(struct arena *arena, const struct fex_entry *entry)
{
	switch (entry->kind) {
	case FEX_WORD:
		return arena_printf(arena, entry->hex ? "0x%x" : "%d", entry->word);
	case FEX_STRING:
		return arena_printf(arena, "\"%s\"", entry->string);
	case FEX_GPIO:
		return port_text(arena, &entry->gpio);
	case FEX_EMPTY:
		break;
	}
	return arena_strdup(arena, "");
}

char *fex_entry_text(struct arena *arena, const struct fex_section *section,
                     const struct fex_entry *entry)
{
	return arena_printf(arena, "[%s] %s = %s", section->name, entry->key,
	                    fex_value_text(arena, entry));
}

bool fex_same_value(const struct fex_entry *a, const struct fex_entry *b)
{
	const struct fex_gpio *x = &a->gpio, *y = &b->gpio;
	if (a->kind != b->kind || a->word != b->word)
		return false;
	if (a->kind == FEX_STRING)
		return strcmp(a->string, b->string) == 0;
	return a->kind != FEX_GPIO ||
	       (x->bank == y->bank && x->pin == y->pin && x->mux == y->mux && x->pull == y->pull &&
	        x->drive == y->drive && x->data == y->data);
}
