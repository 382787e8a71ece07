/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-arguments.h"

#include "lib/number.h"

#include <ctype.h>
#include <string.h>

#define MIB              ((uint64_t)1 << 20)
#define DOM0_LEAST       (64 * MIB)
#define DOM0_POWERS_ONLY (128 * MIB) /* below, only powers of two get a first bank */
#define DOM0_MOST        78          /* percent of RAM: 800 of 1024 MiB start, 896 do not */

static void dt049_there_is_output(struct lint *lint)
{
	const char *tty = lint->context->tty, *args = lint->kernel_args;
	const char *console = lint_argument(lint->arena, args, "console");

	if (lint->xen && !lint_has_argument(args, "console=hvc0"))
		lint_say(lint, lint->chosen, "bootargs", "add console=hvc0",
		         "dom0's console is %s; Xen offers hvc0 and nothing else will be seen",
		         console ? console : "not set");
	if (lint->xen || !tty)
		return;
	if (!console || strncmp(console, tty, strlen(tty)) != 0 ||
	    (console[strlen(tty)] != '\0' && console[strlen(tty)] != ','))
		lint_say(lint, lint->chosen, "bootargs",
		         arena_printf(lint->arena, "add console=%s", tty),
		         "Linux' console is %s, the board's is %s", console ? console : "not set",
		         tty);
}

static void check_form(struct lint *lint, const char *args, const char *whose)
{
	const char *console = lint_argument(lint->arena, args, "console");

	for (const char *p = args; *p; p++)
		if (!isascii((unsigned char)*p) || iscntrl((unsigned char)*p)) {
			lint_say(lint, lint->chosen, NULL, "retype it in ASCII",
			         "byte 0x%02x in the arguments of %s", (unsigned char)*p, whose);
			return;
		}
	if (console && strncmp(console, "/dev/", 5) == 0)
		lint_say(lint, lint->chosen, NULL,
		         arena_printf(lint->arena, "console=%s", console + 5),
		         "console=%s in the arguments of %s: the name stands without /dev/",
		         console, whose);
	if (lint_has_argument(args, "root=") || lint_has_argument(args, "console="))
		lint_say(
			lint, lint->chosen, NULL, "remove the space",
			"an empty root= or console= in the arguments of %s: a space follows the '='",
			whose);
}

static void dt04a_arguments_are_well_formed(struct lint *lint)
{
	if (lint->xen_args)
		check_form(lint, lint->xen_args, "Xen");
	if (lint->kernel_args)
		check_form(lint, lint->kernel_args, lint->xen ? "dom0" : "Linux");
}

static void dt078_xen_has_arguments(struct lint *lint)
{
	if (!lint->xen_args)
		lint_say(lint, lint->chosen, "xen,xen-bootargs",
		         "add xen,xen-bootargs = \"console=dtuart dtuart=serial0\"",
		         "Xen has no arguments of its own and runs with its defaults");
}

/* "512M", "min:256M,max:1G" and so on: the first size. 1 when it has no unit. */
static int dom0_size(struct lint *lint, const char *text, uint64_t *size)
{
	const char *end;

	if (strncmp(text, "min:", 4) == 0 || strncmp(text, "max:", 4) == 0)
		text += 4;
	end = text + strcspn(text, ",");
	if (number_parse(arena_strndup(lint->arena, text, (size_t)(end - text)), size) == 0)
		return 1;
	return number_parse_size(arena_strndup(lint->arena, text, (size_t)(end - text)), size);
}

static void judge_dom0_size(struct lint *lint, const char *text, uint64_t size)
{
	const struct lint_context *context = lint->context;
	uint64_t ram = context->ram_smallest ? context->ram_smallest : context->ram_size;

	if (size < DOM0_LEAST)
		lint_say(lint, lint->chosen, "xen,xen-bootargs", "give 64M or more",
		         "dom0_mem=%s: dom0 would crash in its first instructions", text);
	else if (size < DOM0_POWERS_ONLY && (size & (size - 1)) != 0)
		lint_say(lint, lint->chosen, "xen,xen-bootargs", "give 64M, or 128M or more",
		         "dom0_mem=%s: below 128 MiB only powers of two can be allocated", text);
	else if (ram && size > ram / 100 * DOM0_MOST)
		lint_say(lint, lint->chosen, "xen,xen-bootargs",
		         arena_printf(lint->arena, "give at most %lluM",
		                      (unsigned long long)(ram / 100 * DOM0_MOST / MIB)),
		         "dom0_mem=%s is more than Xen can give of %s of RAM", text,
		         number_size_text(lint->arena, ram));
}

static void dt079_dom0_memory_is_possible(struct lint *lint)
{
	const char *text = lint_argument(lint->arena, lint->xen_args, "dom0_mem");
	uint64_t size;
	int unit;

	if (!text)
		return;
	unit = dom0_size(lint, text, &size);
	if (unit == 1)
		lint_say(lint, lint->chosen, "xen,xen-bootargs",
		         arena_printf(lint->arena, "write dom0_mem=%sM", text),
		         "dom0_mem=%s has no unit and means KiB", text);
	else if (unit < 0)
		lint_say(lint, lint->chosen, "xen,xen-bootargs", "write it as 512M",
		         "dom0_mem=%s is no size", text);
	else
		judge_dom0_size(lint, text, size);
}

/* Whether @path is there, or may be there behind a symbolic link to a directory. */
static bool in_ramdisk(const struct lint_context *context, const char *path)
{
	path += strspn(path, "/");
	for (const char *const *each = context->ramdisk; *each; each++) {
		size_t len = strcspn(*each, "@");
		if (strncmp(*each, path, len) == 0 &&
		    (path[len] == '\0' || (path[len] == '/' && (*each)[len] == '@')))
			return true;
	}
	return false;
}

static void dt07a_init_exists(struct lint *lint)
{
	const char *rdinit = lint_argument(lint->arena, lint->kernel_args, "rdinit");

	if (!lint->context->ramdisk)
		return;
	if (rdinit && !in_ramdisk(lint->context, rdinit))
		lint_say(lint, lint->chosen, "bootargs", "correct the path, or add the file",
		         "rdinit=%s is not in the ramdisk: Linux panics without a root", rdinit);
	else if (!rdinit && !lint_argument(lint->arena, lint->kernel_args, "root") &&
	         !in_ramdisk(lint->context, "init"))
		lint_say(lint, lint->chosen, "bootargs", "add root=, or an init to the ramdisk",
		         "the ramdisk has no init, and no root= is given");
}

static const struct lint_rule rules[] = {
	{ "DT049", DIAG_NO, LINT_ANY, NEED_KERNEL_ARGS, NULL, dt049_there_is_output },
	{ "DT04A", DIAG_NO, LINT_ANY, NEED_CHOSEN, NULL, dt04a_arguments_are_well_formed },
	{ "DT078", DIAG_WARNING, LINT_XEN, NEED_CHOSEN | NEED_COMPLETE, NULL,
	  dt078_xen_has_arguments },
	{ "DT079", DIAG_NO, LINT_XEN, NEED_XEN_ARGS, NULL, dt079_dom0_memory_is_possible },
	{ "DT07A", DIAG_NO, LINT_ANY, NEED_KERNEL_ARGS, NULL, dt07a_init_exists },
};
const struct lint_table lint_arguments_rules = LINT_TABLE(rules);
