/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/tty-line.h"

#include <asm/termbits.h>
#include <errno.h>
#include <linux/serial.h>
#include <string.h>
#include <sys/ioctl.h>

static int system_ioctl(int fd, unsigned long request, void *argument)
{
	return ioctl(fd, request, argument);
}

const struct tty_calls tty_system_calls = { system_ioctl };

/* What a request that ports may lack has answered: 0, 1 or -1. */
static int lacking(int result)
{
	if (result >= 0)
		return 0;
	return errno == ENOTTY || errno == EINVAL || errno == EOPNOTSUPP || errno == ENOSYS ? 1
	                                                                                    : -1;
}

static tcflag_t character_size(int bits)
{
	static const tcflag_t sizes[] = { CS5, CS6, CS7, CS8 };
	return sizes[bits >= 5 && bits <= 8 ? bits - 5 : 3];
}

static void make_raw(struct termios2 *line)
{
	line->c_iflag = 0;
	line->c_oflag = 0;
	line->c_lflag = 0;
	line->c_cflag |= CREAD | CLOCAL;
	line->c_cc[VMIN] = 1;
	line->c_cc[VTIME] = 0;
}

static void set_speed(struct termios2 *line, uint32_t rate)
{
	line->c_cflag &= ~(tcflag_t)(CBAUD | CBAUD << IBSHIFT);
	line->c_cflag |= BOTHER | BOTHER << IBSHIFT;
	line->c_ispeed = line->c_ospeed = rate;
}

static void set_format(struct termios2 *line, const struct source_settings *settings)
{
	line->c_cflag &= ~(tcflag_t)(CSIZE | PARENB | PARODD | CMSPAR | CSTOPB | CRTSCTS);
	line->c_cflag |= character_size(settings->bits);
	if (settings->parity != 'N')
		line->c_cflag |= PARENB | (settings->parity == 'O' ? PARODD : 0);
	if (settings->stop == 2)
		line->c_cflag |= CSTOPB;
	if (settings->flow == FLOW_RTSCTS)
		line->c_cflag |= CRTSCTS;
	if (settings->flow == FLOW_XONXOFF)
		line->c_iflag |= IXON | IXOFF;
	if (settings->marks)
		line->c_iflag |= INPCK | PARMRK;
}

uint32_t tty_line_rate(const struct tty_calls *calls, int fd)
{
	struct termios2 line;
	return calls->ioctl(fd, TCGETS2, &line) < 0 ? 0 : line.c_ospeed;
}

int tty_line_set(const struct tty_calls *calls, int fd, const struct source_settings *settings,
                 uint32_t *achieved)
{
	struct termios2 line;
	if (calls->ioctl(fd, TCGETS2, &line) < 0)
		return -1;
	make_raw(&line);
	if (settings->rate != 0)
		set_speed(&line, settings->rate);
	set_format(&line, settings);
	if (calls->ioctl(fd, TCSETS2, &line) < 0)
		return -1;
	*achieved = tty_line_rate(calls, fd);
	return 0;
}

int tty_line_set_rate(const struct tty_calls *calls, int fd, uint32_t rate, uint32_t *achieved)
{
	struct termios2 line;
	if (calls->ioctl(fd, TCGETS2, &line) < 0)
		return -1;
	set_speed(&line, rate);
	if (calls->ioctl(fd, TCSETS2, &line) < 0)
		return -1;
	*achieved = tty_line_rate(calls, fd);
	return 0;
}

int tty_line_set_marks(const struct tty_calls *calls, int fd, bool marks)
{
	struct termios2 line;
	if (calls->ioctl(fd, TCGETS2, &line) < 0)
		return -1;
	line.c_iflag &= ~(tcflag_t)(INPCK | PARMRK);
	if (marks)
		line.c_iflag |= INPCK | PARMRK;
	return calls->ioctl(fd, TCSETS2, &line) < 0 ? -1 : 0;
}

static int set_level(const struct tty_calls *calls, int fd, enum source_level level, int line)
{
	if (level == LEVEL_KEEP)
		return 0;
	return lacking(calls->ioctl(fd, level == LEVEL_ON ? TIOCMBIS : TIOCMBIC, &line));
}

int tty_line_set_levels(const struct tty_calls *calls, int fd, enum source_level dtr,
                        enum source_level rts)
{
	int first = set_level(calls, fd, dtr, TIOCM_DTR);
	int second = set_level(calls, fd, rts, TIOCM_RTS);
	return first < 0 || second < 0 ? -1 : first | second;
}

int tty_line_set_break(const struct tty_calls *calls, int fd, bool on)
{
	return lacking(calls->ioctl(fd, on ? TIOCSBRK : TIOCCBRK, NULL));
}

int tty_line_count(const struct tty_calls *calls, int fd, struct source_counters *out)
{
	struct serial_icounter_struct counts;
	memset(&counts, 0, sizeof(counts));
	int result = lacking(calls->ioctl(fd, TIOCGICOUNT, &counts));
	*out = (struct source_counters){ .frame = (uint64_t)counts.frame,
		                         .parity = (uint64_t)counts.parity,
		                         .breaks = (uint64_t)counts.brk,
		                         .overrun = (uint64_t)counts.overrun,
		                         .buffer_overrun = (uint64_t)counts.buf_overrun };
	return result;
}

int tty_line_hurry(const struct tty_calls *calls, int fd)
{
	struct serial_struct port;
	memset(&port, 0, sizeof(port));
	if (calls->ioctl(fd, TIOCGSERIAL, &port) < 0)
		return lacking(-1);
	if ((port.flags & ASYNC_LOW_LATENCY) != 0)
		return 0;
	port.flags |= ASYNC_LOW_LATENCY;
	return lacking(calls->ioctl(fd, TIOCSSERIAL, &port));
}

int tty_line_claim(const struct tty_calls *calls, int fd)
{
	int taken = 0;
	if (calls->ioctl(fd, TIOCGEXCL, &taken) == 0 && taken != 0)
		return 1;
	return calls->ioctl(fd, TIOCEXCL, NULL) < 0 ? -1 : 0;
}
