/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/oops-names.h"

#include "lib/run.h"
#include "lib/text.h"

#include <ctype.h>
#include <string.h>

#define ADDRESSES_MAX 512 /* of all crashes, asked of addr2line in one call */

struct address {
	uint64_t value;
	const struct oops *oops;
	size_t line;
};

struct naming {
	struct arena *arena;
	const struct symbols *symbols;
	struct address list[ADDRESSES_MAX];
	size_t count;
};

static bool hex_at(const char *text, int least, uint64_t *value, size_t *len)
{
	*value = 0;
	for (*len = 0; isxdigit((unsigned char)text[*len]) && *len < 16; (*len)++) {
		int c = tolower((unsigned char)text[*len]);
		*value = *value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return *len >= (size_t)least && !isalnum((unsigned char)text[*len]) && text[*len] != '_';
}

static void note_address(struct naming *naming, const struct oops *oops, size_t line,
                         uint64_t value)
{
	if (naming->count < ADDRESSES_MAX)
		naming->list[naming->count++] = (struct address){ value, oops, line };
}

/* Address of "name+0x1c/0x80" by the symbols; 0 when the name is not known. */
static uint64_t address_of(const struct symbols *symbols, const char *text, size_t name,
                           size_t *len)
{
	uint64_t offset;
	size_t digits;
	if (strncmp(text + name, "+0x", 3) != 0 || !hex_at(text + name + 3, 1, &offset, &digits))
		return 0;
	*len = name + 3 + digits;
	for (size_t i = 0; i < symbols->count; i++)
		if (symbols->list[i].len == name && memcmp(symbols->list[i].name, text, name) == 0)
			return symbols->list[i].address + offset;
	return 0;
}

static void add_name(struct naming *naming, struct text *to, uint64_t value)
{
	const struct symbol *symbol = symbols_find(naming->symbols, value);
	if (symbol == NULL)
		return;
	text_printf(to, "%s%llx = %.*s+0x%llx", to->len > 0 ? ", " : "", (unsigned long long)value,
	            (int)symbol->len, symbol->name, (unsigned long long)(value - symbol->address));
}

/* Looks at each word of a line. */
static void name_line(struct naming *naming, struct oops *oops, size_t line)
{
	struct text names = text_make(naming->arena);
	const char *p = oops_bare(oops->lines[line]);
	while (*p != '\0') {
		size_t word = strspn(
			p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
		uint64_t value;
		size_t len = word;
		if (word >= 8 && hex_at(p, 8, &value, &len) &&
		    symbols_find(naming->symbols, value) != NULL) {
			add_name(naming, &names, value);
			note_address(naming, oops, line, value);
		} else if (word > 0 && (value = address_of(naming->symbols, p, word, &len)) != 0) {
			note_address(naming, oops, line, value);
		}
		p += len > 0 ? len : 1;
	}
	if (names.len > 0)
		oops->names[line] = names.p;
}

/* addr2line -f -e VMLINUX ADDRESS… prints two lines for each: function and file:line. */
static int ask_addr2line(struct naming *naming, const char *vmlinux, struct diags *diags)
{
	const char **argv = arena_array(naming->arena, naming->count + 5, sizeof(*argv));
	struct run_result result;
	size_t n = 0;
	argv[n++] = "addr2line";
	argv[n++] = "-f";
	argv[n++] = "-e";
	argv[n++] = vmlinux;
	for (size_t i = 0; i < naming->count; i++)
		argv[n++] = arena_printf(naming->arena, "0x%llx",
		                         (unsigned long long)naming->list[i].value);
	if (run_checked(naming->arena, argv, NULL, &result, diags) != 0)
		return -1;
	const char *p = (const char *)result.out.p, *end = p + result.out.len;
	for (size_t i = 0; i < naming->count && p < end; i++) {
		const char *function = p, *lf = memchr(p, '\n', (size_t)(end - p));
		const char *place = lf != NULL ? lf + 1 : end;
		const char *stop = memchr(place, '\n', (size_t)(end - place));
		if (lf == NULL || stop == NULL)
			break;
		p = stop + 1;
		if (*place == '?')
			continue;
		const struct address *address = &naming->list[i];
		const char *before = address->oops->names[address->line];
		address->oops->names[address->line] =
			arena_printf(naming->arena, "%s%s%.*s at %.*s",
		                     before != NULL ? before : "", before != NULL ? ", " : "",
		                     (int)(lf - function), function, (int)(stop - place), place);
	}
	return 0;
}

int oops_name(struct arena *arena, struct oops *oopses, size_t count, const struct symbols *symbols,
              const char *vmlinux, struct diags *diags)
{
	struct naming *naming = arena_new(arena, struct naming);
	naming->arena = arena;
	naming->symbols = symbols;
	for (size_t i = 0; i < count; i++) {
		oopses[i].names = arena_array(arena, oopses[i].count, sizeof(*oopses[i].names));
		for (size_t line = 0; line < oopses[i].count; line++)
			name_line(naming, &oopses[i], line);
	}
	return vmlinux != NULL && naming->count > 0 ? ask_addr2line(naming, vmlinux, diags) : 0;
}
