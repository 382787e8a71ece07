/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/boot/boot-files.h"

#include "imager/boot/boot.h"
#include "imager/format/uimage.h"
#include "imager/plan/plan-tree.h"

#include "dt/tree/fdt.h"

#include <string.h>

/* The entry whose tree @file is. */
static const struct plan_entry *entry_of(const struct plan *plan, const struct plan_file *file)
{
	for (size_t i = 0; i < plan->entry_count; i++)
		if (plan->entries[i].dtb == file)
			return &plan->entries[i];
	return NULL;
}

static int make_tree(struct arena *arena, const struct parts *parts, const struct plan_entry *entry,
                     struct bytes *out, struct diags *diags)
{
	const struct part *part = parts_find(parts, entry->dtb_component);
	struct dt_tree *tree;

	if (plan_tree(arena, entry, part->data, &tree, diags) < 0)
		return -1;
	*out = fdt_write(tree, FDT_NO_SYMBOLS, 0);
	return 0;
}

static struct bytes wrap(struct arena *arena, const struct plan *plan, const struct plan_file *file,
                         struct bytes content, uint32_t timestamp)
{
	struct uimage values = { .time = timestamp,
		                 .load = (uint32_t)file->load,
		                 .entry = (uint32_t)file->entry,
		                 .os = (uint8_t)uimage_os("linux"),
		                 .arch = (uint8_t)uimage_arch("arm"),
		                 .type = (uint8_t)uimage_type(file->uimage_type),
		                 .compression = (uint8_t)uimage_compression("none") };
	const char *name = strcmp(file->role, "script") == 0
	                           ? arena_printf(arena, "boot %s", plan->board->name)
	                           : file->component;

	strncpy(values.name, name, UIMAGE_NAME_SIZE);
	return uimage_wrap(arena, &values, content);
}

static int check_slot(const struct plan_file *file, struct bytes content, struct diags *diags)
{
	if (content.len <= file->size_limit)
		return 0;
	return diag_error(diags, "IM450", at_file(file->path),
	                  "report it with the board's description: the plan's bound is wrong",
	                  "%zu bytes were made, the plan reserves %llu", content.len,
	                  (unsigned long long)file->size_limit);
}

/* The bytes of one file of the plan. */
static int make_content(struct arena *arena, const struct plan *plan, const struct parts *parts,
                        struct bytes script, const struct plan_file *file, struct bytes *out,
                        struct diags *diags)
{
	const struct plan_entry *entry = entry_of(plan, file);

	*out = file->content;
	if (strcmp(file->role, "script") == 0 || strcmp(file->role, "script source") == 0)
		*out = script;
	else if (entry)
		return make_tree(arena, parts, entry, out, diags);
	return 0;
}

int boot_files(struct arena *arena, const struct plan *plan, const struct parts *parts,
               uint32_t timestamp, const struct fs_file **out, struct diags *diags)
{
	struct fs_file *files = arena_array(arena, plan->file_count, sizeof(*files));
	struct bytes script = boot_uboot.script(arena, plan);
	int result = 0;

	for (size_t i = 0; i < plan->file_count; i++) {
		const struct plan_file *file = &plan->files[i];
		struct bytes content;

		if (make_content(arena, plan, parts, script, file, &content, diags) < 0)
			result = -1;
		if (file->as_uimage)
			content = wrap(arena, plan, file, content, timestamp);
		if (check_slot(file, content, diags) < 0)
			result = -1;
		files[i] = (struct fs_file){
			.path = file->path, .content = content, .mode = 0644, .time = timestamp
		};
	}
	*out = files;
	return result;
}
