/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files an entry wants on the card, under which names, wrapped or not, and which command starts
 * the first of them. */
#include "imager/plan/plan-files.h"

#include <string.h>
#include <strings.h>

#define NODE_ROOM     ((uint64_t)4096) /* what /chosen's nodes take besides the arguments */
#define UIMAGE_HEADER 64

static bool path_taken(const struct plan_build *build, const char *path)
{
	for (size_t i = 0; i < build->file_count; i++)
		if (strcasecmp(build->files[i].path, path) == 0)
			return true;
	return false;
}

static bool same_file(const struct plan_file *a, const struct plan_file *b)
{
	return a->component && b->component && strcmp(a->component, b->component) == 0 &&
	       strcmp(a->role, b->role) == 0 && a->as_uimage == b->as_uimage && a->load == b->load;
}

/* Puts a file on the card; entries share what is the same. A second file of that name gets its
 * component's behind it. */
const struct plan_file *plan_add_file(struct plan_build *build, const struct plan_file *file)
{
	struct plan_file *added = &build->files[build->file_count];

	for (size_t i = 0; i < build->file_count; i++)
		if (same_file(&build->files[i], file))
			return &build->files[i];
	*added = *file;
	for (int n = 1; path_taken(build, added->path); n++)
		added->path = arena_printf(build->arena, n == 1 ? "%s-%s" : "%s-%s-%d", file->path,
		                           file->component ? file->component : "made", n);
	build->file_count++;
	return added;
}

static struct plan_file *part_file(struct plan_build *build, const struct part *part,
                                   const char *role, const char *path)
{
	struct plan_file *file = arena_new(build->arena, struct plan_file);
	*file = (struct plan_file){ .path = path,
		                    .role = role,
		                    .content = part->data,
		                    .size_limit = part->data.len,
		                    .component = part->component.id };
	return file;
}

static void wrap(struct plan_file *file)
{
	file->as_uimage = true;
	file->uimage_type = "kernel";
	file->size_limit += UIMAGE_HEADER;
}

/* Chooses between bootm (a checksum protects it, the loader limits its size) and bootz. */
int plan_choose_start(struct plan_build *build, struct plan_draft *draft)
{
	const struct part *part = draft->hypervisor ? draft->hypervisor : draft->kernel;
	bool ready = plan_is_uimage(part);
	bool wanted = draft->hypervisor || draft->entry->kernel_as_uimage;
	uint64_t limit = build->board->loader.bootm_len;
	bool fits = limit == 0 || part->data.len <= limit + (ready ? UIMAGE_HEADER : 0);

	draft->start =
		ready || (wanted && (fits || !draft->hypervisor)) ? START_BOOTM : START_BOOTZ;
	if (draft->start == START_BOOTM && !fits)
		return diag_error(
			build->diags, "IM406", draft->entry->at,
			ready ? "take the file that is inside the uImage: bootz has no limit"
			      : "set start = bootz: it has no limit",
			"entry %s: %s is %zu bytes, bootm of this loader takes %llu",
			draft->entry->id, part->component.id, part->data.len,
			(unsigned long long)limit);
	return 0;
}

void plan_name_files(struct plan_build *build, struct plan_draft *draft)
{
	bool bootm = draft->start == START_BOOTM;
	bool bare = !draft->hypervisor;
	struct plan_file *dtb = arena_new(build->arena, struct plan_file);

	if (draft->hypervisor)
		draft->hypervisor_file = part_file(build, draft->hypervisor, "hypervisor",
		                                   bootm ? "/xen.uimg" : "/xen");
	draft->kernel_file = part_file(
		build, draft->kernel, "kernel",
		plan_is_uimage(draft->kernel) || (bare && bootm) ? "/uImage" : "/vmlinuz");
	if (bootm && draft->hypervisor && !plan_is_uimage(draft->hypervisor))
		wrap(draft->hypervisor_file);
	if (bootm && bare && !plan_is_uimage(draft->kernel))
		wrap(draft->kernel_file);
	if (draft->ramdisk)
		draft->ramdisk_file = part_file(build, draft->ramdisk, "ramdisk", "/initrd");
	*dtb = (struct plan_file){ .path = arena_printf(build->arena, "/%s.dtb", draft->entry->id),
		                   .role = "dtb" };
	dtb->size_limit = align_up(draft->dtb->data.len + NODE_ROOM + strlen(draft->bootargs) +
	                                   (draft->xen_bootargs ? strlen(draft->xen_bootargs) : 0),
	                           4096);
	draft->dtb_file = dtb;
}
