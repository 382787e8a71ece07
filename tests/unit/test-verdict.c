/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What whole boots come to: the root of a failure, hangs, loops, resets, several streams. */
#include "test.h"

#include "lib/input.h"
#include "lib/json.h"
#include "serial-tools/verdict/boot-log.h"
#include "serial-tools/verdict/verdict-text.h"

#include <string.h>

#define SPL    "U-Boot SPL 2023.01 (Jun 22 2026 - 08:38:07 +0000)\nDRAM: 1024 MiB\n"
#define MEDIUM "Trying to boot from MMC1\n"
#define UBOOT                                                                                      \
	"\nU-Boot 2023.01 (Jun 22 2026 - 08:38:07 +0000)\n\nHit any key to stop autoboot:  0\n"
#define XEN  "(XEN) Xen version 4.17.5 (Debian)\n(XEN) Using scheduler: SMP Credit Scheduler rev2\n"
#define DOM0 "(XEN) *** LOADING DOMAIN 0 ***\n(XEN) Freed 324kB init memory.\n"
#define LINUX                                                                                      \
	"[    0.000000] Booting Linux on physical CPU 0x0\n[    0.000000] Linux version 6.1.0\n"
#define INIT "[    9.225407] Run /init as init process\n"

static struct boot_log *open_log(struct test *test, const char *goal)
{
	struct bytes stages, signatures;
	struct boot_log_options options = { .goal = goal };
	struct boot_log *log;
	const char *top = test_top(test);
	assert_int_equal(input_read(test->arena,
	                            arena_printf(test->arena, "%s/share/stages.tsv", top), 1 << 20,
	                            &stages, &test->diags),
	                 0);
	assert_int_equal(input_read(test->arena,
	                            arena_printf(test->arena, "%s/share/signatures.tsv", top),
	                            1 << 20, &signatures, &test->diags),
	                 0);
	assert_int_equal(
		boot_log_open(test->arena, stages, signatures, &options, &log, &test->diags), 0);
	return log;
}

static void take(void *context, const struct line *line)
{
	boot_log_line(context, line);
}

static void feed(struct test *test, struct boot_log *log, const char *text, int64_t time_us)
{
	struct lines *lines = lines_open(test->arena);
	lines_feed(lines, (const uint8_t *)text, strlen(text), time_us, take, log);
	lines_end(lines, take, log);
}

static struct verdict judge(struct test *test, const char *text)
{
	struct verdict verdict;
	struct boot_log *log = open_log(test, NULL);
	feed(test, log, text, TIME_NONE);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	boot_log_close(log);
	return verdict;
}

/* "spl,u-boot: kind id" */
static const char *in_short(struct test *test, const struct verdict *verdict)
{
	const char *text = "";
	for (size_t i = 0; i < verdict->stage_count; i++)
		text = arena_printf(test->arena, "%s%s%s", text, i > 0 ? "," : "",
		                    verdict->stages[i].stage);
	return arena_printf(test->arena, "%s: %s %s", text, verdict_kind_name(verdict->kind),
	                    verdict->id != NULL ? verdict->id : "-");
}

static void expect(void **state, const char *text, const char *wanted)
{
	struct verdict verdict = judge(*state, text);
	assert_string_equal(in_short(*state, &verdict), wanted);
}

static void test_a_boot_that_comes_to_init_is_fine(void **state)
{
	expect(state, SPL MEDIUM UBOOT "\nStarting kernel ...\n\n" LINUX INIT,
	       "spl,u-boot,linux,init: ok -");
}

static void test_the_file_that_was_not_loaded_is_the_root_of_the_panic_that_follows(void **state)
{
	struct test *test = *state;
	struct verdict verdict =
		judge(test, SPL MEDIUM UBOOT "Failed to load 'vmlinuz'\n"
	                                     "\nStarting kernel ...\n\n" XEN
	                                     "(XEN) Missing kernel boot module?\n"
	                                     "(XEN) Panic on CPU 0:\n"
	                                     "(XEN) Could not set up DOM0 guest OS\n");
	assert_string_equal(in_short(test, &verdict), "spl,u-boot,xen: failed uboot-load-failed");
	assert_string_equal(verdict.text, "Failed to load 'vmlinuz'");
	assert_string_equal(verdict.end_id, "xen-missing-kernel");
	assert_int_equal(verdict.end_line, 14);
}

static void test_a_file_that_was_not_loaded_is_no_failure_when_the_boot_goes_on(void **state)
{
	expect(state,
	       SPL MEDIUM UBOOT "Failed to load 'vmlinuz'\n\nStarting kernel ...\n\n" LINUX INIT,
	       "spl,u-boot,linux,init: ok -");
}

static void test_the_particular_reason_wins_over_the_headline_of_a_panic(void **state)
{
	expect(state,
	       XEN
	       "(XEN) Panic on CPU 0:\n(XEN) GICv2: Cannot find a valid address for the hypervisor\n",
	       "xen: failed xen-gic");
	expect(state, XEN "(XEN) Panic on CPU 0:\n(XEN) Something nobody has heard of\n",
	       "xen: failed xen-panic");
}

static void test_the_corrupt_ramdisk_comes_before_the_missing_root(void **state)
{
	expect(state,
	       LINUX
	       "[    2.851341] Initramfs unpacking failed: broken padding\n"
	       "[    8.0] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\n",
	       "linux: failed linux-initramfs-unpack");
}

static void test_an_oops_before_a_panic_is_the_root(void **state)
{
	expect(state,
	       LINUX
	       "[    4.1] Unable to handle kernel NULL pointer dereference at virtual address 00000000\n"
	       "[    4.2] Kernel panic - not syncing: Fatal exception in interrupt\n",
	       "linux: failed linux-oops");
}

static void test_silence_after_starting_kernel_is_a_hang(void **state)
{
	expect(state, SPL MEDIUM UBOOT "\nStarting kernel ...\n\n",
	       "spl,u-boot: hang hang-after-starting-kernel");
}

static void test_a_log_that_was_cut_right_at_starting_kernel_is_no_hang(void **state)
{
	expect(state, SPL MEDIUM UBOOT "\nStarting kernel ...\n", "spl,u-boot: ok -");
}

static void test_silence_after_xen_is_a_hang_of_dom0_even_when_xen_goes_on_talking(void **state)
{
	expect(state, XEN DOM0 "(XEN) d0v0: vGICD: unhandled word write 0xffffffff to ICACTIVER0\n",
	       "xen: hang hang-after-xen");
}

static void test_a_log_cut_in_the_middle_of_a_stage_is_no_failure(void **state)
{
	expect(state, SPL MEDIUM UBOOT "reading /vmlinuz\n", "spl,u-boot: ok -");
	expect(state, LINUX "[    0.5] pci 0000:00:00.0: something\n", "linux: ok -");
}

static void test_a_cpu_that_does_not_come_up_before_the_end_is_a_hang_with_a_clue(void **state)
{
	struct test *test = *state;
	struct verdict verdict = judge(test, LINUX "[    0.000000] CPU1: failed to come online\n");
	assert_string_equal(in_short(test, &verdict), "linux: hang hang-in-linux");
	assert_string_equal(verdict.clue_id, "linux-cpu-offline");
	expect(state, LINUX "[    0.000000] CPU1: failed to come online\n" INIT,
	       "linux,init: ok -");
}

static void test_live_silence_is_a_hang_only_after_the_patience_of_the_last_milestone(void **state)
{
	struct test *test = *state;
	struct boot_log *log = open_log(test, NULL);
	struct verdict verdict;
	feed(test, log, XEN, 1000000);
	int64_t patience = boot_log_patience(log);
	assert_in_range(patience, 5000000, 60000000);
	assert_false(boot_log_silence(log, 1000000 + patience - 1));
	assert_true(boot_log_silence(log, 1000000 + patience));
	boot_log_verdict(log, BOOT_END_TIMEOUT, &verdict);
	assert_string_equal(in_short(test, &verdict), "xen: hang hang-in-xen-scheduler");
	assert_true(verdict.silent);
	assert_int_equal(verdict.silence_us, patience);
	assert_string_equal(verdict.milestone, "scheduler chosen");
	assert_int_equal(verdict_exit_code(&verdict), 13);
	boot_log_close(log);
}

static void test_silence_at_a_prompt_is_no_hang(void **state)
{
	struct test *test = *state;
	struct boot_log *log = open_log(test, NULL);
	struct line prompt = { .time_us = 5, .number = 9, .text = "=> ", .len = 3, .half = true };
	feed(test, log, SPL MEDIUM UBOOT, 5);
	boot_log_half(log, &prompt);
	assert_false(boot_log_silence(log, INT64_C(900000000)));
	boot_log_close(log);
}

static void test_a_board_that_starts_three_times_without_getting_further_is_in_a_loop(void **state)
{
	struct test *test = *state;
	struct verdict verdict = judge(test, SPL MEDIUM SPL MEDIUM SPL MEDIUM SPL);
	assert_string_equal(in_short(test, &verdict), "spl: failed spl-reset-loop");
	assert_int_equal(verdict.resets, 3);
	assert_true(verdict.loop);
	assert_int_equal(verdict.line, 3);
}

static void test_one_reset_before_a_good_boot_is_no_failure(void **state)
{
	struct test *test = *state;
	struct verdict verdict = judge(test, SPL MEDIUM UBOOT
	                               "data abort\nresetting ...\n" SPL MEDIUM UBOOT
	                               "\nStarting kernel ...\n\n" LINUX INIT "board login: \n");
	assert_string_equal(in_short(test, &verdict), "spl,u-boot,linux,init,login: ok -");
	assert_int_equal(verdict.resets, 1);
}

static void test_a_panic_before_a_reset_is_the_verdict_when_the_next_boot_is_cut(void **state)
{
	expect(state,
	       SPL UBOOT
	       "\nStarting kernel ...\n\n" LINUX INIT
	       "[  12.0] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000b00\n" SPL,
	       "spl,u-boot,linux,init: failed linux-init-killed");
}

static void test_a_line_of_dom0_that_xen_has_cut_in_two_is_read_as_one(void **state)
{
	expect(state,
	       XEN DOM0 LINUX
	       "[    5.2] Kernel panic - not syn(XEN) d0v1 something\ncing: No working init found.\n",
	       "xen,linux: failed linux-no-init");
}

static void test_a_domain_that_xen_passes_on_does_not_look_like_a_reset(void **state)
{
	struct test *test = *state;
	struct verdict verdict = judge(test, XEN DOM0 LINUX INIT
	                               "(XEN) DOM1: [    0.000000] Linux version 6.1.0\n"
	                               "(XEN) DOM1: [    1.225407] Run /init as init process\n");
	assert_string_equal(in_short(test, &verdict), "xen,linux,init: ok -");
	assert_int_equal(verdict.resets, 0);
}

static void test_stamps_of_the_hypervisor_do_not_hide_its_lines(void **state)
{
	expect(state,
	       "(XEN) [2026-11-21 07:46:40] Xen version 4.17.5 (Debian)\n"
	       "(XEN) [2026-11-21 07:46:41.250] Panic on CPU 0:\n"
	       "(XEN) [2026-11-21 07:46:41.250] Xen BUG at common/page_alloc.c:1423\n",
	       "xen: failed xen-bug");
}

static void test_words_of_a_loader_in_a_later_stage_mean_nothing(void **state)
{
	expect(state,
	       SPL UBOOT
	       "\nStarting kernel ...\n\n" LINUX
	       "[    1.1] foo: get ldo name for vcc-dram failed, DRAM init failed: -5\n" INIT,
	       "spl,u-boot,linux,init: ok -");
}

static void test_a_loaders_prompt_counts_only_where_the_boot_ends_there(void **state)
{
	expect(state, SPL UBOOT "=> \n", "spl,u-boot,u-boot-prompt: ok -");
	expect(state, SPL UBOOT "=> \n=> boot\n\nStarting kernel ...\n\n" LINUX,
	       "spl,u-boot,linux: ok -");
	expect(state, SPL UBOOT "Card did not respond to voltage select! : -110\n=> \n",
	       "spl,u-boot,u-boot-prompt: failed uboot-mmc-error");
}

static void test_the_goal_makes_the_difference_between_fine_and_timed_out(void **state)
{
	struct test *test = *state;
	struct boot_log *log = open_log(test, "login");
	struct verdict verdict;
	feed(test, log, LINUX INIT, 7);
	assert_false(boot_log_goal(log));
	boot_log_verdict(log, BOOT_END_TIMEOUT, &verdict);
	assert_int_equal(verdict_exit_code(&verdict), 11);
	boot_log_verdict(log, BOOT_END_LOST, &verdict);
	assert_int_equal(verdict_exit_code(&verdict), 12);
	feed(test, log, "board login: ", 8);
	assert_true(boot_log_goal(log));
	boot_log_verdict(log, BOOT_END_TIMEOUT, &verdict);
	assert_int_equal(verdict_exit_code(&verdict), 0);
	boot_log_close(log);
}

static void test_with_its_goal_reached_a_boot_has_not_failed_by_an_error_on_the_way(void **state)
{
	struct test *test = *state;
	struct boot_log *log = open_log(test, "login");
	struct verdict verdict;
	feed(test, log, LINUX INIT "[   25.6] rcu: INFO: rcu_sched self-detected stall on CPU\n",
	     7);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	assert_string_equal(verdict.id, "linux-rcu-stall");
	feed(test, log, "board login: ", 8);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	assert_int_equal(verdict.kind, VERDICT_OK);
	boot_log_close(log);
}

static void test_stages_have_their_times_and_durations(void **state)
{
	struct test *test = *state;
	struct boot_log *log = open_log(test, NULL);
	struct verdict verdict;
	feed(test, log, SPL, 1000);
	feed(test, log, UBOOT, 250000);
	feed(test, log, LINUX, 4250000);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	assert_int_equal(verdict.stage_count, 3);
	assert_int_equal(verdict.stages[1].time_us, 250000);
	assert_int_equal(verdict.stages[1].duration_us, 4000000);
	assert_int_equal(verdict.stages[2].duration_us, 0);
	boot_log_close(log);
}

static void test_a_million_random_bytes_give_no_verdict_and_no_growth(void **state)
{
	struct test *test = *state;
	struct boot_log *log = open_log(test, NULL);
	struct lines *lines = lines_open(test->arena);
	struct verdict verdict;
	uint8_t block[4096];
	uint32_t seed = 1;
	for (int i = 0; i < 256; i++) {
		for (size_t k = 0; k < sizeof(block); k++)
			block[k] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24);
		lines_feed(lines, block, sizeof(block), i, take, log);
	}
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	assert_int_equal(verdict.kind, VERDICT_OK);
	assert_int_equal(verdict.stage_count, 0);
	boot_log_close(log);
}

static void test_the_verdict_as_json_names_line_text_and_exit_code(void **state)
{
	struct test *test = *state;
	struct verdict verdict =
		judge(test, LINUX "[    5.2] Kernel panic - not syncing: No working init found.\n");
	struct text text = text_make(test->arena);
	struct json json = json_make(&text);
	const struct json_value *value;
	json_object(&json);
	verdict_json(&verdict, &json);
	json_end(&json);
	assert_int_equal(
		json_read(test->arena, text_bytes(&text, "verdict.json"), &value, &test->diags), 0);
	assert_string_equal(json_member_text(value, "verdict", ""), "failed");
	assert_string_equal(json_member_text(value, "label", ""), "linux-no-init");
	assert_string_equal(json_member_text(value, "exit_code", ""), "10");
	assert_string_equal(json_member_text(json_member(value, "failure"), "line", ""), "3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_boot_that_comes_to_init_is_fine),
		TEST(test_the_file_that_was_not_loaded_is_the_root_of_the_panic_that_follows),
		TEST(test_a_file_that_was_not_loaded_is_no_failure_when_the_boot_goes_on),
		TEST(test_the_particular_reason_wins_over_the_headline_of_a_panic),
		TEST(test_the_corrupt_ramdisk_comes_before_the_missing_root),
		TEST(test_an_oops_before_a_panic_is_the_root),
		TEST(test_silence_after_starting_kernel_is_a_hang),
		TEST(test_a_log_that_was_cut_right_at_starting_kernel_is_no_hang),
		TEST(test_silence_after_xen_is_a_hang_of_dom0_even_when_xen_goes_on_talking),
		TEST(test_a_log_cut_in_the_middle_of_a_stage_is_no_failure),
		TEST(test_a_cpu_that_does_not_come_up_before_the_end_is_a_hang_with_a_clue),
		TEST(test_live_silence_is_a_hang_only_after_the_patience_of_the_last_milestone),
		TEST(test_silence_at_a_prompt_is_no_hang),
		TEST(test_a_board_that_starts_three_times_without_getting_further_is_in_a_loop),
		TEST(test_one_reset_before_a_good_boot_is_no_failure),
		TEST(test_a_panic_before_a_reset_is_the_verdict_when_the_next_boot_is_cut),
		TEST(test_a_line_of_dom0_that_xen_has_cut_in_two_is_read_as_one),
		TEST(test_a_domain_that_xen_passes_on_does_not_look_like_a_reset),
		TEST(test_stamps_of_the_hypervisor_do_not_hide_its_lines),
		TEST(test_words_of_a_loader_in_a_later_stage_mean_nothing),
		TEST(test_a_loaders_prompt_counts_only_where_the_boot_ends_there),
		TEST(test_the_goal_makes_the_difference_between_fine_and_timed_out),
		TEST(test_with_its_goal_reached_a_boot_has_not_failed_by_an_error_on_the_way),
		TEST(test_stages_have_their_times_and_durations),
		TEST(test_a_million_random_bytes_give_no_verdict_and_no_growth),
		TEST(test_the_verdict_as_json_names_line_text_and_exit_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
