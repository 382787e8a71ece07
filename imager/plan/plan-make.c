/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/plan/plan-make.h"

#include "imager/format/payload-table.h"
#include "imager/plan/plan-arguments.h"
#include "imager/plan/plan-check.h"
#include "imager/plan/plan-draft.h"
#include "imager/plan/plan-files.h"
#include "imager/plan/plan-place.h"

#include <stdlib.h>
#include <string.h>

#define XEN_DTB_LIMIT   ((uint64_t)2 << 20) /* xen/arch/arm/include/asm/setup.h, MAX_FDT_SIZE */
#define SCRIPT_LIMIT    ((uint64_t)64 << 10)
#define FILES_PER_ENTRY 4

/* ---- parts --------------------------------------------------------------------------------- */

/* The part for one slot of an entry. Returns 0 and *@out (NULL when the entry has none); -1. */
static int find_part(struct plan_build *build, const struct board_entry *entry, const char *id,
                     const char *slot, const char *kinds, const struct part **out)
{
	*out = parts_find(build->parts, id);
	if (!id)
		return 0;
	if (!*out)
		return diag_error(build->diags, "IM400", entry->at,
		                  "name one of the board's components",
		                  "entry %s: its %s is the component \"%s\", which does not exist",
		                  entry->id, slot, id);
	if ((*out)->data.len == 0)
		return diag_error(build->diags, "IM418", entry->at, "fetch the component again",
		                  "entry %s: the %s %s is empty", entry->id, slot, id);
	if (!kinds)
		return 0;
	if (payload_check(&(*out)->payload, kinds, "arm", slot, entry->at, build->diags) < 0)
		return -1;
	if (!plan_is_uimage(*out) || !(*out)->payload.inner)
		return 0;
	return payload_check((*out)->payload.inner, kinds, "arm", slot, entry->at, build->diags);
}

static int find_parts(struct plan_build *build, struct plan_draft *draft)
{
	const struct board_entry *entry = draft->entry;
	int result = 0;

	result |= find_part(build, entry, entry->hypervisor, "hypervisor", "xen|uimage",
	                    &draft->hypervisor);
	result |= find_part(build, entry, entry->kernel, "kernel", "zimage|uimage", &draft->kernel);
	result |= find_part(build, entry, entry->dtb, "device tree", "dtb", &draft->dtb);
	result |= find_part(build, entry, entry->ramdisk, "ramdisk", NULL, &draft->ramdisk);
	if (!entry->kernel || !entry->dtb)
		result = diag_error(build->diags, "IM410", entry->at,
		                    "add kernel = \"…\" and dtb = \"…\" to the entry",
		                    "entry %s has no %s", entry->id,
		                    entry->kernel ? "device tree" : "kernel");
	return result;
}

/* ---- entries ------------------------------------------------------------------------------- */

static int check_entry(struct plan_build *build, const struct plan_draft *draft)
{
	const struct board_entry *entry = draft->entry;
	int result = 0;

	if (draft->hypervisor && !build->board->loader.hyp)
		result = diag_error(
			build->diags, "IM409", entry->at,
			"use a loader with CONFIG_ARMV7_NONSEC and CONFIG_ARMV7_VIRT",
			"entry %s: the loader does not enter HYP mode, so the hypervisor "
			"would stop without a character",
			entry->id);
	if (draft->hypervisor && draft->dtb_file->size_limit > XEN_DTB_LIMIT)
		result = diag_error(build->diags, "IM413", entry->at,
		                    "take __symbols__ and unused nodes out of it",
		                    "entry %s: a device tree of %llu bytes; Xen takes 2 MiB",
		                    entry->id, (unsigned long long)draft->dtb_file->size_limit);
	return result;
}

static const char *last_command(struct plan_build *build, const struct plan_draft *draft)
{
	const char *ramdisk = "-";

	if (!draft->hypervisor && draft->ramdisk)
		ramdisk = arena_printf(build->arena, "0x%llx:0x%zx",
		                       (unsigned long long)draft->ramdisk_at,
		                       draft->ramdisk->data.len);
	return arena_printf(build->arena, "%s 0x%llx %s 0x%llx",
	                    draft->start == START_BOOTM ? "bootm" : "bootz",
	                    (unsigned long long)draft->start_load, ramdisk,
	                    (unsigned long long)draft->dtb_at);
}

static void set_loads(struct plan_build *build, struct plan_draft *draft, struct plan_entry *out)
{
	struct plan_load *loads = arena_array(build->arena, FILES_PER_ENTRY, sizeof(*loads));
	struct plan_file *start = draft->hypervisor ? draft->hypervisor_file : draft->kernel_file;
	size_t n = 0;

	if (start->as_uimage)
		start->load = start->entry = draft->run;
	if (draft->hypervisor)
		loads[n++] = (struct plan_load){ plan_add_file(build, draft->kernel_file),
			                         draft->kernel_load, draft->kernel->data.len };
	if (draft->ramdisk)
		loads[n++] = (struct plan_load){ plan_add_file(build, draft->ramdisk_file),
			                         draft->ramdisk_at, draft->ramdisk->data.len };
	out->dtb = plan_add_file(build, draft->dtb_file);
	loads[n++] = (struct plan_load){ out->dtb, draft->dtb_at, 0 };
	loads[n++] = (struct plan_load){ plan_add_file(build, start), draft->start_load, 0 };
	out->loads = loads;
	out->load_count = n;
}

static void set_modules(struct plan_build *build, const struct plan_draft *draft,
                        struct plan_entry *out)
{
	struct plan_module *modules = arena_array(build->arena, 2, sizeof(*modules));
	size_t n = 0;

	if (!draft->hypervisor)
		return;
	modules[n++] = (struct plan_module){ .compatible = "multiboot,kernel",
		                             .what = "dom0 kernel",
		                             .address = draft->kernel_load,
		                             .size = draft->kernel->data.len,
		                             .bootargs = draft->bootargs };
	if (draft->ramdisk)
		modules[n++] = (struct plan_module){ .compatible = "multiboot,ramdisk",
			                             .what = "dom0 ramdisk",
			                             .address = draft->ramdisk_at,
			                             .size = draft->ramdisk->data.len };
	out->modules = modules;
	out->module_count = n;
}

static int by_address(const void *a, const void *b)
{
	const struct placement *x = a, *y = b;
	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return (int)x->when.from - (int)y->when.from;
}

static void finish_entry(struct plan_build *build, struct plan_draft *draft, struct plan_entry *out)
{
	const struct board_console *console = &build->board->console;

	*out = (struct plan_entry){
		.id = draft->entry->id,
		.title = draft->entry->title ? draft->entry->title : draft->entry->id,
		.hypervisor = draft->hypervisor != NULL,
		.xen_bootargs = draft->xen_bootargs,
		.bootargs = draft->bootargs,
		.stdout_path = arena_printf(build->arena, "%s:%llun8", console->device,
		                            (unsigned long long)console->rate),
		.command = last_command(build, draft),
		.dtb_component = draft->dtb->component.id,
		.ramdisk_component = draft->entry->ramdisk,
		.dtb_address = draft->dtb_at,
		.at = draft->entry->at,
	};
	set_loads(build, draft, out);
	set_modules(build, draft, out);
	qsort(draft->map.list, draft->map.count, sizeof(*draft->map.list), by_address);
	out->placements = draft->map.list;
	out->placement_count = draft->map.count;
}

static int make_entry(struct plan_build *build, const struct board_entry *entry,
                      struct plan_entry *out)
{
	struct plan_draft draft = { .entry = entry };
	int result = 0;

	if (find_parts(build, &draft) < 0)
		result = -1;
	if (plan_arguments(build, &draft) < 0)
		result = -1;
	if (!draft.kernel || !draft.dtb || (entry->hypervisor && !draft.hypervisor))
		return -1;
	if (plan_choose_start(build, &draft) < 0)
		result = -1;
	plan_name_files(build, &draft);
	if (check_entry(build, &draft) < 0)
		result = -1;
	if (plan_place(build, &draft) < 0)
		result = -1;
	if (plan_check(build, &draft) < 0)
		result = -1;
	finish_entry(build, &draft, out);
	return result;
}

/* ---- the board as a whole ------------------------------------------------------------------ */

/* An entry's id becomes a U-Boot variable and a file's name. */
static int check_id(struct plan_build *build, const struct board_entry *entry)
{
	static const char *const taken[] = {
		"entry", "card", "part", "stop", "bootcmd", "bootargs"
	};
	bool bad =
		strspn(entry->id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(entry->id) ||
		*entry->id == '\0' || strlen(entry->id) > 32;

	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		bad = bad || strcmp(entry->id, taken[i]) == 0;
	if (!bad)
		return 0;
	return diag_error(
		build->diags, "IM417", entry->at, "choose another, as xen or linux",
		"\"%s\" cannot be an entry's name: it becomes a command of U-Boot (a-z, 0-9, "
		"- and _, at most 32, no variable that U-Boot or the script has)",
		entry->id);
}

static int check_board(struct plan_build *build)
{
	const struct board *board = build->board;
	uint64_t ram = board_smallest_ram(board);
	int result = 0;

	if (ram < 64 * MIB || board->ram.base % PAGE != 0 || ram % PAGE != 0 ||
	    board->ram.smallest > board->ram.size)
		result = diag_error(
			build->diags, "IM415", board->at,
			"give ram's base, size and smallest variant in bytes",
			"RAM of %llu bytes at 0x%llx, %llu in the smallest variant, cannot be",
			(unsigned long long)board->ram.size, (unsigned long long)board->ram.base,
			(unsigned long long)board->ram.smallest);
	else if (board->loader.reserve >= ram)
		result = diag_error(build->diags, "IM415", board->at,
		                    "give the loader's reserve in bytes",
		                    "the loader's reserve of %llu bytes leaves no RAM",
		                    (unsigned long long)board->loader.reserve);
	if (board->entry_count == 0)
		result = diag_error(build->diags, "IM412", board->at,
		                    "add entry xen { … } or entry linux { … }",
		                    "the board has nothing to boot");
	for (size_t i = 0; i < board->entry_count; i++)
		if (check_id(build, &board->entries[i]) < 0)
			result = -1;
	return result;
}

static int choose_default(struct plan_build *build, const char *wanted, const char **out)
{
	const struct board *board = build->board;

	*out = wanted ? wanted : board->default_entry ? board->default_entry : board->entries[0].id;
	for (size_t i = 0; i < board->entry_count; i++)
		if (strcmp(board->entries[i].id, *out) == 0)
			return 0;
	return board_no_entry(board, *out, build->diags);
}

int plan_make(struct arena *arena, const struct board *board, const struct parts *parts,
              const char *default_entry, struct plan *out, struct diags *diags)
{
	struct plan_build build = { arena, board, parts, NULL, 0, diags };
	struct plan_entry *entries = arena_array(arena, board->entry_count, sizeof(*entries));
	int result = 0;

	*out = (struct plan){ .board = board };
	if (check_board(&build) < 0)
		return -1;
	build.files =
		arena_array(arena, board->entry_count * FILES_PER_ENTRY + 2, sizeof(*build.files));
	if (choose_default(&build, default_entry, &default_entry) < 0)
		result = -1;
	build.files[build.file_count++] = (struct plan_file){
		.path = "/boot.scr",
		.role = "script",
		.size_limit = SCRIPT_LIMIT,
		.uimage_type = "script",
		.as_uimage = true,
	};
	build.files[build.file_count++] = (struct plan_file){
		.path = "/boot.cmd",
		.role = "script source",
		.size_limit = SCRIPT_LIMIT,
	};
	for (size_t i = 0; i < board->entry_count; i++)
		if (make_entry(&build, &board->entries[i], &entries[i]) < 0)
			result = -1;
	*out = (struct plan){ .board = board,
		              .entries = entries,
		              .entry_count = board->entry_count,
		              .default_entry = default_entry,
		              .files = build.files,
		              .file_count = build.file_count };
	return result;
}
