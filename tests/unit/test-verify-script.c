/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "imager/verify/verify-script.h"

#include <string.h>

/* The loads of a script as "ADDRESS=FILE ". */
static const char *loads(struct test *test, const char *text)
{
	struct script_reader reader = script_reader_open(bytes_of_string(text, "boot.scr"));
	struct script_word word;
	const char *all = "";
	while (script_reader_next(&reader, &word))
		if (word.after_address)
			all = arena_printf(test->arena, "%s%llx=%.*s ", all,
			                   (unsigned long long)word.address, (int)word.text.len,
			                   (const char *)word.text.p);
	return all;
}

static void test_the_word_behind_an_address_is_its_file(void **state)
{
	assert_string_equal(loads(*state, "load mmc 0:1 0x45000000 /xen.uImage; load mmc 0:1 "
	                                  "0x42000000 vmlinuz\nbootm 0x45000000"),
	                    "45000000=/xen.uImage 42000000=vmlinuz ");
}

static void test_blanks_may_be_many_but_a_file_of_the_next_command_is_not_loaded(void **state)
{
	assert_string_equal(loads(*state, "load mmc 0  0x45000000 \t xen\r\n"), "45000000=xen ");
	assert_string_equal(loads(*state, "bootm 0x45000000; xen"), "");
	assert_string_equal(loads(*state, "bootm 0x45000000\nxen"), "");
}

static void test_an_address_has_one_to_sixteen_digits_and_nothing_else(void **state)
{
	assert_string_equal(loads(*state, "0x123456789abcdef0 a"), "123456789abcdef0=a ");
	assert_string_equal(loads(*state, "0x123456789abcdef01 a"), "");
	assert_string_equal(loads(*state, "0x a"), "");
	assert_string_equal(loads(*state, "0x45000000: a 0x4q b 45000000 c"), "");
}

static void test_an_empty_script_and_one_without_an_end_of_line_are_read(void **state)
{
	assert_string_equal(loads(*state, ""), "");
	assert_string_equal(loads(*state, " ; ;\n"), "");
	assert_string_equal(loads(*state, "0x1 a"), "1=a ");
}

static void test_a_name_is_compared_as_fat_does(void **state)
{
	struct script_word word = { .text = bytes_of_string("/Xen.uImage", "boot.scr") };
	(void)state;
	assert_true(script_word_is_path(&word, "/xen.uimage"));
	assert_true(script_word_is_path(&word, "XEN.UIMAGE"));
	assert_false(script_word_is_path(&word, "/dtbs/xen.uimage"));
	assert_false(script_word_is_path(&word, "/xen.uimage2"));
	assert_false(script_word_is_path(&word, "/xen"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_word_behind_an_address_is_its_file),
		TEST(test_blanks_may_be_many_but_a_file_of_the_next_command_is_not_loaded),
		TEST(test_an_address_has_one_to_sixteen_digits_and_nothing_else),
		TEST(test_an_empty_script_and_one_without_an_end_of_line_are_read),
		TEST(test_a_name_is_compared_as_fat_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
