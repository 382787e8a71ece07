/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/plan/memory-map.h"

#include "lib/bytes.h"

struct memory_map memory_map_make(struct arena *arena, uint64_t base, uint64_t size)
{
	return (struct memory_map){ .arena = arena, .base = base, .size = size };
}

void memory_map_add(struct memory_map *map, const struct placement *placement)
{
	map->list = arena_push(map->arena, map->list, map->count, sizeof(*map->list));
	map->list[map->count++] = *placement;
}

bool steps_overlap(struct steps a, struct steps b)
{
	return a.from <= b.until && b.from <= a.until;
}

uint64_t placement_end(const struct placement *placement)
{
	uint64_t end;
	return add_u64(placement->address, placement->size, &end) ? end : UINT64_MAX;
}

bool placements_collide(const struct placement *a, const struct placement *b)
{
	return a->size > 0 && b->size > 0 && steps_overlap(a->when, b->when) &&
	       a->address < placement_end(b) && b->address < placement_end(a);
}

bool memory_map_holds(const struct memory_map *map, const struct placement *placement)
{
	return placement->address >= map->base && placement->size <= map->size &&
	       placement->address - map->base <= map->size - placement->size;
}

const struct placement *memory_map_collision(const struct memory_map *map,
                                             const struct placement *placement)
{
	for (size_t i = 0; i < map->count; i++)
		if (&map->list[i] != placement && placements_collide(&map->list[i], placement))
			return &map->list[i];
	return NULL;
}

int memory_map_find_gap(const struct memory_map *map, uint64_t low, uint64_t size, uint64_t align,
                        struct steps when, uint64_t *address)
{
	struct placement wanted = { .size = size, .when = when };

	wanted.address = align_up(low > map->base ? low : map->base, align);
	while (memory_map_holds(map, &wanted)) {
		const struct placement *hit = memory_map_collision(map, &wanted);
		if (!hit) {
			*address = wanted.address;
			return 0;
		}
		wanted.address = align_up(placement_end(hit), align);
	}
	return 1;
}

int memory_map_find_gap_below(const struct memory_map *map, uint64_t high, uint64_t size,
                              uint64_t align, struct steps when, uint64_t *address)
{
	struct placement wanted = { .size = size, .when = when };
	const struct placement *hit;
	uint64_t end = map->base + map->size;

	if (high < end)
		end = high;
	while (end >= size) {
		wanted.address = (end - size) & ~(align - 1);
		if (!memory_map_holds(map, &wanted))
			return 1;
		hit = memory_map_collision(map, &wanted);
		if (!hit) {
			*address = wanted.address;
			return 0;
		}
		end = hit->address;
	}
	return 1;
}
