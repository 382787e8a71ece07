/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/port/tty-find.h"
#include "serial-tools/port/tty-lock.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define RUNNING 1 /* init: a process that lives */

static void test_a_lock_file_names_us_in_ten_places(void **state)
{
	struct test *test = *state;
	pid_t holder = 0;
	char path[64], expected[16];
	tty_lock_path(".", "ttyUSB0", path, sizeof(path));
	assert_string_equal(path, "./LCK..ttyUSB0");
	assert_int_equal(tty_lock_take(path, &holder), 0);
	snprintf(expected, sizeof(expected), "%10d\n", (int)getpid());
	assert_string_equal(test_read_file(test, path), expected);
	assert_int_equal(tty_lock_take(path, &holder), 0);
	tty_lock_drop(path);
	assert_int_equal(access(path, F_OK), -1);
}

static void test_the_lock_of_a_process_that_lives_is_respected(void **state)
{
	struct test *test = *state;
	pid_t holder = 0;
	test_write_file("LCK..ttyS0", "         1\n");
	assert_int_equal(tty_lock_take("LCK..ttyS0", &holder), -1);
	assert_int_equal(holder, RUNNING);
	tty_lock_drop("LCK..ttyS0");
	assert_string_equal(test_read_file(test, "LCK..ttyS0"), "         1\n");
}

static void test_the_lock_of_a_process_that_has_gone_is_taken_over(void **state)
{
	pid_t holder = 0;
	(void)state;
	test_write_file("LCK..ttyS0", " 999999999\n");
	assert_int_equal(tty_lock_take("LCK..ttyS0", &holder), 0);
	tty_lock_drop("LCK..ttyS0");
}

static void test_a_lock_directory_that_is_not_there_locks_nothing(void **state)
{
	pid_t holder = 0;
	(void)state;
	assert_int_equal(tty_lock_take("missing/LCK..ttyS0", &holder), 1);
}

static void make_dev(void)
{
	assert_int_equal(mkdir("dev", 0755), 0);
	assert_int_equal(mkdir("dev/serial", 0755), 0);
	assert_int_equal(mkdir("dev/serial/by-id", 0755), 0);
	test_write_file("dev/ttyUSB1", "");
	test_write_file("dev/ttyS0", "");
	assert_int_equal(symlink("../../ttyUSB1", "dev/serial/by-id/usb-FTDI_X-if00-port0"), 0);
}

static void test_a_word_is_a_path_a_device_or_a_name_under_by_id(void **state)
{
	struct test *test = *state;
	make_dev();
	assert_string_equal(tty_find_path(test->arena, "dev", "./here"), "./here");
	assert_string_equal(tty_find_path(test->arena, "dev", "ttyUSB1"), "dev/ttyUSB1");
	assert_string_equal(tty_find_path(test->arena, "dev", "usb-FTDI_X-if00-port0"),
	                    "dev/serial/by-id/usb-FTDI_X-if00-port0");
	assert_string_equal(tty_find_path(test->arena, "dev", "ttyUSB9"), "dev/ttyUSB9");
}

static void test_the_newest_port_is_the_one_that_appeared_last(void **state)
{
	char path[TTY_PATH];
	struct stat st;
	(void)state;
	make_dev();
	assert_int_equal(tty_find_newest("dev", 0, path), 0);
	assert_string_equal(path, "dev/ttyUSB1");
	assert_int_equal(stat("dev/ttyUSB1", &st), 0);
	int64_t then = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec;
	assert_int_equal(tty_find_newest("dev", then, path), 1);
	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
	test_write_file("dev/ttyACM0", "");
	assert_int_equal(tty_find_newest("dev", then, path), 0);
	assert_string_equal(path, "dev/ttyACM0");
}

static void test_a_port_is_known_by_the_link_that_leads_to_it(void **state)
{
	char link[TTY_PATH];
	(void)state;
	make_dev();
	assert_int_equal(tty_find_link("dev", "by-id", "dev/ttyUSB1", link), 0);
	assert_string_equal(link, "dev/serial/by-id/usb-FTDI_X-if00-port0");
	assert_int_equal(tty_find_link("dev", "by-id", "dev/ttyS0", link), 1);
	assert_int_equal(tty_find_link("dev", "by-path", "dev/ttyUSB1", link), 1);
}

static void test_the_device_of_a_link_is_what_lock_files_are_named_after(void **state)
{
	char device[TTY_PATH];
	(void)state;
	make_dev();
	assert_int_equal(tty_find_device("dev", "dev/serial/by-id/usb-FTDI_X-if00-port0", device),
	                 0);
	assert_string_equal(device, "ttyUSB1");
	assert_int_equal(tty_find_device("dev", "dev/serial/by-id", device), 1);
	assert_int_equal(tty_find_device("dev", "driver", device), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_lock_file_names_us_in_ten_places),
		TEST(test_the_lock_of_a_process_that_lives_is_respected),
		TEST(test_the_lock_of_a_process_that_has_gone_is_taken_over),
		TEST(test_a_lock_directory_that_is_not_there_locks_nothing),
		TEST(test_a_word_is_a_path_a_device_or_a_name_under_by_id),
		TEST(test_the_newest_port_is_the_one_that_appeared_last),
		TEST(test_a_port_is_known_by_the_link_that_leads_to_it),
		TEST(test_the_device_of_a_link_is_what_lock_files_are_named_after),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
