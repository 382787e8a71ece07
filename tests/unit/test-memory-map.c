/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "imager/plan/memory-map.h"

#define MIB ((uint64_t)1 << 20)
static const struct steps always = { STEP_LOADER, STEP_HANDOVER };
static const struct steps loading = { STEP_LOAD, STEP_BOOTM };

static struct placement block(uint64_t address, uint64_t size, struct steps when)
{
	return (struct placement){
		.what = "a block", .address = address, .size = size, .align = 1, .when = when
	};
}

static struct memory_map map_of(struct test *test, uint64_t a, uint64_t b)
{
	struct memory_map map = memory_map_make(test->arena, 0x40000000, 64 * MIB);
	struct placement first = block(a, MIB, always), second = block(b, MIB, loading);
	memory_map_add(&map, &first);
	memory_map_add(&map, &second);
	return map;
}

static void test_neighbours_do_not_collide_and_one_byte_more_does(void **state)
{
	struct placement a = block(0x40000000, MIB, always), b = block(0x40100000, MIB, always);
	(void)state;
	assert_false(placements_collide(&a, &b));
	a.size++;
	assert_true(placements_collide(&a, &b));
	assert_true(placements_collide(&b, &a));
}

static void test_same_address_at_different_steps_is_no_collision(void **state)
{
	struct placement script =
		block(0x43100000, 4096, (struct steps){ STEP_LOADER, STEP_LOADER });
	struct placement kernel = block(0x43000000, 4 * MIB, loading);
	(void)state;
	assert_false(placements_collide(&script, &kernel));
	script.when.until = STEP_LOAD;
	assert_true(placements_collide(&script, &kernel));
}

static void test_a_block_that_wraps_around_the_address_space_still_collides(void **state)
{
	struct placement a = block(UINT64_MAX - 10, 100, always),
			 b = block(UINT64_MAX - 5, 1, always);
	(void)state;
	assert_true(placements_collide(&a, &b));
	assert_int_equal(placement_end(&a), UINT64_MAX);
}

static void test_nothing_collides_with_an_empty_block(void **state)
{
	struct placement a = block(0x40000000, 0, always), b = block(0x40000000, MIB, always);
	(void)state;
	assert_false(placements_collide(&a, &b));
}

static void test_the_collision_names_the_other_block_and_never_the_block_itself(void **state)
{
	struct memory_map map = map_of(*state, 0x40000000, 0x40080000);
	assert_ptr_equal(memory_map_collision(&map, &map.list[0]), &map.list[1]);
	assert_ptr_equal(memory_map_collision(&map, &map.list[1]), &map.list[0]);
	map.list[1].address = 0x40100000;
	assert_null(memory_map_collision(&map, &map.list[0]));
}

static void test_ram_holds_its_last_byte_and_not_one_more(void **state)
{
	struct memory_map map = map_of(*state, 0x40000000, 0x40100000);
	struct placement last = block(0x40000000 + 63 * MIB, MIB, always);
	assert_true(memory_map_holds(&map, &last));
	last.address++;
	assert_false(memory_map_holds(&map, &last));
	last = block(0x3fffffff, 1, always);
	assert_false(memory_map_holds(&map, &last));
	last = block(0x40000000, UINT64_MAX, always);
	assert_false(memory_map_holds(&map, &last));
}

static void test_the_lowest_gap_is_found_behind_both_blocks_and_aligned(void **state)
{
	struct memory_map map = map_of(*state, 0x40000000, 0x40100000);
	uint64_t address = 0;
	assert_int_equal(memory_map_find_gap(&map, 0, MIB, 4096, always, &address), 0);
	assert_int_equal(address, 0x40200000);
	assert_int_equal(memory_map_find_gap(&map, 0x40200001, MIB, 2 * MIB, always, &address), 0);
	assert_int_equal(address, 0x40400000);
}

static void test_a_gap_may_reuse_memory_that_is_free_in_its_steps(void **state)
{
	struct memory_map map = map_of(*state, 0x40000000, 0x40100000);
	uint64_t address = 0;
	struct steps later = { STEP_HANDOVER, STEP_HANDOVER };
	assert_int_equal(memory_map_find_gap(&map, 0, MIB, 1, later, &address), 0);
	assert_int_equal(address, 0x40100000);
}

static void test_no_gap_is_said_when_ram_is_too_small(void **state)
{
	struct memory_map map = map_of(*state, 0x41000000, 0x42000000);
	uint64_t address = 7;
	assert_int_equal(memory_map_find_gap(&map, 0, 31 * MIB, 1, always, &address), 0);
	assert_int_equal(address, 0x42100000);
	assert_int_equal(memory_map_find_gap(&map, 0, 32 * MIB, 1, always, &address), 1);
	assert_int_equal(memory_map_find_gap(&map, 0x44000000, 1, 1, always, &address), 1);
	assert_int_equal(address, 0x42100000);
}

static void test_the_highest_gap_lies_below_the_limit_and_below_what_is_in_the_way(void **state)
{
	struct memory_map map = map_of(*state, 0x41800000, 0x41900000);
	uint64_t address = 0;
	assert_int_equal(
		memory_map_find_gap_below(&map, 0x42000000, 5 * MIB, 4096, always, &address), 0);
	assert_int_equal(address, 0x41b00000);
	assert_int_equal(
		memory_map_find_gap_below(&map, 0x42000000, 7 * MIB, 4096, always, &address), 0);
	assert_int_equal(address, 0x41100000);
	assert_int_equal(
		memory_map_find_gap_below(&map, 0x42000000, 25 * MIB, 4096, always, &address), 1);
}

static void test_the_highest_gap_never_leaves_ram(void **state)
{
	struct memory_map map = map_of(*state, 0x40000000, 0x40100000);
	uint64_t address = 0;
	assert_int_equal(memory_map_find_gap_below(&map, UINT64_MAX, MIB, 1, always, &address), 0);
	assert_int_equal(address, 0x40000000 + 63 * MIB);
	assert_int_equal(memory_map_find_gap_below(&map, 4096, MIB, 1, always, &address), 1);
}

/* Numbers that look random and are the same in every run (Numerical Recipes' LCG). */
static uint32_t next_number(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static struct placement random_block(uint32_t *numbers)
{
	struct steps when = { next_number(numbers) % STEP_COUNT, 0 };
	when.until = when.from + next_number(numbers) % (STEP_COUNT - when.from);
	return block(0x40000000 + next_number(numbers) % 240 * 4096,
	             (1 + next_number(numbers) % 20) * 4096, when);
}

/* Looks at every page, one after the other. */
static int slow_gap(const struct memory_map *map, struct placement wanted, uint64_t *address)
{
	for (wanted.address = map->base; memory_map_holds(map, &wanted); wanted.address += 4096)
		if (!memory_map_collision(map, &wanted)) {
			*address = wanted.address;
			return 0;
		}
	return 1;
}

static void test_in_random_maps_the_gap_is_the_one_that_a_slow_search_finds(void **state)
{
	struct test *test = *state;
	uint32_t numbers = 1;

	for (int run = 0; run < 2000; run++) {
		struct memory_map map = memory_map_make(test->arena, 0x40000000, 256 * 4096);
		uint64_t fast = 0, slow = 0;
		for (uint32_t i = next_number(&numbers) % 12; i > 0; i--) {
			struct placement each = random_block(&numbers);
			memory_map_add(&map, &each);
		}
		struct placement wanted = random_block(&numbers);
		int found = memory_map_find_gap(&map, 0, wanted.size, 4096, wanted.when, &fast);
		assert_int_equal(found, slow_gap(&map, wanted, &slow));
		assert_int_equal(fast, slow);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_neighbours_do_not_collide_and_one_byte_more_does),
		TEST(test_same_address_at_different_steps_is_no_collision),
		TEST(test_a_block_that_wraps_around_the_address_space_still_collides),
		TEST(test_nothing_collides_with_an_empty_block),
		TEST(test_the_collision_names_the_other_block_and_never_the_block_itself),
		TEST(test_ram_holds_its_last_byte_and_not_one_more),
		TEST(test_the_lowest_gap_is_found_behind_both_blocks_and_aligned),
		TEST(test_a_gap_may_reuse_memory_that_is_free_in_its_steps),
		TEST(test_no_gap_is_said_when_ram_is_too_small),
		TEST(test_the_highest_gap_lies_below_the_limit_and_below_what_is_in_the_way),
		TEST(test_the_highest_gap_never_leaves_ram),
		TEST(test_in_random_maps_the_gap_is_the_one_that_a_slow_search_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
