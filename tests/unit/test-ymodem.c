/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/port/ymodem.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(struct ymodem *ymodem, const char *text)
{
	ymodem_receive(ymodem, bytes_of_string(text, "board"), 0);
}

static void sent_all(struct ymodem *ymodem)
{
	ymodem_sent(ymodem, ymodem_pending(ymodem).len, 0);
}

static void test_the_crc_is_that_of_the_reference(void **state)
{
	(void)state;
	assert_int_equal(ymodem_crc16(bytes_of_string("123456789", "check")), 0x31c3);
}

static void test_the_first_block_names_the_file_and_its_size(void **state)
{
	struct ymodem ymodem;
	(void)state;
	ymodem_start(&ymodem, "dir/uImage", bytes_of_string("hello", "d"), 0);
	assert_int_equal(ymodem_pending(&ymodem).len, 0);
	say(&ymodem, "garbage C");
	assert_int_equal(ymodem_pending(&ymodem).len, 133);
	assert_memory_equal(ymodem_pending(&ymodem).p,
	                    "\x01\0\xffuImage\0"
	                    "5\0",
	                    12);
}

static void test_a_refused_block_goes_out_again(void **state)
{
	struct ymodem ymodem;
	(void)state;
	ymodem_start(&ymodem, "f", bytes_of_string("hello", "d"), 0);
	say(&ymodem, "C");
	sent_all(&ymodem);
	say(&ymodem, "\x15");
	assert_int_equal(ymodem_pending(&ymodem).len, 133);
	assert_int_equal(ymodem.resent, 1);
}

static void test_a_receiver_that_does_not_ask_twice_gets_the_data_soon(void **state)
{
	struct ymodem ymodem;
	(void)state;
	ymodem_start(&ymodem, "f", bytes_of_string("hello", "d"), 0);
	say(&ymodem, "C");
	sent_all(&ymodem);
	say(&ymodem, "\x06");
	ymodem_expire(&ymodem, YMODEM_START_MS - 1);
	assert_int_equal(ymodem_pending(&ymodem).len, 0);
	ymodem_expire(&ymodem, YMODEM_START_MS);
	assert_memory_equal(ymodem_pending(&ymodem).p, "\x01\x01\xfehello\x1a", 9);
	sent_all(&ymodem);
	say(&ymodem, "C"); /* late: the data are out already */
	assert_int_equal(ymodem_pending(&ymodem).len, 0);
	assert_int_equal(ymodem.resent, 0);
}

static void test_two_cancels_end_the_transfer(void **state)
{
	struct ymodem ymodem;
	(void)state;
	ymodem_start(&ymodem, "f", bytes_of_string("hello", "d"), 0);
	say(&ymodem, "\x18\x18");
	assert_int_equal(ymodem.state, YMODEM_FAILED);
}

static void test_a_silent_receiver_fails_after_its_retries(void **state)
{
	struct ymodem ymodem;
	uint64_t now = 0;
	(void)state;
	ymodem_start(&ymodem, "f", bytes_of_string("hello", "d"), 0);
	say(&ymodem, "C");
	for (int i = 0; i < 100 && ymodem.state != YMODEM_FAILED; i++) {
		ymodem_sent(&ymodem, ymodem_pending(&ymodem).len, now);
		now += YMODEM_ANSWER_MS;
		ymodem_expire(&ymodem, now);
	}
	assert_int_equal(ymodem.state, YMODEM_FAILED);
	assert_int_equal(ymodem.resent, YMODEM_RETRIES);
}

/* rb of lrzsz on two pipes is the judge. */
static void transfer_to_rb(struct ymodem *ymodem, int to, int from)
{
	uint8_t block[4096];
	for (int turns = 0; turns < 100000 && ymodem->state < YMODEM_DONE; turns++) {
		struct pollfd polled = { from, POLLIN, 0 };
		struct bytes pending = ymodem_pending(ymodem);
		if (pending.len > 0) {
			ssize_t wrote = write(to, pending.p, pending.len);
			assert_true(wrote > 0);
			ymodem_sent(ymodem, (size_t)wrote, 0);
		} else if (poll(&polled, 1, 5000) > 0) {
			ssize_t got = read(from, block, sizeof(block));
			assert_true(got > 0);
			ymodem_receive(ymodem, bytes_of(block, (size_t)got, "rb"), 0);
		} else {
			fail_msg("rb fell silent");
		}
	}
}

static void test_rb_receives_the_file_whole(void **state)
{
	struct test *test = *state;
	int to[2], from[2], status;
	struct ymodem ymodem;
	uint8_t *data = arena_alloc(test->arena, 100001);
	if (access("/usr/bin/rb", X_OK) != 0)
		SKIP("rb (lrzsz) is not installed");
	for (size_t i = 0; i < 100001; i++)
		data[i] = (uint8_t)(i * 7 + i / 251);
	assert_int_equal(pipe(to) | pipe(from), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[1]);
		close(from[0]);
		execl("/usr/bin/rb", "rb", "-q", "--ymodem", (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	ymodem_start(&ymodem, "some/file.bin", bytes_of(data, 100001, "d"), 0);
	transfer_to_rb(&ymodem, to[1], from[0]);
	close(to[1]);
	close(from[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(ymodem.state, YMODEM_DONE);
	assert_memory_equal(test_read_file(test, "file.bin"), data, 100001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_crc_is_that_of_the_reference),
		TEST(test_the_first_block_names_the_file_and_its_size),
		TEST(test_a_refused_block_goes_out_again),
		TEST(test_a_receiver_that_does_not_ask_twice_gets_the_data_soon),
		TEST(test_two_cancels_end_the_transfer),
		TEST(test_a_silent_receiver_fails_after_its_retries),
		TEST(test_rb_receives_the_file_whole),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("ymodem", tests, NULL, NULL);
}
