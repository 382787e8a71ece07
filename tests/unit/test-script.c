/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/talk/script-parse.h"
#include "serial-tools/talk/script.h"

#include <stdio.h>
#include <string.h>

/* A console that echoes and answers like U-Boot; the real one is met in tests/boot. */
struct board {
	char line[SCRIPT_LINE], said[SCRIPT_LINE * 2];
	size_t len;
	int status;
	const char *answer;
};

static struct script script;

static void feed(const char *text, uint64_t now)
{
	script_receive(&script, bytes_of_string(text, "board"), now);
}

static void board_line(struct board *board)
{
	bool marked = strstr(board->line, "echo") != NULL;
	char status[64] = "";
	if (marked)
		snprintf(status, sizeof(status), "script-status=%d\r\n", board->status);
	snprintf(board->said, sizeof(board->said), "\r\n%s%s=> ",
	         board->answer == NULL ? "" : board->answer, status);
}

/* Lets script and board talk until the script ends or 10 s of its time have passed. */
static void talk(struct board *board, uint64_t from)
{
	for (uint64_t now = from; now < from + 10000 && script.state == SCRIPT_RUNNING; now += 10) {
		struct bytes out = script_pending(&script);
		assert_true(out.len <= 8);
		if (out.len > 0) {
			struct bytes copy =
				bytes_of(memcpy(board->said, out.p, out.len), out.len, "e");
			script_sent(&script, out.len, now);
			for (size_t i = 0; i < copy.len; i++) {
				board->line[board->len++] = (char)copy.p[i];
				board->line[board->len] = '\0';
			}
			bool ended = copy.p[copy.len - 1] == '\r';
			script_receive(&script, copy, now);
			if (ended) {
				board_line(board);
				board->len = 0;
				feed(board->said, now);
			}
		}
		script_tick(&script, now);
	}
}

static int parse(struct test *test, const char *text)
{
	return script_parse(test->arena, bytes_of_string(text, "s.script"), &script, &test->diags);
}

static void test_all_mistakes_of_a_script_are_said_in_one_run(void **state)
{
	struct test *test = *state;
	assert_int_equal(parse(test, "wayt x\nwait (\nelse\nif x\nwait\nupload nofile\n"), -1);
	assert_int_equal(test->diags.counts[DIAG_ERROR], 6);
	assert_true(test_said_id(test, "SE400") && test_said_id(test, "SE401"));
	assert_true(test_said_id(test, "SE402") && test_said_id(test, "SE403"));
}

static void test_wait_passes_when_its_pattern_comes_in_pieces(void **state)
{
	struct test *test = *state;
	assert_int_equal(parse(test, "wait U-Boot [0-9]+\n"), 0);
	script_start(&script, 0);
	feed("U-Bo", 1);
	assert_int_equal(script.state, SCRIPT_RUNNING);
	feed("ot 2023", 2);
	assert_int_equal(script.state, SCRIPT_PASSED);
	script_close(&script);
}

static void test_wait_fails_when_its_time_is_up(void **state)
{
	struct test *test = *state;
	assert_int_equal(parse(test, "# c\nwait never 2 2s\n"), 0);
	script_start(&script, 0);
	script_tick(&script, 1999);
	assert_int_equal(script.state, SCRIPT_RUNNING);
	script_tick(&script, 2000);
	assert_int_equal(script.state, SCRIPT_FAILED);
	assert_int_equal(script.failed_at.line, 2);
	assert_string_equal(script.reason, "nothing matched in time: never 2");
	script_close(&script);
}

static void test_a_number_at_the_end_of_a_command_belongs_to_it(void **state)
{
	struct test *test = *state;
	assert_int_equal(parse(test, "run fdt addr 0x43800000\nrun sleep 5\n"), 0);
	assert_string_equal(script.code[0].text, "fdt addr 0x43800000");
	assert_string_equal(script.code[1].text, "sleep 5");
	script_close(&script);
}

static void test_an_escape_takes_one_or_two_digits_and_nothing_behind_them(void **state)
{
	struct test *test = *state;
	assert_int_equal(parse(test, "type \\x41\\x1g-ood\\xyz\\x00\\x\n"), 0);
	assert_string_equal(script.code[0].text, "A\x01"
	                                         "g-oodxyzx00x");
	script_close(&script);
}

static void test_autoboot_is_interrupted_until_the_prompt_comes(void **state)
{
	struct test *test = *state;
	assert_int_equal(parse(test, "interrupt-autoboot\npass\n"), 0);
	script_start(&script, 0);
	assert_memory_equal(script_pending(&script).p, "\003", 1);
	script_sent(&script, 1, 0);
	feed("Hit any key to stop autoboot:  2 ", 10);
	script_tick(&script, 120);
	assert_int_equal(script_pending(&script).len, 1);
	script_sent(&script, 1, 120);
	feed("\r\n=> ", 130);
	assert_int_equal(script.state, SCRIPT_PASSED);
	script_close(&script);
}

static void test_a_command_that_fails_ends_the_script(void **state)
{
	struct test *test = *state;
	struct board board = { .status = 1 };
	assert_int_equal(parse(test, "run false\npass\n"), 0);
	script_start(&script, 0);
	talk(&board, 0);
	assert_int_equal(script.state, SCRIPT_FAILED);
	assert_string_equal(script.reason, "the command failed: false");
	script_close(&script);
}

static void test_try_and_if_choose_by_status_and_by_output(void **state)
{
	struct test *test = *state;
	struct board board = { .status = 1, .answer = "blue\r\n" };
	assert_int_equal(
		parse(test, "try false\nif ok\nfail A\nelse\nif bl.e\npass\nend\nend\nfail B\n"),
		0);
	script_start(&script, 0);
	talk(&board, 0);
	assert_string_equal(script.reason, "");
	assert_int_equal(script.state, SCRIPT_PASSED);
	script_close(&script);
}

static void test_an_environment_is_dumped_without_echo_and_mark(void **state)
{
	struct test *test = *state;
	struct board board = { .answer = "a=1\r\nb=x y\r\n\r\nEnvironment size: 9/99 bytes\r\n" };
	assert_int_equal(parse(test, "env-dump env.txt\n"), 0);
	script_start(&script, 0);
	talk(&board, 0);
	assert_int_equal(script.state, SCRIPT_PASSED);
	assert_int_equal(script.dump_count, 1);
	assert_string_equal(script.dumps[0].text, "a=1\nb=x y\n\nEnvironment size: 9/99 bytes\n");
	script_close(&script);
}

static void test_an_environment_is_restored_line_by_line(void **state)
{
	struct test *test = *state;
	struct board board = { 0 };
	test_write_file("env.txt", "a=it's\n\nEnvironment size: 9/99 bytes\n");
	assert_int_equal(parse(test, "env-restore env.txt\n"), 0);
	script_start(&script, 0);
	assert_memory_equal(script.line, "setenv a 'it'\\''s'; echo", 24);
	talk(&board, 0);
	assert_int_equal(script.state, SCRIPT_PASSED);
	script_close(&script);
}

static void test_a_console_without_echo_still_gets_everything(void **state)
{
	struct test *test = *state;
	size_t sent = 0;
	assert_int_equal(parse(test, "send 0123456789abcdef0123456789\n"), 0);
	script_start(&script, 0);
	for (uint64_t now = 0; now < 5000 && script.state == SCRIPT_RUNNING; now += 20) {
		sent += script_pending(&script).len;
		script_sent(&script, script_pending(&script).len, now);
		script_tick(&script, now);
	}
	assert_int_equal(sent, 27);
	assert_int_equal(script.state, SCRIPT_PASSED);
	script_close(&script);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_all_mistakes_of_a_script_are_said_in_one_run),
		TEST(test_wait_passes_when_its_pattern_comes_in_pieces),
		TEST(test_wait_fails_when_its_time_is_up),
		TEST(test_a_number_at_the_end_of_a_command_belongs_to_it),
		TEST(test_an_escape_takes_one_or_two_digits_and_nothing_behind_them),
		TEST(test_autoboot_is_interrupted_until_the_prompt_comes),
		TEST(test_a_command_that_fails_ends_the_script),
		TEST(test_try_and_if_choose_by_status_and_by_output),
		TEST(test_an_environment_is_dumped_without_echo_and_mark),
		TEST(test_an_environment_is_restored_line_by_line),
		TEST(test_a_console_without_echo_still_gets_everything),
	};
	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
