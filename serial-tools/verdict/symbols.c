/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/symbols.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PAST_END ((uint64_t)1 << 20) /* bytes that the last symbol may reach */

static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;
	return x->address < y->address ? -1 : x->address > y->address;
}

/* "c0101234 T name". Returns whether the line is one; only functions are of use. */
static bool read_line(const char *p, const char *end, struct symbol *out)
{
	uint64_t address = 0;
	int digits = 0;
	for (; p < end && isxdigit((unsigned char)*p) && digits < 16; p++, digits++) {
		int c = tolower((unsigned char)*p);
		address = address << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	if (digits < 8 || end - p < 4 || p[0] != ' ' || p[2] != ' ' || strchr("tTwW", p[1]) == NULL)
		return false;
	const char *name = p + 3;
	const char *stop = name;
	while (stop < end && !isspace((unsigned char)*stop))
		stop++;
	*out = (struct symbol){ address, name, (size_t)(stop - name) };
	return stop > name && *name != '$'; /* $a, $t and $d are marks of the assembler */
}

int symbols_read(struct arena *arena, struct bytes file, struct symbols *out, struct diags *diags)
{
	const char *p = (const char *)file.p, *end = p + file.len;
	struct symbol *list = NULL;
	size_t count = 0;
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		struct symbol symbol;
		if (lf == NULL)
			lf = end;
		if (read_line(p, lf, &symbol)) {
			list = arena_push(arena, list, count, sizeof(*list));
			list[count++] = symbol;
		}
		p = lf < end ? lf + 1 : end;
	}
	if (count == 0)
		return diag_error(diags, "SE220", at_file(file.name),
		                  "give the System.map of exactly this kernel",
		                  "no lines of the form ADDRESS TYPE NAME");
	qsort(list, count, sizeof(*list), by_address);
	*out = (struct symbols){ list, count };
	return 0;
}

const struct symbol *symbols_find(const struct symbols *symbols, uint64_t address)
{
	size_t low = 0, high = symbols->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (symbols->list[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	const struct symbol *found = &symbols->list[low - 1];
	if (low == symbols->count && address - found->address >= PAST_END)
		return NULL;
	return found;
}
