/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "uart.h"

#include <math.h>
#include <stdlib.h>

#define LOOKS 16

void uart_line_open(struct uart_line *line, size_t bytes)
{
	*line = (struct uart_line){ .room = bytes };
	line->edge = malloc(bytes * 12 * sizeof *line->edge);
	line->sent = malloc(bytes * sizeof *line->sent);
	if (line->edge == NULL || line->sent == NULL)
		abort();
}

void uart_line_close(struct uart_line *line)
{
	free(line->edge);
	free(line->sent);
}

static unsigned frame_of(uint8_t byte, struct uart_mode mode, int *length)
{
	unsigned data = byte & ((1u << mode.bits) - 1), frame = data << 1;
	int n = 1 + mode.bits;
	if (mode.parity != 'N')
		frame |= ((unsigned)__builtin_parity(data) ^ (mode.parity == 'O')) << n++;
	for (int i = 0; i < mode.stops; i++)
		frame |= 1u << n++;
	*length = n;
	return frame;
}

void uart_line_send(struct uart_line *line, const uint8_t *bytes, size_t count, double rate,
                    struct uart_mode mode)
{
	unsigned level = 1;
	for (size_t i = 0; i < count && line->bytes < line->room; i++) {
		int length;
		unsigned frame = frame_of(bytes[i], mode, &length);
		for (int k = 0; k < length; k++)
			if ((frame >> k & 1) != level) {
				level = frame >> k & 1;
				line->edge[line->edges++] = line->end + k / rate;
			}
		line->end += length / rate;
		line->sent[line->bytes++] = line->end;
	}
}

size_t uart_line_sent_by(const struct uart_line *line, double time)
{
	size_t low = 0, high = line->bytes;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (line->sent[middle] <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many edges there were by @time; odd: the line is low. */
static size_t edges_by(struct uart_receiver *r, double time)
{
	while (r->at < r->line->edges && r->line->edge[r->at] <= time)
		r->at++;
	while (r->at > 0 && r->line->edge[r->at - 1] > time)
		r->at--;
	return r->at;
}

static unsigned level_of_bit(struct uart_receiver *r, double start, int bit)
{
	double look = 1 / (LOOKS * r->rate);
	unsigned high = 0;
	for (int i = 7; i <= 9; i++)
		high += !(edges_by(r, start + (LOOKS * bit + i) * look) & 1);
	return high >= 2;
}

bool uart_receive(struct uart_receiver *r, double until, struct uart_char *out)
{
	double look = 1 / (LOOKS * r->rate);
	for (;;) {
		size_t next = edges_by(r, r->now);
		unsigned value = 0;
		next += next & 1;
		if (next >= r->line->edges || r->line->edge[next] + (9 * LOOKS + 9) * look > until)
			return false;
		double fall = r->line->edge[next];
		double start = (floor(fall / look - r->phase) + 1 + r->phase) * look;
		if (level_of_bit(r, start, 0)) {
			r->now = fmax(start + 9 * look, fall + 1e-12);
			continue;
		}
		for (int bit = 1; bit <= 8; bit++)
			value |= level_of_bit(r, start, bit) << (bit - 1);
		r->now = start + (9 * LOOKS + 8) * look;
		*out = (struct uart_char){ r->now, (uint8_t)value, !level_of_bit(r, start, 9) };
		return true;
	}
}
