/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A serial port's settings through termios2, which takes any integer as a rate (BOTHER). In a file of
 * its own because <asm/termbits.h> defines struct termios again. Every request goes through a table
 * that tests replace: a pseudo terminal has no modem lines, counters or breaks.
 */
#ifndef SERIAL_TOOLS_TTY_LINE_H
#define SERIAL_TOOLS_TTY_LINE_H

#include "serial-tools/port/source.h"

struct tty_calls {
	int (*ioctl)(int fd, unsigned long request, void *argument);
};
extern const struct tty_calls tty_system_calls;

/*
 * Raw mode first (no echo: a board must not hear itself), then rate, format, flow control, CLOCAL.
 * HUPCL is left as it is. Input that has arrived is kept (TCSETS2, not TCSETSF2).
 * @achieved  the rate that the driver wrote back, bits per second; 0 when the port runs at a rate that
 *            it does not tell
 * Returns 0, or -1 (errno): ENOTTY when @fd is no terminal.
 */
int tty_line_set(const struct tty_calls *calls, int fd, const struct source_settings *settings,
                 uint32_t *achieved);

/* Changes the rate alone, in place. */
int tty_line_set_rate(const struct tty_calls *calls, int fd, uint32_t rate, uint32_t *achieved);

/* The rate that the driver tells now; 0 when it tells none. */
uint32_t tty_line_rate(const struct tty_calls *calls, int fd);

/* INPCK and PARMRK on or off: bad characters come as ff 00 c, a good ff as ff ff. */
int tty_line_set_marks(const struct tty_calls *calls, int fd, bool marks);

/* Modem lines. 1 when the port has none (ENOTTY), -1 failed. */
int tty_line_set_levels(const struct tty_calls *calls, int fd, enum source_level dtr,
                        enum source_level rts);

/* Holds the line low, or lets go of it. 1: the port has no breaks. A pseudo terminal ignores it. */
int tty_line_set_break(const struct tty_calls *calls, int fd, bool on);

/* The driver's counters since it was plugged in. 1: it counts nothing. */
int tty_line_count(const struct tty_calls *calls, int fd, struct source_counters *out);

/* Asks the driver to hand bytes on at once (ASYNC_LOW_LATENCY; an FTDI holds them 16 ms otherwise).
 * 1: it cannot. */
int tty_line_hurry(const struct tty_calls *calls, int fd);

/* No other open of the port from now on (TIOCEXCL); 1 when another program has said so before us. */
int tty_line_claim(const struct tty_calls *calls, int fd);

#endif
