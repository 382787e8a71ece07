/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of every stage. The console is said once in board.conf; everything else follows. */
#include "imager/plan/plan-arguments.h"

#include "lib/text.h"

#include <string.h>

/* COMMAND_LINE_SIZE of Linux (arch/arm/include/uapi/asm/setup.h) and of Xen's saved_cmdline. */
#define ARGUMENTS_LIMIT 1024

/* Keys that are derived; a second value from the user would contradict the first. */
struct derived_key {
	const char *key, *from;
};
static const struct derived_key xen_keys[] = {
	{ "console", "console { }" },
	{ "dtuart", "console { }" },
	{ "dom0_mem", "the entry's dom0-memory" },
	{ NULL, NULL },
};
static const struct derived_key linux_keys[] = {
	{ "console", "console { }" },
	{ NULL, NULL },
};

static bool is_key(const char *word, size_t len, const char *key)
{
	size_t key_len = strlen(key);
	return len > key_len && strncmp(word, key, key_len) == 0 && word[key_len] == '=';
}

static int check_word(struct plan_build *build, const struct board_entry *entry, const char *word,
                      size_t len, const struct derived_key *keys)
{
	for (; keys->key; keys++)
		if (is_key(word, len, keys->key))
			return diag_error(
				build->diags, "IM408", entry->at,
				arena_printf(build->arena, "remove it; it is made from %s",
			                     keys->from),
				"entry %s: the arguments set %.*s, which the plan derives",
				entry->id, (int)len, word);
	return 0;
}

/* Checks the user's part of one stage's arguments. */
static int check_arguments(struct plan_build *build, const struct board_entry *entry,
                           const char *arguments, const struct derived_key *keys)
{
	int result = 0;

	for (const char *p = arguments; *p; p++)
		if (*p < ' ' || *p > '~')
			return diag_error(
				build->diags, "IM414", entry->at,
				"retype it; a quote or dash pasted from a web page is no ASCII",
				"entry %s: byte 0x%02x in the arguments \"%s\"", entry->id,
				(unsigned char)*p, arguments);
	for (const char *p = arguments; *p;) {
		size_t len = strcspn(p, " ");
		if (len > 0 && check_word(build, entry, p, len, keys) < 0)
			result = -1;
		p += len + strspn(p + len, " ");
	}
	return result;
}

static int check_length(struct plan_build *build, const struct board_entry *entry,
                        const char *arguments)
{
	size_t len = strlen(arguments);
	if (len < ARGUMENTS_LIMIT)
		return 0;
	return diag_error(build->diags, "IM414", entry->at, "shorten the entry's arguments",
	                  "entry %s: %zu characters of arguments; at most %d are kept", entry->id,
	                  len, ARGUMENTS_LIMIT - 1);
}

static const char *join(struct plan_build *build, const char *derived, const char *user)
{
	return user && *user ? arena_printf(build->arena, "%s %s", derived, user) : derived;
}

static const char *xen_console(struct plan_build *build, const struct board_entry *entry)
{
	const char *text = arena_printf(build->arena, "console=dtuart dtuart=%s",
	                                build->board->console.device);
	/* A number without a unit would be KiB. */
	if (entry->dom0_memory % MIB == 0 && entry->dom0_memory > 0)
		text = arena_printf(build->arena, "%s dom0_mem=%lluM", text,
		                    (unsigned long long)(entry->dom0_memory / MIB));
	else if (entry->dom0_memory > 0)
		text = arena_printf(build->arena, "%s dom0_mem=%lluK", text,
		                    (unsigned long long)(entry->dom0_memory / 1024));
	return text;
}

static const char *linux_console(struct plan_build *build)
{
	const struct board_console *console = &build->board->console;
	const char *text = arena_printf(build->arena, "console=%s,%llu", console->tty,
	                                (unsigned long long)console->rate);
	if (console->earlycon && *console->earlycon)
		text = arena_printf(build->arena, "%s earlycon=%s", text, console->earlycon);
	return text;
}

int plan_arguments(struct plan_build *build, struct plan_draft *draft)
{
	const struct board_entry *entry = draft->entry;
	const char *user = entry->kernel_args ? entry->kernel_args : "";
	int result = check_arguments(build, entry, user, linux_keys);

	/* Under Xen the console is Xen's; hvc0 is dom0's end of it. */
	draft->bootargs =
		join(build, draft->hypervisor ? "console=hvc0" : linux_console(build), user);
	if (check_length(build, entry, draft->bootargs) < 0)
		result = -1;
	if (!draft->hypervisor)
		return result;
	user = entry->hypervisor_args ? entry->hypervisor_args : "";
	if (check_arguments(build, entry, user, xen_keys) < 0)
		result = -1;
	draft->xen_bootargs = join(build, xen_console(build, entry), user);
	if (check_length(build, entry, draft->xen_bootargs) < 0)
		result = -1;
	return result;
}
