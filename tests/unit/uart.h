/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A serial line without a line: the signal that a sender makes of bytes, and what a UART that runs
 * at another rate makes of that signal. The receiver looks 16 times per bit, takes the majority of
 * three looks in the middle of it, checks one stop bit and hunts for the next falling edge from the
 * middle of that stop bit on.
 */
#ifndef TESTS_UNIT_UART_H
#define TESTS_UNIT_UART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct uart_mode {
	int bits;    /* 7, 8 */
	char parity; /* N, E, O */
	int stops;   /* 1, 2 */
};

struct uart_line {
	double *edge; /* seconds; even ones fall */
	size_t edges, room;
	double *sent; /* end of each byte */
	size_t bytes;
	double end; /* when the last byte was sent */
};

/* Room for @bytes. */
void uart_line_open(struct uart_line *line, size_t bytes);
void uart_line_close(struct uart_line *line);
/* Appends bytes at a rate (bits per second, the sender's real one). */
void uart_line_send(struct uart_line *line, const uint8_t *bytes, size_t count, double rate,
                    struct uart_mode mode);
/* Bytes whose last bit has been sent by @time. */
size_t uart_line_sent_by(const struct uart_line *line, double time);

struct uart_receiver {
	const struct uart_line *line;
	size_t at;  /* edge */
	double now; /* nothing before this is looked at */
	double rate, phase;
};

struct uart_char {
	double end; /* when its stop bit was seen, seconds */
	uint8_t value;
	bool framing;
};

/* The next character complete by @until; false: none. */
bool uart_receive(struct uart_receiver *r, double until, struct uart_char *out);

#endif
