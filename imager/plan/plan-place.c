/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of one entry. What cannot move goes into the map first (U-Boot, addresses that the
 * user gave), then what starts, then what U-Boot's bootm will choose by itself, then the rest
 * from the bottom up: modules close together leave Xen a hole for its heap.
 */
#include "imager/plan/plan-place.h"

#include "lib/number.h"

#include <string.h>

/* Left to vectors, page tables and whatever kernels put at the start of RAM. */
#define LOW_RESERVE (16 * MIB)
/* Largest U-Boot with its bss among the boards' (612,352 bytes of file). */
#define UBOOT_SPACE MIB
/* A script is copied before it runs; U-Boot's distro scripts stay far below this. */
#define SCRIPT_SPACE ((uint64_t)64 << 10)
/* CONFIG_SYS_FDT_PAD of U-Boot on ARM: what bootm adds to a tree that it moves. */
#define FDT_PAD ((uint64_t)0x3000)
/* A zImage unpacks to the start of its 128 MiB block plus TEXT_OFFSET (Linux
 * arch/arm/boot/compressed/head.S, AUTO_ZRELADDR). */
#define ZIMAGE_BLOCK   (128 * MIB)
#define KERNEL_OFFSET  ((uint64_t)0x8000)
#define UNPACKED_RATIO 4 /* where a zImage does not say how large it gets */

/* Something that wants room: where the user put it (0: anywhere), what it prefers. */
struct want {
	struct placement placement;
	bool fixed;             /* given, even if that is 0 */
	uint64_t given, prefer; /* prefer: bytes of alignment when we choose */
	uint64_t *address;
};

static const struct steps while_loading = { STEP_LOAD, STEP_BOOTM };
static const struct steps module_life = { STEP_LOAD, STEP_HANDOVER };
static const struct steps moved_life = { STEP_BOOTM, STEP_HANDOVER };

static void add(struct plan_draft *draft, const char *what, enum placement_role role,
                uint64_t address, uint64_t size, struct steps when, const char *why,
                struct where at)
{
	struct placement placement = { .what = what,
		                       .role = role,
		                       .address = address,
		                       .size = size,
		                       .align = 1,
		                       .when = when,
		                       .why = why,
		                       .at = at };
	memory_map_add(&draft->map, &placement);
}

static void place_loader(const struct board *board, struct plan_draft *draft)
{
	const struct board_loader *loader = &board->loader;
	uint64_t top = draft->map.base + draft->map.size;

	if (loader->script)
		add(draft, "boot script", PLACED_FILE, loader->script, SCRIPT_SPACE,
		    (struct steps){ STEP_LOADER, STEP_LOADER }, "scriptaddr; copied before it runs",
		    board->at);
	if (loader->text_base)
		add(draft, "U-Boot before it moves", PLACED_FILE, loader->text_base, UBOOT_SPACE,
		    (struct steps){ STEP_LOADER, STEP_BOOTM }, "its text base", board->at);
	if (loader->reserve && loader->reserve < draft->map.size)
		add(draft, "U-Boot", PLACED_LOADER, top - loader->reserve, loader->reserve,
		    (struct steps){ STEP_LOADER, STEP_BOOTM },
		    "moves itself to the top of the smallest variant's RAM", board->at);
}

static const char *file_what(struct plan_build *build, const char *what,
                             const struct plan_file *file)
{
	return arena_printf(build->arena, "%s (%s)", what, file->path + 1);
}

/* Finds room for what has no address yet. Returns 0; -1 (IM405). */
static int place_want(struct plan_build *build, struct plan_draft *draft, struct want *want,
                      uint64_t low)
{
	struct placement *placement = &want->placement;

	placement->address = want->given;
	if (!want->fixed &&
	    memory_map_find_gap(&draft->map, low, placement->size, want->prefer, placement->when,
	                        &placement->address) != 0 &&
	    memory_map_find_gap(&draft->map, low, placement->size, placement->align,
	                        placement->when, &placement->address) != 0)
		return diag_error(
			build->diags, "IM405", draft->entry->at,
			"make the ramdisk or the kernel smaller, or give the addresses by hand",
			"entry %s: no free %s for %s in %s of RAM", draft->entry->id,
			number_size_text(build->arena, placement->size), placement->what,
			number_size_text(build->arena, draft->map.size));
	*want->address = placement->address;
	memory_map_add(&draft->map, placement);
	return 0;
}

static struct want want_make(const struct plan_build *build, const char *what, uint64_t size,
                             struct steps when, const char *key, uint64_t given, uint64_t *address)
{
	bool fixed = given != 0;
	return (struct want){
		.placement = { .what = what,
		               .size = size,
		               .align = PAGE,
		               .when = when,
		               .why = fixed ? "given in the board's description" : "free there",
		               .key = key,
		               .at = fixed ? build->board->addresses.at : build->board->at },
		.fixed = fixed,
		.given = given,
		.prefer = 2 * MIB,
		.address = address,
	};
}

static uint64_t at_least(uint64_t value, uint64_t least)
{
	return value > least ? value : least;
}

/* The payload inside a uImage, or the payload itself. */
static const struct payload *inner(const struct part *part)
{
	return part->payload.inner ? part->payload.inner : &part->payload;
}

/* Where the first kernel runs: for bootm a place of its own, for bootz where its file is loaded. */
static struct want want_run(struct plan_build *build, struct plan_draft *draft)
{
	const struct board_addresses *given = &build->board->addresses;
	const struct part *part = draft->hypervisor ? draft->hypervisor : draft->kernel;
	bool bootm = draft->start == START_BOOTM;
	uint64_t size = inner(part)->file_size;
	struct want want;

	if (draft->hypervisor)
		size = at_least(inner(part)->memory_size, XEN_SPACE);
	want = want_make(build, draft->hypervisor ? "Xen" : "kernel", size,
	                 bootm ? moved_life : module_life,
	                 draft->hypervisor ? "addresses.hypervisor" : "addresses.kernel",
	                 draft->hypervisor ? given->hypervisor : given->kernel, &draft->run);
	want.placement.role = PLACED_START;
	if (plan_is_uimage(part)) { /* bootm obeys the header, be it 0 */
		want.fixed = true;
		want.given = part->payload.load;
		want.placement.why = "load address in the uImage's own header";
		want.placement.key = NULL;
	}
	return want;
}

/* A zImage that runs unpacks itself; nothing else may lie there then. */
static void place_unpacked(struct plan_draft *draft, uint64_t run)
{
	const struct payload *kernel = inner(draft->kernel);
	uint64_t size = kernel->memory_size > kernel->file_size
	                        ? kernel->memory_size
	                        : kernel->file_size * UNPACKED_RATIO;

	add(draft, "unpacked kernel", PLACED_FILE, (run & ~(ZIMAGE_BLOCK - 1)) + KERNEL_OFFSET,
	    size, (struct steps){ STEP_HANDOVER, STEP_HANDOVER },
	    "a zImage unpacks to the start of its 128 MiB block", draft->entry->at);
}

static int place_run(struct plan_build *build, struct plan_draft *draft)
{
	struct want want = want_run(build, draft);
	uint64_t low = draft->map.base + LOW_RESERVE;

	if (!draft->hypervisor) {
		place_unpacked(draft, want.fixed ? want.given : draft->map.base);
		const struct placement *unpacked = &draft->map.list[draft->map.count - 1];
		low = at_least(low, placement_end(unpacked));
	}
	return place_want(build, draft, &want, low);
}

/* The files that only pass through: sources of bootm, modules, the tree. Given ones first. */
static size_t list_wants(struct plan_build *build, struct plan_draft *draft, struct want *wants)
{
	const struct board_addresses *given = &build->board->addresses;
	struct steps module = draft->hypervisor ? module_life : while_loading;
	const struct plan_file *start =
		draft->hypervisor ? draft->hypervisor_file : draft->kernel_file;
	size_t n = 0;

	if (draft->hypervisor)
		wants[n++] = want_make(build, file_what(build, "dom0 kernel", draft->kernel_file),
		                       draft->kernel->data.len, module, "addresses.kernel-load",
		                       given->kernel_load, &draft->kernel_load);
	wants[n] = want_make(build, file_what(build, "device tree", draft->dtb_file),
	                     draft->dtb_file->size_limit, while_loading, "addresses.dtb",
	                     given->dtb, &draft->dtb_at);
	wants[n].placement.align = 8; /* Xen and Linux; libfdt */
	wants[n++].prefer = 64 << 10;
	if (draft->ramdisk)
		wants[n++] = want_make(build, file_what(build, "ramdisk", draft->ramdisk_file),
		                       draft->ramdisk->data.len, module, "addresses.ramdisk",
		                       given->ramdisk, &draft->ramdisk_at);
	if (draft->start == START_BOOTM) {
		wants[n] = want_make(
			build,
			file_what(build, draft->hypervisor ? "Xen's file" : "kernel's file", start),
			start->size_limit, while_loading,
			draft->hypervisor ? "addresses.hypervisor-load" : "addresses.kernel-load",
			draft->hypervisor ? given->hypervisor_load : given->kernel_load,
			&draft->start_load);
		wants[n++].placement.align = 4;
	}
	return n;
}

/* What lmb_alloc_base would choose: the highest free stretch of bootm's window. */
static int place_moved(struct plan_build *build, struct plan_draft *draft, struct memory_map *lmb,
                       const char *what, enum placement_role role, uint64_t size)
{
	const struct board_loader *loader = &build->board->loader;
	uint64_t low = loader->bootm_size ? loader->bootm_low : draft->map.base;
	uint64_t high = loader->bootm_size ? low + loader->bootm_size : UINT64_MAX;
	uint64_t address;

	if (memory_map_find_gap_below(lmb, high, size, PAGE, moved_life, &address) != 0 ||
	    address < low)
		return diag_error(
			build->diags, "IM419", draft->entry->at,
			"make it smaller, or enlarge the loader's bootm-size",
			"entry %s: %s of %s does not fit below 0x%llx, where bootm moves it",
			draft->entry->id, what, number_size_text(build->arena, size),
			(unsigned long long)high);
	add(draft, what, role, address, align_up(size, PAGE), moved_life,
	    "U-Boot moves it to the top of bootm's window", build->board->at);
	memory_map_add(lmb, &draft->map.list[draft->map.count - 1]);
	return 0;
}

/* bootm knows of itself and of the kernel that it started, and of nothing else: what it moves must
 * be kept clear of by the plan. */
static int place_window(struct plan_build *build, struct plan_draft *draft)
{
	struct memory_map lmb = memory_map_make(build->arena, draft->map.base, draft->map.size);
	int result = 0;

	for (size_t i = 0; i < draft->map.count; i++) {
		const struct placement *each = &draft->map.list[i];
		if (each->role == PLACED_LOADER || each->role == PLACED_START)
			memory_map_add(&lmb, each);
	}
	if (!draft->hypervisor && draft->ramdisk &&
	    place_moved(build, draft, &lmb, "ramdisk after bootm moved it", PLACED_FILE,
	                draft->ramdisk->data.len) < 0)
		result = -1;
	if (place_moved(build, draft, &lmb, "device tree after bootm moved it", PLACED_TREE,
	                draft->dtb_file->size_limit + FDT_PAD) < 0)
		result = -1;
	return result;
}

int plan_place(struct plan_build *build, struct plan_draft *draft)
{
	const struct board *board = build->board;
	struct want wants[4];
	size_t count = list_wants(build, draft, wants);
	uint64_t low;
	int result = 0;

	draft->map = memory_map_make(build->arena, board->ram.base, board_smallest_ram(board));
	low = draft->map.base + LOW_RESERVE;
	place_loader(board, draft);
	for (size_t i = 0; i < count; i++)
		if (wants[i].fixed && place_want(build, draft, &wants[i], low) < 0)
			result = -1;
	if (place_run(build, draft) < 0)
		return -1;
	if (draft->start == START_BOOTZ)
		draft->start_load = draft->run;
	if (place_window(build, draft) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!wants[i].fixed && place_want(build, draft, &wants[i], low) < 0)
			result = -1;
	return result;
}
