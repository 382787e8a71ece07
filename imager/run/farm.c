/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/run/farm.h"

#include "lib/text.h"

#include <string.h>

/* Where Debian's U-Boot of these boards loads by default, from the start of RAM, in bytes. */
#define KERNEL_OFFSET  0x2000000u
#define DTB_OFFSET     0x3000000u
#define RAMDISK_OFFSET 0x3400000u

#define VALUES 16

struct value {
	const char *name, *text;
};

static const char *address(struct arena *arena, uint64_t value, uint64_t otherwise)
{
	return arena_printf(arena, "0x%08llx",
	                    (unsigned long long)(value != 0 ? value : otherwise));
}

static const char *labgrid_power(struct arena *arena, const struct farm_site *site)
{
	if (site->power_on == NULL)
		return "      ManualPowerDriver: {}";
	return arena_printf(arena,
	                    "      ExternalPowerDriver:\n        cmd_on: \"%s\"\n"
	                    "        cmd_off: \"%s\"\n        delay: 0.5",
	                    site->power_on,
	                    site->power_off == NULL ? "/bin/true" : site->power_off);
}

static const char *or_else(const char *text, const char *otherwise)
{
	return text == NULL ? otherwise : text;
}

static void collect(struct arena *arena, const struct board *board, const struct farm_site *site,
                    struct value values[VALUES])
{
	const struct board_addresses *at = &board->addresses;
	uint64_t ram = board->ram.base;
	const char *prompt = board->loader.prompt;
	const struct value all[VALUES] = {
		{ "BOARD", board->name },
		{ "MODEL", board->model },
		{ "HOST", site->host },
		{ "PORT", arena_printf(arena, "%llu", (unsigned long long)site->port) },
		{ "RATE", arena_printf(arena, "%llu", (unsigned long long)board->console.rate) },
		{ "TTY", board->console.tty },
		{ "PROMPT", prompt },
		{ "PROMPT_REGEX", prompt },
		{ "KERNEL", address(arena, at->kernel_load, ram + KERNEL_OFFSET) },
		{ "RAMDISK", address(arena, at->ramdisk, ram + RAMDISK_OFFSET) },
		{ "DTB", address(arena, at->dtb, ram + DTB_OFFSET) },
		{ "LABGRID_POWER", labgrid_power(arena, site) },
		{ "POWER_ON", or_else(site->power_on, "/bin/true") },
		{ "POWER_OFF", or_else(site->power_off, "/bin/true") },
		{ "GOAL", or_else(board->emulator.goal, "READY") },
		{ "SOC", board->soc },
	};
	memcpy(values, all, sizeof(all));
}

/* Length of a placeholder at @p, signs included; 0 when there is none. */
static size_t placeholder(const char *p, const char *end)
{
	size_t len = strspn(p + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	return len > 0 && p + 1 + len < end && p[1 + len] == '@' ? len + 2 : 0;
}

static const char *find_value(const struct value values[VALUES], const char *name, size_t len)
{
	for (size_t i = 0; i < VALUES; i++)
		if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0)
			return values[i].text;
	return NULL;
}

int farm_fill(struct arena *arena, struct bytes template, const struct board *board,
              const struct farm_site *site, struct bytes *out, struct diags *diags)
{
	struct value values[VALUES];
	struct text text = text_make(arena);
	const char *source = arena_strndup(arena, (const char *)template.p, template.len);
	const char *end = source + template.len;
	unsigned line = 1;
	int result = 0;
	collect(arena, board, site, values);
	for (const char *p = source; p < end;) {
		size_t len = *p == '@' ? placeholder(p, end) : 0;
		line += *p == '\n';
		if (len == 0) {
			text_add_char(&text, *p++);
			continue;
		}
		const char *value = find_value(values, p + 1, len - 2);
		if (value == NULL)
			result = diag_error(diags, "IM701", at_line(template.name, line, 0),
			                    "the names are those in docs/board-description.md",
			                    "no value is called %.*s", (int)len, p);
		else
			text_add(&text, value);
		p += len;
	}
	*out = text_bytes(&text, template.name);
	return result;
}
