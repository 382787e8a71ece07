/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "speed-trial.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct baud_search search; /* large: not on the stack */

/* Boot-like text, different with each @seed. */
static size_t boot_text(uint8_t *to, size_t len, unsigned seed)
{
	static const char *const words[] = {
		"mmc0:",
		"registered",
		"clk",
		"usb 1-1:",
		"DRAM:",
		"1024 MiB",
		"Loading",
		"Kernel command line:",
		"console=ttyS0,115200",
		"eth0",
		"0x4a000000",
		"irq 23",
		"failed",
		"Starting kernel ...",
		"pinctrl",
		"ext4 filesystem",
		"using",
		"driver",
		"[    1.204718]",
		"systemd[1]:",
		"Reached target",
		"v5.10.2",
	};
	size_t at = 0;
	while (at < len) {
		char line[128];
		int used = 0;
		for (int i = 0; i < 4; i++, seed = seed * 1103515245 + 12345)
			used += snprintf(line + used, sizeof line - (size_t)used, "%s ",
			                 words[seed / 65536 % (sizeof words / sizeof *words)]);
		used += snprintf(line + used, sizeof line - (size_t)used, "%u\r\n",
		                 seed / 65536 % 5000);
		for (int i = 0; i < used && at < len; i++)
			to[at++] = (uint8_t)line[i];
	}
	return len;
}

static struct speed_trial trial_of(struct test *test, enum speed_chip chip, double rate,
                                   double skew)
{
	size_t len = rate < 20000 ? 2000 : (size_t)(rate * 0.15);
	uint8_t *text = arena_array(test->arena, len, 1);
	struct speed_trial trial = { .chip = chip,
		                     .text = text,
		                     .rate = rate,
		                     .skew = skew,
		                     .mode = { 8, 'N', 1 },
		                     .phase = 0.3,
		                     .latency = 0.001,
		                     .late = 0.0005 };
	trial.len = boot_text(text, len, (unsigned)rate + chip);
	return trial;
}

static void assert_finds(struct test *test, enum speed_chip chip, double rate, double skew)
{
	struct speed_trial trial = trial_of(test, chip, rate, skew);
	struct speed_result result = speed_trial_run(&trial, &search);
	if (fabs(result.rate / rate - 1) > 0.0251)
		fail_msg("%s, %.0f skew %g: found %.0f (%.2f) after %zu bytes",
		         speed_chip_names[chip], rate, skew, result.rate, result.confidence,
		         result.bytes);
	assert_true(result.bytes <= fmax(2000, 0.15 * rate));
}

static void test_the_usual_rates_are_found_through_every_adapter(void **state)
{
	static const double rates[] = { 1200,   2400,   4800,   9600,   14400,  19200,
		                        28800,  31250,  38400,  57600,  74880,  115200,
		                        128000, 144000, 230400, 250000, 460800, 500000,
		                        921600, 1e6,    1.5e6,  2e6,    3e6,    4e6 };
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
		assert_finds(*state, (enum speed_chip)(i % CHIPS), rates[i], (double)(i % 5) - 2);
	for (int chip = 0; chip < CHIPS; chip++)
		assert_finds(*state, (enum speed_chip)chip, 115200, chip - 2);
}

static void test_a_rate_on_no_list_is_found_within_its_tolerance(void **state)
{
	assert_finds(*state, CHIP_IDEAL, 187500, 0);
	assert_finds(*state, CHIP_CDC, 67000, 0);
}

static void test_115200_is_known_after_300_bytes(void **state)
{
	struct speed_trial trial = trial_of(*state, CHIP_IDEAL, 115200, 0);
	struct speed_result result = speed_trial_run(&trial, &search);
	assert_int_equal(result.rate, 115200);
	assert_true(result.bytes < 300);
	assert_true(result.confidence > 0.95);
}

/* A loader's progress, the same character again and again, before it says something. */
static void test_a_line_of_hashes_is_not_taken_for_one_at_another_rate(void **state)
{
	for (int phase = 0; phase < 8; phase++) {
		struct speed_trial trial = trial_of(*state, CHIP_CP2102, 500000, 0);
		trial.phase = phase / 8.0;
		memset((uint8_t *)trial.text, '#', 1000);
		struct speed_result result = speed_trial_run(&trial, &search);
		assert_false(result.wrong_and_sure);
		assert_int_equal(result.rate, 500000);
	}
}

/* Half of it pieces of anything at all. */
static void mix_in_binary(struct speed_trial *trial, unsigned seed)
{
	for (size_t i = 0; i < trial->len; i++, seed = seed * 1103515245 + 12345)
		if (i / 64 % 2 == 0)
			((uint8_t *)trial->text)[i] = (uint8_t)(seed / 65536);
}

static void test_what_came_before_a_rate_was_in_force_does_not_mislead(void **state)
{
	static const double rates[] = { 460800, 1e6, 4e6 };
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
		for (int chip = 0; chip < CHIPS; chip++) {
			struct speed_trial trial =
				trial_of(*state, (enum speed_chip)chip, rates[i], 2);
			trial.late = 0.028;
			mix_in_binary(&trial, (unsigned)rates[i] + (unsigned)chip);
			struct speed_result result = speed_trial_run(&trial, &search);
			if (result.wrong_and_sure || fabs(result.rate / rates[i] - 1) > 0.046)
				fail_msg("%s, %.0f: found %.0f (%.2f) after %zu bytes",
				         speed_chip_names[chip], rates[i], result.rate,
				         result.confidence, result.bytes);
		}
}

static void test_errors_that_a_driver_only_counts_speak_against_the_rate(void **state)
{
	uint8_t text[1000];
	boot_text(text, sizeof text, 3);
	for (int errors = 0; errors <= 10; errors += 5) {
		baud_search_open(&search, baud_adapter_of("cdc"), 115200, BAUD_SEARCH_WATCH, 0);
		baud_search_take(&search, text, 500, 1000);
		assert_int_equal(search.state, BAUD_LOCKED);
		baud_search_counted(&search, 90, 50000); /* of the rate before, perhaps */
		baud_search_take(&search, text + 500, 60, 150000);
		baud_search_counted(&search, (uint64_t)errors, 150000);
		assert_int_equal(search.state, errors < 8 ? BAUD_LOCKED : BAUD_SEEKING);
	}
	(void)state;
}

static void test_a_rate_is_found_where_errors_are_only_counted(void **state)
{
	static const double rates[] = { 9600, 115200, 500000, 1e6 };
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		struct speed_trial trial = trial_of(*state, CHIP_CDC, rates[i], -1);
		trial.counts = true;
		struct speed_result result = speed_trial_run(&trial, &search);
		assert_int_equal(result.rate, rates[i]);
	}
}

static void test_a_change_in_mid_stream_is_followed(void **state)
{
	struct speed_trial trial = trial_of(*state, CHIP_CDC, 115200, 1);
	trial.then_rate = 921600;
	trial.then_at = 4000;
	struct speed_result result = speed_trial_run(&trial, &search);
	assert_int_equal(result.rate, 115200);
	assert_int_equal(result.last_rate, 921600);
	assert_false(result.wrong_and_sure);
	assert_true(result.last_seconds - 4000 * 10 / 115200.0 < 0.15);
}

/* Gives @text, sent at @rate, to a search whose receiver is set to @receiver; what it said last. */
static const char *said_of(struct test *test, const uint8_t *text, size_t len,
                           struct uart_mode mode, double rate, double receiver,
                           enum baud_search_way way)
{
	struct uart_line line;
	struct uart_char c;
	const char *said = "";
	uart_line_open(&line, len);
	uart_line_send(&line, text, len, rate, mode);
	struct uart_receiver uart = { &line, 0, 0, receiver, 0.4 };
	baud_search_open(&search, baud_adapter_of(NULL), receiver, way, 0);
	while (uart_receive(&uart, line.end, &c)) {
		uint8_t bytes[3] = { 0xff, c.framing ? 0 : c.value, c.value };
		bool plain = way == BAUD_SEARCH_WATCH || (!c.framing && c.value != 0xff);
		baud_search_take(&search, plain ? &c.value : bytes,
		                 plain       ? 1
		                 : c.framing ? 3
		                             : 2,
		                 (int64_t)(c.end * 1e6));
		const char *now = baud_search_says(&search);
		if (now != NULL)
			said = arena_strdup(test->arena, now);
	}
	uart_line_close(&line);
	return said;
}

static void test_parity_and_seven_bits_are_read_off_the_characters(void **state)
{
	static const struct {
		struct uart_mode mode;
		const char *name;
	} modes[] = {
		{ { 8, 'N', 1 }, "8N1" }, { { 7, 'E', 1 }, "7E1" }, { { 7, 'O', 1 }, "7O1" },
		{ { 8, 'E', 1 }, "8E1" }, { { 8, 'O', 1 }, "8O1" }, { { 7, 'N', 1 }, "7N1" }
	};
	uint8_t text[2000];
	boot_text(text, sizeof text, 7);
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		const char *said = said_of(*state, text, sizeof text, modes[i].mode, 9600, 9600,
		                           BAUD_SEARCH_SAVED);
		char expected[32];
		snprintf(expected, sizeof expected, "speed: 9600 %s (sure ", modes[i].name);
		if (strncmp(said, expected, strlen(expected)) != 0)
			fail_msg("%s: \"%s\"", modes[i].name, said);
	}
}

static void test_a_wrong_fixed_rate_is_noticed_and_the_right_one_named(void **state)
{
	uint8_t text[8000];
	boot_text(text, sizeof text, 8);
	const struct uart_mode mode = { 8, 'N', 1 };
	assert_non_null(
		strstr(said_of(*state, text, sizeof text, mode, 115200, 460800, BAUD_SEARCH_WATCH),
	               "speed: 115200 8N1 (sure "));
	assert_string_equal(
		said_of(*state, text, sizeof text, mode, 9600, 115200, BAUD_SEARCH_WATCH),
		"speed: what comes does not fit 115200; -b auto finds the speed");
}

static void test_the_right_fixed_rate_is_not_commented_on(void **state)
{
	uint8_t text[8000];
	boot_text(text, sizeof text, 9);
	assert_string_equal(said_of(*state, text, sizeof text, (struct uart_mode){ 8, 'N', 1 },
	                            115200, 115200, BAUD_SEARCH_WATCH),
	                    "");
}

static void test_too_little_is_said_to_be_too_little(void **state)
{
	(void)state;
	baud_search_open(&search, baud_adapter_of(NULL), 460800, BAUD_SEARCH_FIND, 0);
	baud_search_tick(&search, 1000000);
	assert_null(baud_search_says(&search));
	baud_search_tick(&search, 3000000);
	assert_string_equal(baud_search_says(&search), "speed: nothing came yet; listening");
	assert_null(baud_search_says(&search));
}

static void test_marks_are_taken_out_of_the_text(void **state)
{
	const uint8_t bytes[] = { 'a', 0xff, 0xff, 'b', 0xff, 0, 'c', 'd' };
	(void)state;
	baud_search_open(&search, baud_adapter_of(NULL), 115200, BAUD_SEARCH_SAVED, 0);
	baud_search_take(&search, bytes, sizeof bytes, 0);
	struct bytes text = baud_search_text(&search);
	assert_int_equal(text.len, 5);
	assert_memory_equal(text.p,
	                    "a\xff"
	                    "bcd",
	                    5);
}

static void test_adapters_make_of_a_wish_what_their_hardware_can(void **state)
{
	(void)state;
	assert_int_equal(baud_adapter_achieves(baud_adapter_of("cp2102"), 74880), 76800);
	assert_int_equal(lround(baud_adapter_achieves(baud_adapter_of("ftdi"), 115200)), 115385);
	assert_int_equal(baud_adapter_achieves(baud_adapter_of("ftdi_sio"), 4e6), 0);
	assert_int_equal(lround(baud_adapter_achieves(baud_adapter_of("ch340"), 144000)), 144578);
	assert_int_equal(baud_adapter_achieves(baud_adapter_of(NULL), 4e6), 0);
	assert_string_equal(baud_adapter_of("no such driver")->name, "any");
}

static void test_every_adapter_can_do_115200_within_the_tolerance(void **state)
{
	(void)state;
	for (const struct baud_adapter *row = baud_adapters; row->name != NULL; row++)
		assert_true(fabs(baud_adapter_achieves(row, 115200) / 115200 - 1) < BAUD_TOLERANCE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_usual_rates_are_found_through_every_adapter),
		TEST(test_a_rate_on_no_list_is_found_within_its_tolerance),
		TEST(test_115200_is_known_after_300_bytes),
		TEST(test_a_line_of_hashes_is_not_taken_for_one_at_another_rate),
		TEST(test_what_came_before_a_rate_was_in_force_does_not_mislead),
		TEST(test_errors_that_a_driver_only_counts_speak_against_the_rate),
		TEST(test_a_rate_is_found_where_errors_are_only_counted),
		TEST(test_a_change_in_mid_stream_is_followed),
		TEST(test_parity_and_seven_bits_are_read_off_the_characters),
		TEST(test_a_wrong_fixed_rate_is_noticed_and_the_right_one_named),
		TEST(test_the_right_fixed_rate_is_not_commented_on),
		TEST(test_too_little_is_said_to_be_too_little),
		TEST(test_marks_are_taken_out_of_the_text),
		TEST(test_adapters_make_of_a_wish_what_their_hardware_can),
		TEST(test_every_adapter_can_do_115200_within_the_tolerance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
