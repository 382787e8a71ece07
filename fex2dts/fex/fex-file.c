/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-file.h"

#include "fex2dts/fex/fex-bin.h"
#include "fex2dts/fex/fex-text.h"
#include "lib/file-kind.h"

#include <stdlib.h>
#include <string.h>

/* By name, then by place in the file. */
static int compare_entries(const void *a, const void *b)
{
	const struct fex_entry *x = *(const struct fex_entry *const *)a;
	const struct fex_entry *y = *(const struct fex_entry *const *)b;
	int order = strcmp(x->key, y->key);
	return order != 0 ? order : (x > y) - (x < y);
}

static int compare_sections(const void *a, const void *b)
{
	const struct fex_section *x = *(const struct fex_section *const *)a;
	const struct fex_section *y = *(const struct fex_section *const *)b;
	int order = strcmp(x->name, y->name);
	return order != 0 ? order : (x > y) - (x < y);
}

static void warn_of_duplicate(struct arena *arena, const struct fex_section *section,
                              const struct fex_entry *first, const struct fex_entry *second,
                              struct diags *diags)
{
	if (fex_same_value(first, second))
		diag_warning(diags, "FX140", second->at, "remove one of them",
		             "[%s] says %s twice, with the same value", section->name, first->key);
	else
		diag_warning(diags, "FX141", second->at,
		             "keep the one that is right; the vendors' kernels take the first",
		             "[%s] says %s = %s, but has said %s before", section->name, first->key,
		             fex_value_text(arena, second), fex_value_text(arena, first));
	diag_also(diags, first->at);
}

static void find_duplicate_keys(struct arena *arena, const struct fex_section *section,
                                struct diags *diags)
{
	const struct fex_entry **sorted = arena_array(arena, section->count, sizeof(*sorted));
	for (size_t i = 0; i < section->count; i++)
		sorted[i] = &section->entries[i];
	qsort(sorted, section->count, sizeof(*sorted), compare_entries);
	for (size_t i = 1, first = 0; i < section->count; i++)
		if (strcmp(sorted[i]->key, sorted[first]->key) != 0)
			first = i;
		else
			warn_of_duplicate(arena, section, sorted[first], sorted[i], diags);
}

static void find_duplicate_sections(struct arena *arena, const struct fex *fex, struct diags *diags)
{
	const struct fex_section **sorted = arena_array(arena, fex->count, sizeof(*sorted));
	for (size_t i = 0; i < fex->count; i++)
		sorted[i] = &fex->sections[i];
	qsort(sorted, fex->count, sizeof(*sorted), compare_sections);
	for (size_t i = 1; i < fex->count; i++) {
		if (strcmp(sorted[i]->name, sorted[i - 1]->name) != 0)
			continue;
		diag_warning(diags, "FX142", sorted[i]->at,
		             "merge the two; the vendors' kernels see the first only",
		             "the section [%s] is there twice", sorted[i]->name);
		diag_also(diags, sorted[i - 1]->at);
	}
}

/* What to do with what users take for a fex; the first row whose word is in the kind's name. */
static const char *hint_for(const char *kind)
{
	static const char *const rows[][2] = {
		{ "device tree blob",
		  "newer vendor images hold one under the name config.fex or sunxi.fex; read it with dtc, compare it with --diff" },
		{ "device tree source",
		  "compile it with dtc; --diff compares the blob with a fex" },
		{ "TOC", "the vendor's configuration is a device tree inside it" },
		{ "LiveSuit", "unpack it first; the file wanted is sys_config.fex or script.bin" },
		{ "compressed", "unpack it first" },
		{ "archive", "unpack it first" },
		{ "package", "unpack it first" },
		{ "UTF-16", "save it as UTF-8" },
		{ "file system", "the file wanted is in it: script.bin" },
		{ "the log of a boot", "serial-report reads it" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strstr(kind, rows[i][0]) != NULL)
			return rows[i][1];
	return "take script.bin or sys_config.fex";
}

static int refuse(struct bytes file, const char *hint, const char *found, struct diags *diags)
{
	return diag_error(diags, "FX100", at_file(file.name), hint,
	                  "expected a fex text or a script.bin, found %s", found);
}

static bool looks_binary(struct bytes file)
{
	return memchr(file.p, 0, file.len < FEX_BIN_HEADER_SIZE ? file.len : FEX_BIN_HEADER_SIZE) !=
	       NULL;
}

/* Lines of a text as a fex reader sees them. */
struct line_counts {
	size_t sections, keys, odd;
};

static void count_line(struct bytes line, struct line_counts *counts)
{
	size_t i = 0;
	while (i < line.len && strchr(" \t", line.p[i]) != NULL && line.p[i] != 0)
		i++;
	struct bytes rest = bytes_at(line, i, line.len);
	if (rest.len == 0 || strchr(";#", rest.p[0]) != NULL)
		return;
	if (rest.p[0] == '[')
		counts->sections++;
	else if (memchr(rest.p, '=', rest.len) != NULL)
		counts->keys++;
	else
		counts->odd++;
}

#define ENOUGH 32 /* lines of a fex: what comes behind them may be damaged, it is one */

static bool is_enough(const struct line_counts *counts)
{
	return counts->sections > 1 && counts->sections + counts->keys > counts->odd + ENOUGH;
}

static struct line_counts count_lines(struct bytes file)
{
	struct line_counts counts = { 0, 0, 0 };
	for (size_t at = 0, end; at < file.len && !is_enough(&counts); at = end + 1) {
		for (end = at; end < file.len && file.p[end] != '\n' && file.p[end] != '\r';)
			end++;
		count_line(bytes_at(file, at, end - at), &counts);
	}
	return counts;
}

/* A text is a fex when it has sections, and most of its lines are what a fex has. */
static int refuse_other_text(struct arena *arena, struct bytes file, struct diags *diags)
{
	static const char hint[] =
		"take script.bin or sys_config.fex; -I fex reads it in spite of that";
	struct line_counts counts = count_lines(file);
	if (!file_is_text(file))
		return refuse(file, hint, "data of an unknown kind", diags);
	if (counts.sections == 0)
		return refuse(file, hint,
		              arena_printf(arena, "a text without a [section] (%zu lines)",
		                           counts.keys + counts.odd),
		              diags);
	if (counts.odd > counts.sections + counts.keys)
		return refuse(file, hint,
		              arena_printf(arena,
		                           "a text of which %zu lines are neither a [section] "
		                           "nor a key, and %zu are",
		                           counts.odd, counts.sections + counts.keys),
		              diags);
	return 0;
}

#define VERSION_BELIEVED 16 /* of a script.bin, damaged or not; all known ones are 1.2 */

static enum fex_format tell_format(struct bytes file, struct diags *diags)
{
	struct arena *arena = diags->arena;
	if (!looks_binary(file))
		return refuse_other_text(arena, file, diags) < 0 ? FEX_FORMAT_AUTO
		                                                 : FEX_FORMAT_TEXT;
	if (file.len < FEX_BIN_HEADER_SIZE || le32_at(file, 8) <= VERSION_BELIEVED)
		return FEX_FORMAT_BIN;
	refuse(file, "take script.bin or sys_config.fex", "data of an unknown kind", diags);
	return FEX_FORMAT_AUTO;
}

/* What -I says against what the file is. */
static int check_format(struct bytes file, enum fex_format format, struct diags *diags)
{
	if (format == FEX_FORMAT_TEXT && looks_binary(file))
		return refuse(file, "leave -I fex out", "a binary", diags);
	if (format == FEX_FORMAT_BIN && !looks_binary(file) && file_is_text(file))
		return refuse(file, "leave -I bin out", "a text", diags);
	return 0;
}

int fex_read(struct arena *arena, struct bytes file, enum fex_format format, struct fex *fex,
             struct diags *diags)
{
	const char *kind = file_kind(file);
	int result;
	if (file.len == 0)
		return refuse(file, "was the copy interrupted?", "an empty file", diags);
	if (kind != NULL)
		return refuse(file, hint_for(kind), kind, diags);
	if (format == FEX_FORMAT_AUTO)
		format = tell_format(file, diags);
	if (format == FEX_FORMAT_AUTO || check_format(file, format, diags) < 0)
		return -1;
	result = format == FEX_FORMAT_BIN ? fex_bin_read(arena, file, fex, diags)
	                                  : fex_text_read(arena, file, fex, diags);
	if (result < 0)
		return -1;
	for (size_t i = 0; i < fex->count; i++)
		find_duplicate_keys(arena, &fex->sections[i], diags);
	find_duplicate_sections(arena, fex, diags);
	return 0;
}
