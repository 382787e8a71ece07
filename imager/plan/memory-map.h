/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RAM in address and in time: what lies where, from which step of a boot until which. Made
 * empty over a stretch of RAM, filled with placements, then asked what collides and where
 * there is room. Overlap in address is no collision when the lifetimes differ: a script that
 * was copied before it runs may be overwritten by the kernel that it loads.
 */
#ifndef IMAGER_MEMORY_MAP_H
#define IMAGER_MEMORY_MAP_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdint.h>

/* Steps of a boot, in order; a placement lives from one to another. */
enum plan_step {
	STEP_LOADER,   /* U-Boot runs, before the script */
	STEP_LOAD,     /* the script loads files */
	STEP_BOOTM,    /* bootm/bootz moves the payload and the tree */
	STEP_HANDOVER, /* the first kernel runs (Xen copies its modules) */
	STEP_COUNT
};

struct steps {
	enum plan_step from, until; /* both inclusive */
};

/* What a placement is to the loader. */
enum placement_role {
	PLACED_FILE,   /* loaded, or moved by bootm; the loader keeps nothing clear of it */
	PLACED_LOADER, /* the loader itself, which bootm avoids */
	PLACED_START,  /* the first kernel, which bootm avoids */
	PLACED_TREE,   /* the device tree that the first kernel reads */
};

/* Two placements collide when address and lifetime overlap. */
struct placement {
	const char *what; /* "dom0 kernel (vmlinuz)" */
	enum placement_role role;
	uint64_t address, size; /* bytes */
	uint64_t align;         /* bytes, a power of two, that address must have; 1: any */
	struct steps when;
	const char *why; /* why there, for people */
	const char
		*key; /* the key of board.conf that moves it, "addresses.dtb"; NULL: cannot move */
	struct where at;
};

struct memory_map {
	struct arena *arena;
	uint64_t base, size; /* the RAM, bytes */
	struct placement *list;
	size_t count;
};

/* An empty map of the RAM at @base. */
struct memory_map memory_map_make(struct arena *arena, uint64_t base, uint64_t size);

/* Adds a placement, copied; nothing is checked. One of size 0 takes no room. */
void memory_map_add(struct memory_map *map, const struct placement *placement);

bool steps_overlap(struct steps a, struct steps b);
bool placements_collide(const struct placement *a, const struct placement *b);

/* The address behind the last byte; UINT64_MAX when the sum overflows. */
uint64_t placement_end(const struct placement *placement);

/* Whether the whole of @placement lies in the RAM of @map. */
bool memory_map_holds(const struct memory_map *map, const struct placement *placement);

/* The first of @map that collides with @placement and is not @placement itself; NULL: none. */
const struct placement *memory_map_collision(const struct memory_map *map,
                                             const struct placement *placement);

/*
 * Finds the lowest free stretch of RAM.
 * @low    do not look below this address
 * @size   bytes, at least 1
 * @align  bytes, a power of two; a device tree wants 8 (Linux Documentation/arm/booting.rst, 4b)
 * @when   steps during which the memory is in use; the gap is free in all of them
 * Returns 0 and *@address; 1 when no gap is large enough. Borrows @map, allocates nothing.
 */
int memory_map_find_gap(const struct memory_map *map, uint64_t low, uint64_t size, uint64_t align,
                        struct steps when, uint64_t *address);

/* The same from above: the highest stretch that ends at or below @high (as U-Boot's
 * lmb_alloc_base does). */
int memory_map_find_gap_below(const struct memory_map *map, uint64_t high, uint64_t size,
                              uint64_t align, struct steps when, uint64_t *address);

#endif
