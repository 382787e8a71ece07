/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-text.h"

#include "fex2dts/fex/fex-value.h"
#include "lib/text.h"

#include <ctype.h>
#include <string.h>

#define LINE_MAX_OF_PEERS 254 /* bytes; sunxi-fexc 1.4.2 refuses longer lines */
#define ERRORS_MAX        200 /* then it is no fex file */

struct reader {
	struct arena *arena;
	struct diags *diags;
	const char *file;
	struct fex fex;
	struct fex_section *sections;
	struct fex_entry *entries; /* of the last section, within an array for all */
	size_t count;
	struct text lead;
	char *start; /* of the line */
	unsigned line, errors, orphans;
	bool crlf;
	char *feed; /* the next LF, or the end; NULL: not looked for yet */
};

static struct where here(const struct reader *reader, const char *p)
{
	return at_line(reader->file, reader->line, (unsigned)(p - reader->start) + 1);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static char *skip_spaces(char *p)
{
	while (is_space(*p))
		p++;
	return p;
}

static char *trim_end(char *p)
{
	size_t len = strlen(p);
	while (len > 0 && is_space(p[len - 1]))
		p[--len] = '\0';
	return p;
}

static const char *take_lead(struct reader *reader)
{
	const char *lead = reader->lead.len == 0 ? NULL : reader->lead.p;
	if (lead != NULL)
		reader->lead = text_make(reader->arena);
	return lead;
}

static void add_comment(struct reader *reader, const char *prefix, const char *line)
{
	text_printf(&reader->lead, "%s%s\n", prefix, line);
}

static void finish_section(struct reader *reader)
{
	if (reader->fex.count == 0)
		return;
	struct fex_section *section = &reader->sections[reader->fex.count - 1];
	section->entries = reader->entries;
	section->count = reader->count;
	reader->fex.entry_count += reader->count;
	reader->entries += reader->count;
	reader->count = 0;
}

/* The characters that any reader of such files tells apart from its own syntax. */
static bool is_name(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if (!isgraph((unsigned char)*p) || strchr("=[];\"", *p) != NULL)
			return false;
	return *name != '\0';
}

/* What sunxi-fexc takes for a key; a section's name may hold '/' too. */
static bool is_plain_name(const char *name, bool section)
{
	for (const char *p = name; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && *p != '_' && *p != '-' &&
		    (*p != '/' || !section))
			return false;
	return true;
}

static int check_name(struct reader *reader, const char *name, const char *p, bool section)
{
	if (*name != '\0' && is_plain_name(name, section))
		return 0;
	if (!is_name(name))
		return diag_error(reader->diags, "FX103", here(reader, p),
		                  "is this a comment that lost its semicolon?",
		                  "expected the name of a %s, found \"%s\"",
		                  section ? "section" : "key", name);
	diag_warning(reader->diags, "FX120", here(reader, p), "use letters, digits, '_' and '-'",
	             "sunxi-fexc refuses the name \"%s\"", name);
	return 0;
}

static void section_rest(struct reader *reader, struct fex_section *section, char *rest)
{
	char *p = skip_spaces(rest);
	if (*p == '\0')
		return;
	if (*p != ';' && *p != '#')
		diag_warning(reader->diags, "FX121", here(reader, p),
		             "remove it or make it a comment",
		             "\"%s\" behind a section's name is ignored", p);
	else if (p[1] != '\0')
		diag_warning(reader->diags, "FX111", here(reader, p),
		             "put the comment on a line of its own: sunxi-fexc refuses it here",
		             "a comment behind a section's name");
	else
		diag_warning(reader->diags, "FX110", here(reader, p),
		             "remove the semicolon: a line ends by itself",
		             "a stray \";\" behind a section's name");
	section->comment = *p == ';' && p[1] != '\0' ? arena_strdup(reader->arena, p) : NULL;
}

static int read_section(struct reader *reader, char *p)
{
	struct fex_section section = { .at = here(reader, p) };
	char *name = skip_spaces(p + 1), *end = strchr(name, ']');
	if (end == NULL) {
		end = name + strcspn(name, "; \t");
		diag_warning(reader->diags, "FX122", here(reader, end), "write [name]",
		             "a section's name without its closing \"]\"");
	} else {
		*end++ = '\0';
	}
	section_rest(reader, &section, end);
	*end = '\0';
	size_t len = strlen(name);
	if (strlen(trim_end(name)) != len || name != p + 1)
		diag_warning(reader->diags, "FX123", section.at, "write [name] without spaces",
		             "spaces inside the brackets of a section");
	section.name = name;
	finish_section(reader);
	section.lead = take_lead(reader);
	reader->sections = arena_push(reader->arena, reader->sections, reader->fex.count,
	                              sizeof(*reader->sections));
	reader->sections[reader->fex.count++] = section;
	return check_name(reader, name, name, true);
}

static int read_entry(struct reader *reader, char *key, char *equals)
{
	struct fex_entry entry = { .key = key, .at = here(reader, key) };
	char *value = skip_spaces(equals + 1);
	*equals = '\0';
	trim_end(key);
	if (check_name(reader, key, key, false) < 0)
		return -1;
	if (reader->fex.count == 0 && reader->orphans++ > 0)
		return 0; /* the first of them stands for all */
	if (reader->fex.count == 0)
		return diag_error(reader->diags, "FX104", entry.at, "put it behind a [section]",
		                  "the key \"%s\" stands before the first section", key);
	entry.value_column = (unsigned)(value - reader->start) + 1;
	if (fex_value_read(reader->arena, value, here(reader, value), &entry, reader->diags) < 0)
		return -1;
	entry.lead = take_lead(reader);
	reader->entries[reader->count++] = entry;
	return 0;
}

static void read_lost_comment(struct reader *reader, const char *p)
{
	diag_warning(
		reader->diags, "FX124", here(reader, p), "begin the line with a semicolon",
		"neither a section nor a key; taken as a comment that lost its semicolon: \"%s\"",
		p);
	add_comment(reader, "; ", p);
}

static int read_line(struct reader *reader, char *line, size_t len)
{
	char *p = skip_spaces(line), *equals;
	if (strlen(line) != len)
		return diag_error(reader->diags, "FX102", here(reader, line + strlen(line)),
		                  "was the file damaged? if it is a binary, say -I bin",
		                  "a NUL byte inside a line of text");
	if (len > LINE_MAX_OF_PEERS)
		diag_warning(reader->diags, "FX125", here(reader, line + LINE_MAX_OF_PEERS),
		             "break the line",
		             "a line of %zu bytes; sunxi-fexc refuses more than %d", len,
		             LINE_MAX_OF_PEERS);
	if (*p == '\0' || *p == ';') {
		add_comment(reader, "", trim_end(p));
		return 0;
	}
	if (*p == '[')
		return read_section(reader, trim_end(p));
	equals = strchr(trim_end(p), '=');
	if (equals == NULL || strchr(":#", *p) != NULL || strncmp(p, "//", 2) == 0) {
		read_lost_comment(reader, p);
		return 0;
	}
	return read_entry(reader, p, equals);
}

/* Lines end in LF, CR LF or CR; the end is cut off. Returns the next line, NULL after the last. */
static char *cut_line(struct reader *reader, char *line, char *end, size_t *len)
{
	if (reader->feed == NULL || reader->feed < line)
		reader->feed = memchr(line, '\n', (size_t)(end - line));
	if (reader->feed == NULL)
		reader->feed = end;
	char *p = memchr(line, '\r', (size_t)(reader->feed - line));
	p = p == NULL ? reader->feed : p;
	*len = (size_t)(p - line);
	if (p == end)
		return NULL;
	bool pair = *p == '\r' && p + 1 < end && p[1] == '\n';
	reader->crlf |= *p == '\r';
	*p = '\0';
	return p + 1 + pair;
}

static void read_lines(struct reader *reader, char *text, size_t len)
{
	char *end = text + len;
	for (char *line = text, *next; line != NULL && line < end; line = next) {
		size_t line_len;
		next = cut_line(reader, line, end, &line_len);
		reader->start = line;
		reader->line++;
		if (read_line(reader, line, line_len) == 0)
			continue;
		if (++reader->errors >= ERRORS_MAX) {
			diag_error(reader->diags, "FX101", at_file(reader->file),
			           "is this a fex file at all?", "%d errors; reading stops here",
			           ERRORS_MAX);
			return;
		}
	}
}

/* No file has more entries than lines: one array holds them all. */
static size_t count_lines(const char *text, size_t len)
{
	size_t count = 1;
	for (const char *p = text; (p = memchr(p, '\n', len - (size_t)(p - text))) != NULL; p++)
		count++;
	for (const char *p = text; (p = memchr(p, '\r', len - (size_t)(p - text))) != NULL; p++)
		count++;
	return count;
}

int fex_text_read(struct arena *arena, struct bytes file, struct fex *fex, struct diags *diags)
{
	struct reader reader = { .arena = arena, .diags = diags, .file = file.name };
	size_t skip = bytes_start_with(file, "\xef\xbb\xbf", 3) ? 3 : 0;
	reader.fex.file = file.name;
	reader.fex.from_text = true;
	reader.lead = text_make(arena);
	if (skip > 0)
		diag_warning(diags, "FX126", at_line(file.name, 1, 1), "save it without one",
		             "the text begins with a byte order mark; sunxi-fexc refuses it");
	char *text = arena_strndup(arena, (const char *)file.p + skip, file.len - skip);
	reader.entries =
		arena_array(arena, count_lines(text, file.len - skip), sizeof(*reader.entries));
	read_lines(&reader, text, file.len - skip);
	finish_section(&reader);
	if (reader.crlf)
		diag_note(diags, "FX127", at_file(file.name), NULL,
		          "lines end in CR LF or CR; written are LF");
	if (reader.errors == 0 && reader.fex.count == 0)
		return diag_error(diags, "FX101", at_file(file.name), "is this a fex file at all?",
		                  "expected [sections], found none");
	reader.fex.sections = reader.sections;
	reader.fex.tail = take_lead(&reader);
	*fex = reader.fex;
	return reader.errors == 0 ? 0 : -1;
}

static void write_comment(struct text *out, const char *lead, const char *comment)
{
	if (lead != NULL)
		text_add(out, lead);
	if (comment != NULL)
		text_printf(out, "; %s\n", comment + strspn(comment, ";#/ \t"));
}

static int check_string(const struct fex_section *section, const struct fex_entry *entry,
                        struct diags *diags)
{
	for (const char *p = entry->string; entry->kind == FEX_STRING && *p != '\0'; p++)
		if ((unsigned char)*p < ' ' && *p != '\t')
			return diag_error(
				diags, "FX130", entry->at,
				"is the binary damaged? -O bin keeps it as it is",
				"[%s] %s: a string with the byte 0x%02x cannot be written as text",
				section->name, entry->key, (unsigned char)*p);
	return 0;
}

static void write_entry(struct arena *arena, struct text *out, const struct fex_entry *entry,
                        bool decimal)
{
	bool spelled = entry->spelling != NULL && !(decimal && entry->octal);
	const char *value = spelled ? entry->spelling : fex_value_text(arena, entry);
	write_comment(out, entry->lead, entry->comment);
	text_add(out, *entry->key == '\0' ? "; an entry without a name" : entry->key);
	text_add(out, *value == '\0' ? " =" : " = ");
	text_add(out, value);
	text_add_char(out, '\n');
}

int fex_text_write(struct arena *arena, const struct fex *fex, bool decimal, struct bytes *out,
                   struct diags *diags)
{
	struct text text = text_make(arena);
	int result = 0;
	for (size_t i = 0; i < fex->count; i++) {
		const struct fex_section *section = &fex->sections[i];
		if (!fex->from_text && i > 0)
			text_add_char(&text, '\n');
		write_comment(&text, section->lead, section->comment);
		text_printf(&text, "[%s]\n", section->name);
		for (size_t k = 0; k < section->count; k++) {
			result |= check_string(section, &section->entries[k], diags);
			write_entry(arena, &text, &section->entries[k], decimal);
		}
	}
	write_comment(&text, fex->tail, NULL);
	*out = text_bytes(&text, fex->file);
	return result;
}
