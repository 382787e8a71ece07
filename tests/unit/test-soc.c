/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "dt/soc/soc.h"

#include <string.h>

static struct places shipped(struct test *test)
{
	const char *top = test_top(test);
	return places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
}

static struct soc read_soc(struct test *test, const char *name)
{
	struct places places = shipped(test);
	struct soc soc;
	assert_int_equal(soc_read(test->arena, &places, name, &soc, &test->diags), 0);
	return soc;
}

static void check_pins(const struct soc *soc)
{
	assert_true(soc->pin_count > 40);
	for (size_t i = 1; i < soc->pin_count; i++) {
		const struct soc_pin *a = &soc->pins[i - 1], *b = &soc->pins[i];
		assert_true(a->bank < b->bank || (a->bank == b->bank && a->number < b->number));
	}
}

/* Mainline's own groups agree with the pin table: function and controller of every pin. */
static void check_groups(const struct soc *soc)
{
	for (size_t i = 0; i < soc->group_count; i++) {
		const struct soc_group *group = &soc->groups[i];
		assert_true(group->pin_count > 0);
		for (size_t k = 0; k < group->pin_count; k++) {
			struct soc_pin_name pin = group->pins[k];
			if (soc_mux_of(soc, pin.bank, pin.number, group->function) < 0)
				fail_msg("%s %s: no %s on pin %zu", soc->name, group->label,
				         group->function, k);
			assert_string_equal(soc_controller(pin.bank), group->controller);
		}
		assert_ptr_equal(
			soc_group_of_pins(soc, group->function, group->pins, group->pin_count),
			soc_group_of_pins(soc, group->function, group->pins, group->pin_count));
	}
}

static void check_peripherals(const struct soc *soc)
{
	assert_non_null(soc_peripheral(soc, "uart0"));
	assert_non_null(soc_peripheral(soc, "mmc0"));
	for (size_t i = 0; i < soc->peripheral_count; i++) {
		const struct soc_peripheral *each = &soc->peripherals[i];
		if (*each->group != '\0' && strchr(each->group, ' ') == NULL)
			assert_non_null(soc_group(soc, each->group));
	}
}

static void test_every_row_of_every_soc_is_sound(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	const char *const *names;
	size_t count;
	assert_int_equal(soc_list(test->arena, &places, &names, &count, &test->diags), 0);
	assert_int_equal(count, 16);
	for (size_t i = 0; i < count; i++) {
		struct soc soc = read_soc(test, names[i]);
		check_pins(&soc);
		check_groups(&soc);
		check_peripherals(&soc);
		assert_true(soc.bits == 32 || soc.bits == 64);
	}
	assert_string_equal(test_said(test), "");
}

static void test_a_soc_is_found_by_its_short_name(void **state)
{
	struct soc soc = read_soc(*state, "a20");
	assert_string_equal(soc.name, "sun7i-a20");
	assert_string_equal(soc.family, "sun7i");
	assert_string_equal(soc.dtsi, "sun7i-a20.dtsi");
	assert_true(soc.hyp);
	assert_false(read_soc(*state, "a10").gic);
}

static void test_an_unknown_soc_is_refused_with_the_known_ones(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct soc soc;
	assert_int_equal(soc_read(test->arena, &places, "a99", &soc, &test->diags), -1);
	assert_non_null(strstr(test_said(test), "error DT210: there is no SoC \"a99\""));
	assert_non_null(strstr(test_said(test), "known are a10, a10s, "));
}

static void test_a_pin_gives_its_functions_and_signals(void **state)
{
	struct soc soc = read_soc(*state, "a20");
	assert_string_equal(soc_signal(&soc, 1, 0, 5)->function, "gmac");
	assert_string_equal(soc_signal(&soc, 1, 0, 5)->signal, "GRXD3");
	assert_string_equal(soc_signal(&soc, 8, 1, 6)->signal, "eint1");
	assert_null(soc_signal(&soc, 1, 0, 7));
	assert_null(soc_pin(&soc, 12, 0));
	assert_int_equal(soc_mux_of(&soc, 2, 22, "uart0"), 2);
	assert_int_equal(soc_mux_of(&soc, 2, 22, "uart1"), -1);
	assert_true(soc_has_interrupt(&soc, 8, 1));
	assert_false(soc_has_interrupt(&soc, 1, 0));
}

static void test_a_peripheral_is_found_by_label_and_by_address(void **state)
{
	struct soc soc = read_soc(*state, "a20");
	const struct soc_peripheral *uart = soc_peripheral(&soc, "uart0");
	assert_int_equal(uart->address, 0x1c28000);
	assert_int_equal(uart->size, 0x400);
	assert_true(uart->disabled);
	assert_string_equal(uart->interrupts, "0:1:4");
	assert_ptr_equal(soc_peripheral_at(&soc, 0x1c28000), uart);
	assert_null(soc_peripheral(&soc, "uart9"));
}

static void test_a_group_is_found_by_its_pins_in_any_order(void **state)
{
	struct soc soc = read_soc(*state, "a20");
	struct soc_pin_name pins[] = { { 2, 23 }, { 2, 22 } };
	assert_string_equal(soc_group_of_pins(&soc, "uart0", pins, 2)->label, "uart0_pb_pins");
	assert_null(soc_group_of_pins(&soc, "uart0", pins, 1));
}

static void test_pins_from_pl_on_belong_to_the_second_controller(void **state)
{
	struct soc_pin_name pin;
	(void)state;
	assert_true(soc_pin_parse("PL10", &pin));
	assert_int_equal(pin.bank, 12);
	assert_string_equal(soc_controller(pin.bank), "r_pio");
	assert_int_equal(soc_controller_bank(pin.bank), 0);
	assert_string_equal(soc_controller(8), "pio");
	assert_int_equal(soc_controller_bank(8), 7);
	assert_false(soc_pin_parse("PH", &pin));
	assert_false(soc_pin_parse("PZ1", &pin));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_row_of_every_soc_is_sound),
		TEST(test_a_soc_is_found_by_its_short_name),
		TEST(test_an_unknown_soc_is_refused_with_the_known_ones),
		TEST(test_a_pin_gives_its_functions_and_signals),
		TEST(test_a_peripheral_is_found_by_label_and_by_address),
		TEST(test_a_group_is_found_by_its_pins_in_any_order),
		TEST(test_pins_from_pl_on_belong_to_the_second_controller),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
