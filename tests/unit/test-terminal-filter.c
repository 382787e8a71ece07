/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/text/terminal-filter.h"

#include <stdlib.h>
#include <string.h>

static const char *filtered(struct test *test, bool paint, const char *text, size_t len)
{
	struct terminal_filter filter = terminal_filter_make(paint);
	char *to = arena_alloc(test->arena, len + TERMINAL_HELD + 5);
	size_t kept = terminal_filter(&filter, bytes_of(text, len, "test"), to);
	to[kept] = '\0';
	return to;
}

#define PLAIN(text)   filtered(*state, false, text, sizeof(text) - 1)
#define PAINTED(text) filtered(*state, true, text, sizeof(text) - 1)

static void test_text_and_the_controls_of_a_line_pass(void **state)
{
	assert_string_equal(PLAIN("a\tb\r\n2 \b1\n"), "a\tb\r\n2 \b1\n");
}

static void test_no_escape_sequence_passes_by_default(void **state)
{
	assert_string_equal(
		PLAIN("a\033[31mred\033[0m \033]0;title\007b \033P1$r\033\\c\033(Bd\033cE"),
		"ared b cdE");
}

static void test_bell_enquiry_and_other_controls_are_dropped(void **state)
{
	assert_string_equal(PLAIN("a\005\007\016\017\177\023b"), "ab");
}

static void test_painting_passes_when_asked(void **state)
{
	assert_string_equal(PAINTED("\033[1;31mred\033[0m\033[2J\033[10;5H\033[?25l\033[?1049h"),
	                    "\033[1;31mred\033[0m\033[2J\033[10;5H\033[?25l\033[?1049h");
}

static void test_what_makes_a_terminal_answer_or_obey_never_passes(void **state)
{
	assert_string_equal(
		PAINTED("a\033[c\033[6n\033[5n\033[21t\033[5i\033[?1000h\033[?6n\033Z\005b"), "ab");
	assert_string_equal(
		PAINTED("a\033]52;c;cm0gLXJm\007\033]0;x\033\\\033P+q\033\\\033_x\033\\b"), "ab");
	assert_string_equal(PAINTED("a\033[>c\033[!p\033[\"q\033[>4;2mb"), "ab");
}

static void test_a_sequence_is_held_until_it_is_complete(void **state)
{
	struct terminal_filter filter = terminal_filter_make(true);
	char to[128];
	(void)state;
	assert_int_equal(terminal_filter(&filter, bytes_of("\033[3", 3, ""), to), 0);
	assert_int_equal(terminal_filter(&filter, bytes_of("1m", 2, ""), to), 5);
	assert_memory_equal(to, "\033[31m", 5);
}

static void test_an_endless_sequence_is_dropped_and_text_goes_on(void **state)
{
	struct terminal_filter filter = terminal_filter_make(true);
	char digits[4096], to[5000];
	(void)state;
	memset(digits, '1', sizeof(digits));
	terminal_filter(&filter, bytes_of("\033[", 2, ""), to);
	assert_int_equal(terminal_filter(&filter, bytes_of(digits, sizeof(digits), ""), to), 0);
	assert_int_equal(terminal_filter(&filter, bytes_of("mok", 3, ""), to), 2);
	assert_memory_equal(to, "ok", 2);
}

static void test_utf8_passes_and_what_is_none_becomes_a_question_mark(void **state)
{
	assert_string_equal(PLAIN("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\xa7"),
	                    "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\xa7");
	assert_string_equal(PLAIN("\xff\xfe \xc3( \xed\xa0\x80 x"), "?? ?( ??? x");
}

static void test_the_c1_controls_do_not_pass_as_bytes_or_as_utf8(void **state)
{
	assert_string_equal(PAINTED("a\x9b"
	                            "31mb"),
	                    "a?31mb");
	assert_string_equal(PAINTED("a\xc2\x9b"
	                            "31mb"),
	                    "a??31mb");
}

static void test_a_million_random_bytes_leave_only_text(void **state)
{
	struct test *test = *state;
	struct terminal_filter filter = terminal_filter_make(false);
	unsigned seed = 7;
	char *to = arena_alloc(test->arena, 4096 + TERMINAL_HELD + 4);
	uint8_t from[4096];
	for (int round = 0; round < 256; round++) {
		for (size_t i = 0; i < sizeof(from); i++)
			from[i] = (uint8_t)rand_r(&seed);
		size_t kept = terminal_filter(&filter, bytes_of(from, sizeof(from), ""), to);
		assert_true(kept <= sizeof(from) + TERMINAL_HELD + 4);
		for (size_t i = 0; i < kept; i++)
			assert_true((uint8_t)to[i] >= 0x20 || strchr("\n\r\t\b", to[i]) != NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_text_and_the_controls_of_a_line_pass),
		TEST(test_no_escape_sequence_passes_by_default),
		TEST(test_bell_enquiry_and_other_controls_are_dropped),
		TEST(test_painting_passes_when_asked),
		TEST(test_what_makes_a_terminal_answer_or_obey_never_passes),
		TEST(test_a_sequence_is_held_until_it_is_complete),
		TEST(test_an_endless_sequence_is_dropped_and_text_goes_on),
		TEST(test_utf8_passes_and_what_is_none_becomes_a_question_mark),
		TEST(test_the_c1_controls_do_not_pass_as_bytes_or_as_utf8),
		TEST(test_a_million_random_bytes_leave_only_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
