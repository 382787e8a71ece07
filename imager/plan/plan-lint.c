/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the plan knows, as the context in which an entry's device tree is judged. */
#include "imager/plan/plan-lint.h"

#include "imager/format/ramdisk.h"
#include "imager/plan/plan-tree.h"

#include "dt/lint/lint-table.h"
#include "dt/tree/fdt.h"

#include <string.h>

static enum lint_promise promise(bool value)
{
	return value ? LINT_YES : LINT_NO;
}

static enum lint_promise is_zimage(const struct part *part)
{
	const struct payload *payload = part->payload.inner ? part->payload.inner : &part->payload;
	return promise(strcmp(payload->kind->id, "zimage") == 0);
}

/* Everything that lies in RAM when the first kernel starts. */
static size_t list_files(struct arena *arena, const struct plan_entry *entry,
                         const struct parts *parts, struct lint_file **files)
{
	size_t n = 0;

	*files = arena_array(arena, entry->load_count + entry->placement_count, sizeof(**files));
	for (size_t i = 0; entry->hypervisor && i < entry->load_count; i++) {
		const struct plan_load *load = &entry->loads[i];
		const struct part *part = parts_find(parts, load->file->component);
		if (load->size == 0 || !part)
			continue;
		(*files)[n++] = (struct lint_file){ .what = load->file->path + 1,
			                            .address = load->address,
			                            .size = load->size,
			                            .zimage = is_zimage(part) };
	}
	for (size_t i = 0; i < entry->placement_count; i++) {
		const struct placement *each = &entry->placements[i];
		if (each->when.from != STEP_BOOTM || each->when.until != STEP_HANDOVER)
			continue;
		(*files)[n++] = (struct lint_file){ .what = each->what,
			                            .address = each->address,
			                            .size = each->size,
			                            .tree = each->role == PLACED_TREE };
	}
	return n;
}

/* Rules about addresses, which the plan's own checks have told in their words. */
static bool is_told(const char *id)
{
	return strcmp(id, "DT003") == 0 || strcmp(id, "DT074") == 0 || strcmp(id, "DT076") == 0;
}

static int judge(struct dt_tree *tree, const struct lint_context *context, bool sound,
                 struct diags *diags)
{
	struct diags found = diags_make(diags->arena);
	int result = 0;

	found.allowed = diags->allowed;
	lint_tree(tree, context, &found);
	for (size_t i = 0; i < found.count; i++) {
		if (!sound && is_told(found.list[i].id))
			continue;
		diag_add(diags, &found.list[i]);
		if (found.list[i].severity >= DIAG_NO)
			result = -1;
	}
	return result;
}

static int lint_entry(struct arena *arena, const struct plan *plan, const struct plan_entry *entry,
                      const struct parts *parts, bool sound, struct diags *diags)
{
	const struct board *board = plan->board;
	const struct part *part = parts_find(parts, entry->dtb_component);
	const struct part *ramdisk = parts_find(parts, entry->ramdisk_component);
	struct lint_file *files;
	size_t file_count = list_files(arena, entry, parts, &files);
	struct dt_tree *tree;

	if (plan_tree(arena, entry, part->data, &tree, diags) < 0)
		return -1;
	const char *slash = strrchr(tree->name, '/');
	tree->name = arena_printf(arena, "%s (from %s)", entry->dtb->path + 1,
	                          slash ? slash + 1 : tree->name);
	struct lint_context context = {
		.what_for = entry->hypervisor ? LINT_XEN : LINT_LINUX,
		.least = DIAG_WARNING,
		.soc = board->soc,
		.compatible = board->compatible,
		.ram_base = board->ram.base,
		.ram_size = board->ram.size,
		.ram_smallest = board_smallest_ram(board),
		.console = board->console.device,
		.tty = board->console.tty,
		.console_rate = board->console.rate,
		.loader_adds_memory = promise(board->loader.memory),
		.loader_adds_psci = promise(board->loader.psci),
		.load_address = entry->dtb_address,
		.blob_size = fdt_write(tree, FDT_NO_SYMBOLS, 0).len,
		.files = files,
		.file_count = file_count,
		.ramdisk = ramdisk ? ramdisk_paths(arena, ramdisk->data) : NULL,
	};
	return judge(tree, &context, sound, diags);
}

int plan_lint(struct arena *arena, const struct plan *plan, const struct parts *parts, bool sound,
              struct diags *diags)
{
	int result = 0;

	for (size_t i = 0; i < plan->entry_count; i++)
		if (plan->entries[i].dtb &&
		    lint_entry(arena, plan, &plan->entries[i], parts, sound, diags) < 0)
			result = -1;
	return result;
}
