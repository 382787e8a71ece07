#include "test.h"

#include "serial-tools/tty-find.h"
#include "serial-tools/tty-line.h"
#include "serial-tools/tty-lock.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUNNING 1 /* init: a process that lives */

/* A port whose driver is played here. Its state lies in the file that the descriptor stands for, so
 * that nothing is shared between tests. */
struct driver {
	struct termios2 line;
	struct serial_icounter_struct counts;
	struct serial_struct port;
	int levels, exclusive, breaks;
	uint32_t only_rate; /* what the hardware makes of every wish; 0: the wish */
	bool bare;          /* no modem lines, counters or flags */
};

static void load(int fd, struct driver *driver)
{
	assert_int_equal(pread(fd, driver, sizeof(*driver), 0), sizeof(*driver));
}

static void store(int fd, const struct driver *driver)
{
	assert_int_equal(pwrite(fd, driver, sizeof(*driver), 0), sizeof(*driver));
}

static int lacks(void)
{
	errno = ENOTTY;
	return -1;
}

static void set_line(struct driver *driver, const struct termios2 *line)
{
	driver->line = *line;
	if (driver->only_rate != 0)
		driver->line.c_ospeed = driver->line.c_ispeed = driver->only_rate;
}

static int extra(struct driver *driver, unsigned long request, void *argument)
{
	if (driver->bare)
		return lacks();
	switch (request) {
	case TIOCMBIS:
		driver->levels |= *(int *)argument;
		return 0;
	case TIOCMBIC:
		driver->levels &= ~*(int *)argument;
		return 0;
	case TIOCGICOUNT:
		*(struct serial_icounter_struct *)argument = driver->counts;
		return 0;
	case TIOCGSERIAL:
		*(struct serial_struct *)argument = driver->port;
		return 0;
	case TIOCSSERIAL:
		driver->port = *(struct serial_struct *)argument;
		return 0;
	case TCSBRK:
		driver->breaks++;
		return 0;
	}
	return lacks();
}

static int play(int fd, unsigned long request, void *argument)
{
	struct driver driver;
	int result = 0;
	load(fd, &driver);
	switch (request) {
	case TCGETS2:
		*(struct termios2 *)argument = driver.line;
		break;
	case TCSETS2:
		set_line(&driver, argument);
		break;
	case TIOCGEXCL:
		*(int *)argument = driver.exclusive;
		break;
	case TIOCEXCL:
		driver.exclusive = 1;
		break;
	default:
		result = extra(&driver, request, argument);
	}
	store(fd, &driver);
	return result;
}

static const struct tty_calls played = { play };
static const struct source_settings plain = { .bits = 8, .parity = 'N', .stop = 1 };

static int open_driver(struct driver driver)
{
	int fd = open("driver", O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	store(fd, &driver);
	return fd;
}

static struct driver state_of(int fd)
{
	struct driver driver;
	load(fd, &driver);
	close(fd);
	return driver;
}

static void test_a_port_becomes_raw_at_any_rate(void **state)
{
	struct source_settings settings = plain;
	uint32_t achieved;
	(void)state;
	int fd = open_driver((struct driver){ .line = { .c_lflag = ECHO | ICANON,
	                                                .c_oflag = OPOST,
	                                                .c_iflag = ICRNL | BRKINT,
	                                                .c_cflag = B9600 | HUPCL } });
	settings.rate = 1234567;
	assert_int_equal(tty_line_set(&played, fd, &settings, &achieved), 0);
	assert_int_equal(achieved, 1234567);
	struct driver driver = state_of(fd);
	assert_int_equal(driver.line.c_lflag, 0);
	assert_int_equal(driver.line.c_oflag, 0);
	assert_int_equal(driver.line.c_iflag, 0);
	assert_int_equal(driver.line.c_cflag & CBAUD, BOTHER);
	assert_int_equal(driver.line.c_cflag & (CSIZE | PARENB | CSTOPB | CRTSCTS), CS8);
	assert_int_equal(driver.line.c_cflag & (CLOCAL | CREAD | HUPCL), CLOCAL | CREAD | HUPCL);
}

static void test_the_rate_that_the_hardware_runs_at_is_told_not_the_wish(void **state)
{
	struct source_settings settings = plain;
	uint32_t achieved;
	(void)state;
	int fd = open_driver((struct driver){ .only_rate = 115384 });
	settings.rate = 115200;
	assert_int_equal(tty_line_set(&played, fd, &settings, &achieved), 0);
	assert_int_equal(achieved, 115384);
	assert_int_equal(tty_line_set_rate(&played, fd, 9600, &achieved), 0);
	assert_int_equal(achieved, 115384);
	close(fd);
}

static void test_without_a_rate_the_port_keeps_its_own(void **state)
{
	uint32_t achieved;
	(void)state;
	int fd = open_driver((struct driver){ .line = { .c_cflag = B57600, .c_ospeed = 57600 } });
	assert_int_equal(tty_line_set(&played, fd, &plain, &achieved), 0);
	assert_int_equal(achieved, 57600);
	assert_int_equal(state_of(fd).line.c_cflag & CBAUD, B57600);
}

static void test_seven_bits_even_parity_two_stops_and_handshake(void **state)
{
	struct source_settings settings = {
		.rate = 300, .bits = 7, .parity = 'E', .stop = 2, .flow = FLOW_RTSCTS
	};
	uint32_t achieved;
	(void)state;
	int fd = open_driver((struct driver){ 0 });
	assert_int_equal(tty_line_set(&played, fd, &settings, &achieved), 0);
	tcflag_t flags = state_of(fd).line.c_cflag;
	assert_int_equal(flags & CSIZE, CS7);
	assert_int_equal(flags & (PARENB | PARODD), PARENB);
	assert_true((flags & CSTOPB) != 0);
	assert_true((flags & CRTSCTS) != 0);
}

static void test_five_bits_odd_parity_and_xon_xoff(void **state)
{
	struct source_settings settings = {
		.bits = 5, .parity = 'O', .stop = 1, .flow = FLOW_XONXOFF
	};
	uint32_t achieved;
	(void)state;
	int fd = open_driver((struct driver){ 0 });
	assert_int_equal(tty_line_set(&played, fd, &settings, &achieved), 0);
	struct driver driver = state_of(fd);
	assert_int_equal(driver.line.c_cflag & CSIZE, CS5);
	assert_int_equal(driver.line.c_cflag & (PARENB | PARODD), PARENB | PARODD);
	assert_int_equal(driver.line.c_iflag, IXON | IXOFF);
}

static void test_marks_can_be_turned_on_and_off_in_place(void **state)
{
	(void)state;
	int fd = open_driver((struct driver){ 0 });
	assert_int_equal(tty_line_set_marks(&played, fd, true), 0);
	struct driver driver;
	load(fd, &driver);
	assert_int_equal(driver.line.c_iflag, INPCK | PARMRK);
	assert_int_equal(tty_line_set_marks(&played, fd, false), 0);
	assert_int_equal(state_of(fd).line.c_iflag, 0);
}

static void test_modem_lines_change_only_where_asked(void **state)
{
	(void)state;
	int fd = open_driver((struct driver){ .levels = TIOCM_DTR | TIOCM_RTS });
	assert_int_equal(tty_line_set_levels(&played, fd, LEVEL_OFF, LEVEL_KEEP), 0);
	assert_int_equal(state_of(fd).levels, TIOCM_RTS);
}

static void test_a_port_without_modem_lines_or_counters_says_so(void **state)
{
	struct source_counters counters;
	(void)state;
	int fd = open_driver((struct driver){ .bare = true });
	assert_int_equal(tty_line_set_levels(&played, fd, LEVEL_ON, LEVEL_KEEP), 1);
	assert_int_equal(tty_line_count(&played, fd, &counters), 1);
	assert_int_equal(tty_line_hurry(&played, fd), 1);
	assert_int_equal(tty_line_send_break(&played, fd), 1);
	close(fd);
}

static void test_the_counters_of_the_driver_are_read(void **state)
{
	struct source_counters counters;
	(void)state;
	int fd = open_driver((struct driver){
		.counts = { .frame = 1, .parity = 2, .brk = 3, .overrun = 4, .buf_overrun = 5 } });
	assert_int_equal(tty_line_count(&played, fd, &counters), 0);
	assert_int_equal(counters.frame, 1);
	assert_int_equal(counters.parity, 2);
	assert_int_equal(counters.breaks, 3);
	assert_int_equal(counters.overrun, 4);
	assert_int_equal(counters.buffer_overrun, 5);
	close(fd);
}

static void test_a_driver_is_asked_to_hurry_and_keeps_its_other_flags(void **state)
{
	(void)state;
	int fd = open_driver((struct driver){ .port = { .flags = ASYNC_SPD_HI } });
	assert_int_equal(tty_line_hurry(&played, fd), 0);
	assert_int_equal(state_of(fd).port.flags, ASYNC_SPD_HI | ASYNC_LOW_LATENCY);
}

static void test_a_port_that_was_claimed_is_not_claimed_again(void **state)
{
	(void)state;
	int fd = open_driver((struct driver){ 0 });
	assert_int_equal(tty_line_claim(&played, fd), 0);
	assert_int_equal(tty_line_claim(&played, fd), 1);
	close(fd);
}

static void test_a_pseudo_terminal_takes_any_rate_for_real(void **state)
{
	struct source_settings settings = plain;
	char name[64];
	uint32_t achieved;
	(void)state;
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	assert_int_equal(ptsname_r(master, name, sizeof(name)), 0);
	int slave = open(name, O_RDWR | O_NOCTTY);
	settings.rate = 74880;
	assert_int_equal(tty_line_set(&tty_system_calls, slave, &settings, &achieved), 0);
	assert_int_equal(achieved, 74880);
	assert_int_equal(tty_line_set_rate(&tty_system_calls, slave, 1500000, &achieved), 0);
	assert_int_equal(achieved, 1500000);
	close(slave);
	close(master);
}

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
	usleep(20000);
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
		TEST(test_a_port_becomes_raw_at_any_rate),
		TEST(test_the_rate_that_the_hardware_runs_at_is_told_not_the_wish),
		TEST(test_without_a_rate_the_port_keeps_its_own),
		TEST(test_seven_bits_even_parity_two_stops_and_handshake),
		TEST(test_five_bits_odd_parity_and_xon_xoff),
		TEST(test_marks_can_be_turned_on_and_off_in_place),
		TEST(test_modem_lines_change_only_where_asked),
		TEST(test_a_port_without_modem_lines_or_counters_says_so),
		TEST(test_the_counters_of_the_driver_are_read),
		TEST(test_a_driver_is_asked_to_hurry_and_keeps_its_other_flags),
		TEST(test_a_port_that_was_claimed_is_not_claimed_again),
		TEST(test_a_pseudo_terminal_takes_any_rate_for_real),
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
