/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/port/tty-line.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A port whose driver is played here. Its state lies in the file that the descriptor stands for, so
 * that nothing is shared between tests. */
struct driver {
	struct termios2 line;
	struct serial_icounter_struct counts;
	struct serial_struct port;
	int levels, exclusive, breaks;
	uint32_t only_rate; /* what the hardware makes of every wish; 0: the wish */
	bool broken;        /* the line is held low */
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
	case TIOCSBRK:
		driver->broken = true;
		driver->breaks++;
		return 0;
	case TIOCCBRK:
		driver->broken = false;
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

static void test_a_break_lasts_until_it_is_ended(void **state)
{
	(void)state;
	int fd = open_driver((struct driver){ 0 });
	assert_int_equal(tty_line_set_break(&played, fd, true), 0);
	assert_int_equal(tty_line_set_break(&played, fd, false), 0);
	assert_int_equal(state_of(fd).breaks, 1);
	fd = open_driver((struct driver){ .broken = true });
	assert_int_equal(tty_line_set_break(&played, fd, false), 0);
	assert_false(state_of(fd).broken);
}

static void test_a_port_without_modem_lines_or_counters_says_so(void **state)
{
	struct source_counters counters;
	(void)state;
	int fd = open_driver((struct driver){ .bare = true });
	assert_int_equal(tty_line_set_levels(&played, fd, LEVEL_ON, LEVEL_KEEP), 1);
	assert_int_equal(tty_line_count(&played, fd, &counters), 1);
	assert_int_equal(tty_line_hurry(&played, fd), 1);
	assert_int_equal(tty_line_set_break(&played, fd, true), 1);
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
		TEST(test_a_break_lasts_until_it_is_ended),
		TEST(test_a_port_without_modem_lines_or_counters_says_so),
		TEST(test_the_counters_of_the_driver_are_read),
		TEST(test_a_driver_is_asked_to_hurry_and_keeps_its_other_flags),
		TEST(test_a_port_that_was_claimed_is_not_claimed_again),
		TEST(test_a_pseudo_terminal_takes_any_rate_for_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
