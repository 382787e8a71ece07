/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/text/lines.h"

#include <string.h>

struct seen {
	struct test *test;
	const char *text; /* all lines, each in <> */
	size_t count;
	uint64_t last_number;
	int64_t last_us;
};

static void see(void *context, const struct line *line)
{
	struct seen *seen = context;
	seen->text = arena_printf(seen->test->arena, "%s<%s>%s", seen->text, line->text,
	                          line->cut    ? "cut"
	                          : line->half ? "half"
	                                       : "");
	seen->count++;
	seen->last_number = line->number;
	seen->last_us = line->time_us;
}

static struct seen feed(struct test *test, const char *text, size_t len, size_t step)
{
	struct seen seen = { .test = test, .text = "" };
	struct lines *lines = lines_open(test->arena);
	for (size_t i = 0; i < len; i += step)
		lines_feed(lines, (const uint8_t *)text + i, len - i < step ? len - i : step,
		           (int64_t)i, see, &seen);
	lines_end(lines, see, &seen);
	return seen;
}

static const char *lines_of(struct test *test, const char *text)
{
	const char *whole = feed(test, text, strlen(text), strlen(text) + 1).text;
	assert_string_equal(feed(test, text, strlen(text), 1).text, whole);
	return whole;
}

static void test_runs_of_cr_before_lf_are_one_line_end(void **state)
{
	assert_string_equal(lines_of(*state, "a\r\nb\r\r\nc\n\r\n"), "<a><b><c><>");
}

static void test_a_cr_in_mid_line_ends_a_line_of_the_same_number(void **state)
{
	struct seen seen = feed(*state, "10 %\r20 %\rdone\nx\n", 17, 17);
	assert_string_equal(seen.text, "<10 %><20 %><done><x>");
	assert_int_equal(seen.last_number, 2);
}

static void test_backspaces_take_characters_back(void **state)
{
	assert_string_equal(lines_of(*state, "autoboot:  2 \b\b\b 1 \b\b\b 0 \n"),
	                    "<autoboot:  0 >");
	assert_string_equal(lines_of(*state, "\b\bab\b\b\bc\n"), "<c>");
	assert_string_equal(lines_of(*state, "a\xc3\xa9\b!\n"), "<a!>");
}

static void test_escape_sequences_of_every_kind_are_dropped(void **state)
{
	assert_string_equal(lines_of(*state, "\x1b[1;31mred\x1b[0m\n"), "<red>");
	assert_string_equal(lines_of(*state, "\x1b]0;title\x07text\x1b]0;t\x1b\\more\n"),
	                    "<textmore>");
	assert_string_equal(lines_of(*state, "\x1bPdcs\x1b\\a\x1b(Bb\x1b"
	                                     "7c\n"),
	                    "<abc>");
	assert_string_equal(lines_of(*state, "\x1b[2\nnext\n"), "<><next>");
	assert_string_equal(lines_of(*state, "\x1b]never ends\nnext\n"), "<><next>");
}

static void test_other_control_characters_and_c1_never_come_out(void **state)
{
	assert_string_equal(lines_of(*state, "a\x01\x02\x07"
	                                     "b\tc\x7f\n"),
	                    "<ab\tc>");
	assert_string_equal(lines_of(*state, "a\xc2\x9b"
	                                     "31mb\n"),
	                    "<a??31mb>");
	assert_string_equal(lines_of(*state, "\x9b"
	                                     "31m\xff\xfe\n"),
	                    "<?31m?\?>");
}

static void test_utf8_is_kept_and_broken_utf8_is_marked(void **state)
{
	assert_string_equal(lines_of(*state, "Gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\n"),
	                    "<Gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80>");
	assert_string_equal(lines_of(*state, "\xe2\x82\n\xed\xa0\x80\n\xc0\xaf\n"),
	                    "<?\?><??\?><?\?>");
}

static void test_an_endless_line_comes_in_pieces_of_the_limit(void **state)
{
	char text[2 * LINE_LIMIT + 10];
	memset(text, 'x', sizeof(text));
	struct seen seen = feed(*state, text, sizeof(text), 100);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.last_number, 1);
	assert_int_equal(strlen(seen.text), sizeof(text) + 2 * strlen("<>cut") + strlen("<>half"));
}

static void test_a_line_has_the_time_of_its_first_byte(void **state)
{
	struct test *test = *state;
	struct seen seen = { .test = test, .text = "" };
	struct lines *lines = lines_open(test->arena);
	lines_feed(lines, (const uint8_t *)"a", 1, 5, see, &seen);
	lines_feed(lines, (const uint8_t *)"b\n", 2, 9, see, &seen);
	assert_int_equal(seen.last_us, 5);
	lines_feed(lines, (const uint8_t *)"\n", 1, 12, see, &seen);
	assert_int_equal(seen.last_us, 12);
}

static void test_a_prompt_can_be_looked_at_before_its_line_ends(void **state)
{
	struct test *test = *state;
	struct seen seen = { .test = test, .text = "" };
	struct lines *lines = lines_open(test->arena);
	struct line line;
	assert_false(lines_half(lines, &line));
	lines_feed(lines, (const uint8_t *)"x\n\x1b[1m=> ", 10, 1, see, &seen);
	assert_true(lines_half(lines, &line));
	assert_string_equal(line.text, "=> ");
	assert_int_equal(line.number, 2);
	assert_true(line.half);
}

static void test_cleaning_in_place_agrees_with_feeding(void **state)
{
	char text[] = "\x1b[31mred\x1b[0m\b\bX\x01";
	size_t len = line_clean(text, strlen(text));
	(void)state;
	text[len] = '\0';
	assert_string_equal(text, "rX");
	assert_true(line_is_clean("plain text, nothing else", 24));
	assert_false(line_is_clean("with\x1b", 5));
	assert_false(line_is_clean("12345678\x80", 9));
	assert_false(line_is_clean("1234567\x7f", 8));
	assert_true(line_is_clean("~~~~~~~~    ", 12));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_runs_of_cr_before_lf_are_one_line_end),
		TEST(test_a_cr_in_mid_line_ends_a_line_of_the_same_number),
		TEST(test_backspaces_take_characters_back),
		TEST(test_escape_sequences_of_every_kind_are_dropped),
		TEST(test_other_control_characters_and_c1_never_come_out),
		TEST(test_utf8_is_kept_and_broken_utf8_is_marked),
		TEST(test_an_endless_line_comes_in_pieces_of_the_limit),
		TEST(test_a_line_has_the_time_of_its_first_byte),
		TEST(test_a_prompt_can_be_looked_at_before_its_line_ends),
		TEST(test_cleaning_in_place_agrees_with_feeding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
