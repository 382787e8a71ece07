/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be wrong with an entry's addresses: everything is said in one run, each collision with
 * both parties and a free address. */
#include "imager/plan/plan-check.h"

#include "lib/number.h"

#define FOUR_GIB ((uint64_t)1 << 32)
/* Xen on 32-bit ARM takes its heap from a hole of this size and alignment without a module in it
 * (xen/arch/arm/setup.c, consider_modules). */
#define XEN_HEAP (32 * MIB)

static const char *span(const struct plan_build *build, const struct placement *placement)
{
	return arena_printf(build->arena, "0x%llx-0x%llx", (unsigned long long)placement->address,
	                    (unsigned long long)(placement_end(placement) - 1));
}

static struct where place_of(const struct placement *placement)
{
	return at_address(placement->what, placement->address, placement->size);
}

/* A sentence that tells where @placement could go instead. */
static const char *free_address(const struct plan_build *build, const struct plan_draft *draft,
                                const struct placement *placement)
{
	uint64_t address;

	if (!placement->key)
		return arena_printf(build->arena, "%s cannot move", placement->what);
	if (memory_map_find_gap(&draft->map, draft->map.base + XEN_HEAP / 2, placement->size,
	                        2 * MIB, placement->when, &address) != 0)
		return arena_printf(build->arena, "no %s are free for %s",
		                    number_size_text(build->arena, placement->size),
		                    placement->what);
	return arena_printf(build->arena, "%s = 0x%llx is free", placement->key,
	                    (unsigned long long)address);
}

/* Of two that collide the one that can move: the later one when both can. */
static const struct placement *mover(const struct placement *a, const struct placement *b)
{
	return b->key ? b : a;
}

static void check_collisions(struct plan_build *build, const struct plan_draft *draft)
{
	const struct memory_map *map = &draft->map;

	for (size_t i = 0; i < map->count; i++)
		for (size_t j = i + 1; j < map->count; j++) {
			const struct placement *a = &map->list[i], *b = &map->list[j];
			if (!placements_collide(a, b))
				continue;
			diag_error(build->diags, "IM401", mover(a, b)->at,
			           free_address(build, draft, mover(a, b)),
			           "entry %s: %s at %s overlaps %s at %s", draft->entry->id,
			           b->what, span(build, b), a->what, span(build, a));
			diag_also(build->diags, place_of(a->key && !b->key ? b : a));
		}
}

static void check_ram(struct plan_build *build, const struct plan_draft *draft,
                      const struct placement *placement)
{
	if (placement_end(placement) > FOUR_GIB) {
		diag_error(build->diags, "IM403", placement->at,
		           free_address(build, draft, placement),
		           "entry %s: %s at %s lies above 4 GiB, where no 32-bit loader writes",
		           draft->entry->id, placement->what, span(build, placement));
		return;
	}
	if (!memory_map_holds(&draft->map, placement))
		diag_error(build->diags, "IM402", placement->at,
		           free_address(build, draft, placement),
		           "entry %s: %s at %s lies outside the RAM that every variant has, "
		           "0x%llx-0x%llx",
		           draft->entry->id, placement->what, span(build, placement),
		           (unsigned long long)draft->map.base,
		           (unsigned long long)(draft->map.base + draft->map.size - 1));
}

static void check_alignment(struct plan_build *build, const struct plan_draft *draft,
                            const struct placement *placement)
{
	if (placement->address % placement->align != 0)
		diag_error(build->diags, "IM404", placement->at,
		           arena_printf(build->arena, "0x%llx is the next such address",
		                        (unsigned long long)align_up(placement->address,
		                                                     placement->align)),
		           "entry %s: %s at 0x%llx must be aligned to %s", draft->entry->id,
		           placement->what, (unsigned long long)placement->address,
		           number_size_text(build->arena, placement->align));
}

static void check_xen(struct plan_build *build, const struct plan_draft *draft)
{
	struct steps then = { STEP_HANDOVER, STEP_HANDOVER };
	uint64_t address;

	if (draft->run % XEN_SPACE != 0 && draft->run % PAGE == 0)
		diag_warning(build->diags, "IM421", build->board->addresses.at,
		             "choose a multiple of 0x200000",
		             "entry %s: Xen at 0x%llx is not aligned to 2 MiB, which versions "
		             "other than 4.17 ask for",
		             draft->entry->id, (unsigned long long)draft->run);
	if (memory_map_find_gap(&draft->map, draft->map.base, XEN_HEAP, XEN_HEAP, then, &address) !=
	    0)
		diag_error(build->diags, "IM407", draft->entry->at,
		           "keep Xen and its modules close together",
		           "entry %s: Xen finds no hole of 32 MiB, aligned to 32 MiB and without a "
		           "module, for its heap",
		           draft->entry->id);
}

int plan_check(struct plan_build *build, const struct plan_draft *draft)
{
	unsigned before = build->diags->counts[DIAG_ERROR];

	for (size_t i = 0; i < draft->map.count; i++) {
		check_ram(build, draft, &draft->map.list[i]);
		check_alignment(build, draft, &draft->map.list[i]);
	}
	check_collisions(build, draft);
	if (draft->hypervisor)
		check_xen(build, draft);
	return build->diags->counts[DIAG_ERROR] > before ? -1 : 0;
}
