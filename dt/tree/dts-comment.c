/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/dts-comment.h"

#include "lib/text.h"

#include <string.h>

#define COMMENT_WIDTH 72 /* columns, then the rest is left out */

/* "[mmc0_para] sdc_det = port:PH1<0>…" as "[mmc0_para] sdc_det = PH1", or without its section. */
static void add_entry(struct text *out, const char *entry, const char *section, size_t len)
{
	bool same = section != NULL && strncmp(entry, section, len) == 0;
	const char *p = same ? entry + len : entry, *port = strstr(p, "port:");
	p += same ? strspn(p, " ") : 0;
	text_add(out, section == NULL ? "" : ", ");
	if (port == NULL || port < p) {
		text_add(out, p);
		return;
	}
	text_add_bytes(out, p, (size_t)(port - p));
	text_add_bytes(out, port + 5, strcspn(port + 5, "<"));
}

const char *dts_comment_safe(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);
	for (char *p = strstr(copy, "*/"); p != NULL; p = strstr(p, "*/"))
		p[0] = '+';
	for (char *p = strstr(copy, "/*"); p != NULL; p = strstr(p, "/*"))
		p[0] = '+';
	for (char *p = copy; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return copy;
}

const char *dts_comment(struct arena *arena, const struct dt_origin *origin)
{
	struct text text = text_make(arena);
	const char *section = NULL;
	size_t len = 0;
	for (size_t i = 0; origin->rule != NULL && i < origin->source_count; i++) {
		const char *entry = origin->sources[i].entry;
		if (entry == NULL)
			continue;
		if (text.len + strcspn(entry, "<") > COMMENT_WIDTH && text.len > 0) {
			text_add(&text, ", ...");
			break;
		}
		add_entry(&text, entry, section, len);
		section = entry;
		len = strcspn(entry, "]") + (strchr(entry, ']') != NULL);
	}
	return text.len == 0 ? NULL : dts_comment_safe(arena, text.p);
}
