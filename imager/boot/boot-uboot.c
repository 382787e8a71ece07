/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The boot script for U-Boot's hush shell. It names its medium only by the variables that U-Boot
 * sets before it runs a script, so one card works in any slot. hush goes on after a failed
 * command and `a && b || c` skips c when a fails, therefore every step is an if of its own: all
 * files that are missing are named, and nothing is started unless all were loaded.
 */
#include "imager/boot/boot.h"

#include "lib/text.h"

#include <string.h>

/* The user's title within a comment: one line of ASCII. */
static const char *one_line(struct arena *arena, const char *title)
{
	char *copy = arena_strdup(arena, title);
	for (char *p = copy; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = ' ';
	return copy;
}

static const char *other_entry(const struct plan *plan)
{
	for (size_t i = 0; i < plan->entry_count; i++)
		if (strcmp(plan->entries[i].id, plan->default_entry) != 0)
			return plan->entries[i].id;
	return plan->default_entry;
}

static const char *entry_names(struct arena *arena, const struct plan *plan)
{
	const char *names = "";
	for (size_t i = 0; i < plan->entry_count; i++)
		names = arena_printf(arena, "%s%s%s", names, *names ? " " : "",
		                     plan->entries[i].id);
	return names;
}

static void write_head(struct text *text, const struct plan *plan)
{
	text_printf(text,
	            "# Boot script of %s. boot.cmd is its text; U-Boot reads boot.scr, made by\n"
	            "#   mkimage -A arm -O linux -T script -C none -d boot.cmd boot.scr\n"
	            "# Another entry: stop the countdown and type  setenv entry %s; boot\n",
	            plan->board->name, other_entry(plan));
	for (size_t i = 0; i < plan->entry_count; i++)
		text_printf(text, "#   %-12s %s\n", plan->entries[i].id,
		            one_line(text->arena, plan->entries[i].title));
	text_printf(text,
	            "\nif test -z \"${distro_bootpart}\"; then setenv distro_bootpart 1; fi\n"
	            "if test -z \"${entry}\"; then setenv entry %s; fi\n"
	            "setenv card \"${devtype} ${devnum}:${distro_bootpart}\"\n"
	            "setenv failed\n",
	            plan->default_entry);
	for (size_t i = 0; i < plan->entry_count; i++)
		text_printf(text, "setenv %s 'setenv entry %s; boot'\n", plan->entries[i].id,
		            plan->entries[i].id);
}

/* What a saved environment may hold and the plan must be sure of: arguments come from the tree,
 * bootm moves the tree within the window that the plan keeps free, Xen starts in HYP mode. */
static void write_environment(struct text *text, const struct plan *plan)
{
	const struct board_loader *loader = &plan->board->loader;

	text_add(text, "setenv bootargs\nsetenv fdt_high\nsetenv initrd_high\n");
	if (loader->bootm_size)
		text_printf(text, "setenv bootm_low 0x%llx\nsetenv bootm_size 0x%llx\n",
		            (unsigned long long)loader->bootm_low,
		            (unsigned long long)loader->bootm_size);
	if (loader->hyp)
		text_add(text, "setenv bootm_boot_mode nonsec\n");
}

static void write_load(struct text *text, const struct plan_load *load)
{
	const char *path = load->file->path, *name = path + 1;

	text_printf(text, "\tif load ${card} 0x%llx %s; then\n", (unsigned long long)load->address,
	            path);
	if (load->size)
		text_printf(
			text,
			"\t\tif test \"${filesize}\" = %llx; then true; else\n"
			"\t\t\techo \"BOOT-FAIL %s: 0x${filesize} bytes, 0x%llx when the card was "
			"made; build it anew\"\n"
			"\t\t\tsetenv failed 1\n"
			"\t\tfi\n",
			(unsigned long long)load->size, name, (unsigned long long)load->size);
	else
		text_add(text, "\t\ttrue\n");
	text_printf(text,
	            "\telse\n"
	            "\t\techo \"BOOT-FAIL %s: it cannot be loaded from ${card}\"\n"
	            "\t\tsetenv failed 1\n"
	            "\tfi\n",
	            name);
}

static void write_entry(struct text *text, const struct plan_entry *entry, bool first)
{
	text_printf(text, "%s test \"${entry}\" = %s; then\n", first ? "if" : "elif", entry->id);
	for (size_t i = 0; i < entry->load_count; i++)
		write_load(text, &entry->loads[i]);
	text_printf(text,
	            "\tif test -z \"${failed}\"; then\n"
	            "\t\techo \"BOOT-OK %s: %s\"\n"
	            "\t\t%s\n"
	            "\t\techo \"BOOT-FAIL %.5s: it returned, see the lines above\"\n"
	            "\tfi\n",
	            entry->id, entry->command, entry->command, entry->command);
}

static struct bytes uboot_script(struct arena *arena, const struct plan *plan)
{
	struct text text = text_make(arena);

	write_head(&text, plan);
	write_environment(&text, plan);
	text_add(&text, "\n");
	for (size_t i = 0; i < plan->entry_count; i++)
		write_entry(&text, &plan->entries[i], i == 0);
	text_printf(&text,
	            "else\n"
	            "\techo \"BOOT-FAIL entry ${entry}: this card has %s\"\n"
	            "fi\n\n"
	            "# Without this U-Boot would go on to other devices and the network.\n"
	            "echo \"Stopped. Ctrl-C gives the prompt; run ENTRY starts one of: %s\"\n"
	            "while true; do sleep 1; done\n",
	            entry_names(arena, plan), entry_names(arena, plan));
	return text_bytes(&text, "boot.cmd");
}

const struct boot_backend boot_uboot = { "uboot", "U-Boot", uboot_script };
