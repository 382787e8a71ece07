/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saved logs of many programs: their text and their times. */
#include "test.h"

#include "serial-tools/log/log-reader.h"
#include "serial-tools/log/log-stamp.h"

#include <string.h>

struct seen {
	struct test *test;
	const char *text; /* "TIME text|…", times in microseconds, "-" for none */
};

static void see(void *context, const struct line *line)
{
	struct seen *seen = context;
	const char *time = line->time_us == TIME_NONE ? "-"
	                                              : arena_printf(seen->test->arena, "%lld",
	                                                             (long long)line->time_us);
	seen->text = arena_printf(seen->test->arena, "%s%s %.*s|", seen->text, time, (int)line->len,
	                          line->text);
}

static struct bytes bytes(const char *text)
{
	return bytes_of_string(text, "a.log");
}

static const char *read_as(struct test *test, struct bytes file, const char *format,
                           const char *timing, const char **found)
{
	struct log_source source;
	struct seen seen = { .test = test, .text = "" };
	struct bytes times = bytes(timing != NULL ? timing : "");
	assert_int_equal(log_source_open(test->arena, file, format, timing != NULL ? &times : NULL,
	                                 &source, &test->diags),
	                 0);
	log_source_read(&source, test->arena, see, &seen);
	*found = source.format;
	return seen.text;
}

static void expect(void **state, const char *log, const char *format, const char *lines)
{
	const char *found;
	assert_string_equal(read_as(*state, bytes(log), NULL, NULL, &found), lines);
	assert_string_equal(found, format);
}

static void test_raw_text_without_stamps_has_no_times(void **state)
{
	expect(state, "U-Boot SPL\r\n\r\nDRAM: 1024 MiB\r\r\n", "raw",
	       "- U-Boot SPL|- |- DRAM: 1024 MiB|");
}

static void test_a_kernels_own_stamps_are_times_but_stay_in_the_text(void **state)
{
	expect(state, "U-Boot\n[    0.500000] a\nb\n[    1.250000] c\n", "raw",
	       "- U-Boot|500000 [    0.500000] a|500000 b|1250000 [    1.250000] c|");
}

static void test_the_clocks_of_loader_and_kernel_follow_each_other(void **state)
{
	expect(state, "[381]HELLO! BOOT0\n[      0.591]Hit\n[    0.000000] L\n[    2.000000] m\n",
	       "raw",
	       "381000 [381]HELLO! BOOT0|591000 [      0.591]Hit|591000 [    0.000000] L|"
	       "2591000 [    2.000000] m|");
}

static void test_grabserial(void **state)
{
	expect(state, "[0.250149 0.250148] U-Boot\n[0.300149 0.05] x\n", "grabserial",
	       "250149 U-Boot|300149 x|");
	expect(state, "[07:47:27.295938 0.250136] a\n[07:47:28.295938 1.0] b\n", "grabserial-clock",
	       "0 a|1000000 b|");
}

static void test_tio_minicom_bootterm_and_arduino(void **state)
{
	expect(state, "[07:46:33.867] a\n[07:46:34.000] b\n", "tio", "0 a|133000 b|");
	expect(state, "[2026-11-21T07:46:40.485] a\r\n[2026-11-21T07:46:41.485] b\r\n",
	       "iso-bracket", "0 a|1000000 b|");
	expect(state, "[2026-11-21 07:47:40] a\nno stamp\n[2026-11-21 07:47:42] b\n", "minicom",
	       "0 a|0 no stamp|2000000 b|");
	expect(state, "[20250504-144312.123456] a\n[20250504-144313.123456] b\n", "bootterm",
	       "0 a|1000000 b|");
	expect(state, "20:30:01.788 -> a\n20:30:02.788 -> b\n", "arduino", "0 a|1000000 b|");
}

static void test_conserver_and_ts(void **state)
{
	expect(state,
	       "[-- Console up -- Sat Nov 21 07:46:46 2026]\n[Sat Nov 21 07:46:47 2026]a\r\r\n"
	       "[Sat Nov 21 07:46:49 2026]b\r\r\n",
	       "conserver", "0 a|2000000 b|");
	expect(state, "Nov 21 07:46:46 a\nNov 21 07:46:48 b\n", "ts", "0 a|2000000 b|");
	expect(state, "1795247206.654145 U-Boot 2023.01\n1795247207.654145 b\n", "ts-epoch",
	       "0 U-Boot 2023.01|1000000 b|");
}

static void test_our_own_log_is_told_from_a_kernels_stamps(void **state)
{
	expect(state, "[    0.003000] U-Boot SPL\n[    1.003000] [    0.000000] Linux\n", "seconds",
	       "3000 U-Boot SPL|1003000 [    0.000000] Linux|");
	expect(state, "[    0.003000] a\n[    1.003000] b\n", "raw",
	       "3000 [    0.003000] a|1003000 [    1.003000] b|");
}

static void test_a_clock_that_passes_midnight_goes_on(void **state)
{
	expect(state, "[23:59:59.000] a\n[00:00:01.000] b\n", "tio", "0 a|2000000 b|");
}

static void test_syslog_lines_lose_host_and_kernel(void **state)
{
	expect(state, "Nov 21 07:46:46 pi kernel: [    0.0] a\nNov 21 07:46:47 pi kernel: b\n",
	       "ts", "0 [    0.0] a|1000000 b|");
}

static void test_lava_gives_the_boards_text_only(void **state)
{
	expect(state,
	       "- {\"dt\": \"2026-11-21T07:46:46.000000\", \"lvl\": \"info\", \"msg\": \"start\"}\n"
	       "- {\"dt\": \"2026-11-21T07:46:46.500000\", \"lvl\": \"target\", \"msg\": \"U-Boot \\\"x\\\"\"}\n"
	       "- {\"dt\": \"2026-11-21T07:46:47.500000\", \"lvl\": \"feedback\", \"ns\": \"c\", \"msg\": \"b\\u00e9\"}\n",
	       "lava", "0 U-Boot \"x\"|1000000 b\xc3\xa9|");
}

static void test_asciinema_of_all_versions(void **state)
{
	expect(state,
	       "{\"version\": 2, \"width\": 80}\n[0.5, \"o\", \"U-B\"]\n[0.7, \"o\", \"oot\\r\\nx\"]\n[1.0, \"i\", \"y\"]\n",
	       "asciinema", "500000 U-Boot|700000 x|");
	expect(state,
	       "{\"version\": 3, \"term\": {}}\n[0.5, \"o\", \"a\\n\"]\n# note\n[0.5, \"o\", \"b\\n\"]\n",
	       "asciinema", "500000 a|1000000 b|");
	expect(state, "{\"version\": 1, \"stdout\": [[0.25, \"a\\n\"], [0.25, \"b\\n\"]]}",
	       "asciinema", "250000 a|500000 b|");
}

static void test_script_with_its_timing_file(void **state)
{
	const char *found;
	struct bytes log = bytes("Script started on 2026-11-21\nU-Boot\nx\nScript done on z\n");
	assert_string_equal(read_as(*state, log, NULL, "0.010 7\n0.500 2\n", &found),
	                    "10000 U-Boot|510000 x|");
	assert_string_equal(found, "script");
	assert_string_equal(read_as(*state, log, NULL,
	                            "H 0.0 TERM vt100\nO 0.010 7\nI 9.0 1\nO 0.500 2\n", &found),
	                    "10000 U-Boot|9510000 x|");
}

static void test_a_labgrid_log_begins_after_its_head(void **state)
{
	expect(state, "# labgrid\nx: y\n=== Log starts here ===\nU-Boot\n", "labgrid", "- U-Boot|");
}

static void test_journald_export_with_text_and_binary_messages(void **state)
{
	const char *found;
	static const char log[] =
		"__CURSOR=a\n__MONOTONIC_TIMESTAMP=1500000\nMESSAGE=hello\n\n"
		"__CURSOR=b\n__MONOTONIC_TIMESTAMP=2500000\nMESSAGE\n\x03\0\0\0\0\0\0\0x\ny\n\n";
	assert_string_equal(
		read_as(*state, bytes_of(log, sizeof(log) - 1, "j"), NULL, NULL, &found),
		"1500000 hello|2500000 x|2500000 y|");
	assert_string_equal(found, "journald");
}

static void test_utf16_of_windows_programs(void **state)
{
	const char *found;
	static const char log[] = "\xff\xfe"
				  "U\0-\0B\0\r\0\n\0\xe9\0\n";
	assert_string_equal(read_as(*state, bytes_of(log, sizeof(log), "w"), NULL, NULL, &found),
	                    "- U-B|- \xc3\xa9|");
}

static void test_notes_of_the_capture_are_not_the_boards_lines(void **state)
{
	expect(state, "U-Boot\n[-- the source is gone --]\nx\n", "raw", "- U-Boot|- x|");
}

static void test_an_unknown_format_is_refused_with_the_list(void **state)
{
	struct test *test = *state;
	struct log_source source;
	assert_int_equal(
		log_source_open(test->arena, bytes("x\n"), "putty", NULL, &source, &test->diags),
		-1);
	assert_true(
		strncmp(test_said(test),
	                "error SE210: 'putty' is no format of a log\n  hint: it is one of: raw, grabserial",
	                70) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_raw_text_without_stamps_has_no_times),
		TEST(test_a_kernels_own_stamps_are_times_but_stay_in_the_text),
		TEST(test_the_clocks_of_loader_and_kernel_follow_each_other),
		TEST(test_grabserial),
		TEST(test_tio_minicom_bootterm_and_arduino),
		TEST(test_conserver_and_ts),
		TEST(test_our_own_log_is_told_from_a_kernels_stamps),
		TEST(test_a_clock_that_passes_midnight_goes_on),
		TEST(test_syslog_lines_lose_host_and_kernel),
		TEST(test_lava_gives_the_boards_text_only),
		TEST(test_asciinema_of_all_versions),
		TEST(test_script_with_its_timing_file),
		TEST(test_a_labgrid_log_begins_after_its_head),
		TEST(test_journald_export_with_text_and_binary_messages),
		TEST(test_utf16_of_windows_programs),
		TEST(test_notes_of_the_capture_are_not_the_boards_lines),
		TEST(test_an_unknown_format_is_refused_with_the_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
