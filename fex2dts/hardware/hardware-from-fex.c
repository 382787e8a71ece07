/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/hardware/hardware-from-fex.h"

#include "fex2dts/hardware/hardware-table.h"

#include <ctype.h>
#include <string.h>

/* Whether @name begins with @pattern; '#' takes digits, which must equal *@index when it is set.
 * Returns how much of @name it took, 0 for none. */
static size_t match_start(const char *pattern, const char *name, int *index)
{
	const char *start = name;
	for (; *pattern; pattern++) {
		if (*pattern != '#') {
			if (*name++ != *pattern)
				return 0;
			continue;
		}
		if (!isdigit((unsigned char)*name))
			return 0;
		int number = 0;
		for (; isdigit((unsigned char)*name) && number < 100; name++)
			number = number * 10 + (*name - '0');
		if (*index >= 0 && *index != number)
			return 0;
		*index = number;
	}
	return (size_t)(name - start);
}

static const struct hw_section_row *section_row(const char *section, int *index)
{
	/* "spi0/spi_board0": the parent's rows describe the parent, a child is its own thing */
	for (const struct hw_section_row *row = hw_section_rows; row->section; row++) {
		int found = -1;
		size_t len = match_start(row->section, section, &found);
		if (len && section[len] == '\0') {
			*index = found < 0 ? 0 : found;
			return row;
		}
	}
	*index = 0;
	return NULL;
}

/* The key without any prefix that a row of this section names. */
static const char *bare_key(const struct hw_section_row *row, int index, const char *key)
{
	const char *section = row->section;
	for (; row->section && strcmp(row->section, section) == 0; row++) {
		int same = index;
		size_t len = row->prefix ? match_start(row->prefix, key, &same) : 0;
		if (len && key[len])
			return key + len;
	}
	return key;
}

static const char *fact_name(enum hw_kind kind, const char *key)
{
	for (const struct hw_key_row *row = hw_key_rows; row->key; row++)
		if (row->kind == kind && strcmp(row->key, key) == 0)
			return row->name;
	return key;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);
	return len >= tail && strcmp(text + len - tail, end) == 0;
}

static bool is_flag(const struct hw_section_row *row, const char *key)
{
	if (row && row->flag)
		return strcmp(key, row->flag) == 0;
	return strcmp(key, "used") == 0 || ends_with(key, "_used") || ends_with(key, "_enable");
}

static struct hw_fact make_fact(struct arena *arena, const struct fex_section *section,
                                const struct fex_entry *entry, const char *name)
{
	struct hw_fact fact = { .name = name,
		                .kind = entry->kind,
		                .number = fex_word(entry, 0),
		                .string = entry->kind == FEX_STRING ? entry->string : NULL,
		                .from = { entry->at, fex_entry_text(arena, section, entry) } };
	if (entry->kind == FEX_GPIO)
		fact.gpio = entry->gpio;
	return fact;
}

static struct hw_device make_device(struct arena *arena, const struct fex_section *section)
{
	int index;
	const struct hw_section_row *row = section_row(section->name, &index);
	struct hw_device device = { .kind = row ? row->kind : HW_OTHER,
		                    .index = (unsigned)index,
		                    .section = section->name,
		                    .used = true,
		                    .at = section->at };
	device.facts = arena_array(arena, section->count, sizeof *device.facts);
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		const char *name = entry->key;
		if (row)
			name = fact_name(row->kind, bare_key(row, index, name));
		if (hw_fact(&device, name))
			continue; /* the first of duplicates counts */
		struct hw_fact *fact = &device.facts[device.fact_count++];
		*fact = make_fact(arena, section, entry, name);
		if (!device.has_flag && entry->kind == FEX_WORD && is_flag(row, entry->key)) {
			device.has_flag = true;
			device.flag = fact;
			device.used = fact->number != 0;
		}
	}
	return device;
}

struct hardware hardware_from_fex(struct arena *arena, const struct fex *fex)
{
	struct hardware hardware = { .file = fex->file };
	hardware.devices = arena_array(arena, fex->count, sizeof *hardware.devices);
	for (size_t i = 0; i < fex->count; i++)
		hardware.devices[hardware.device_count++] = make_device(arena, &fex->sections[i]);
	return hardware;
}
