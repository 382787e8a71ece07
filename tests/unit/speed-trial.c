/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "speed-trial.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SLICE        0.0005 /* seconds between two reads of the port */
#define COUNT_SLICES 40     /* … and between two at its driver's counters */
#define PACKET       62
#define PACKET_S     0.016

const char *const speed_chip_names[CHIPS] = { "ideal", "cp2102", "ftdi", "ch340", "cdc" };

double speed_chip_achieves(enum speed_chip chip, double wish)
{
	static const double cp[] = { 300,    600,    1200,   1800,   2400,   4000,   4800,   7200,
		                     9600,   14400,  16000,  19200,  28800,  38400,  51200,  56000,
		                     57600,  64000,  76800,  115200, 128000, 153600, 230400, 250000,
		                     256000, 460800, 500000, 576000, 921600, 1000000 };
	double best = 0;
	if (chip == CHIP_CP2102)
		for (size_t i = 0; i < sizeof cp / sizeof *cp; i++)
			best = fabs(cp[i] - wish) <= fabs(best - wish) ? cp[i] : best;
	else if (chip == CHIP_FTDI)
		best = wish > 3e6 ? 9600 : 24e6 / round(24e6 / wish);
	else if (chip == CHIP_CH340)
		for (int e = 2; e <= 12; e++)
			for (int n = 2; n <= 256; n++) {
				double rate = 48e6 / ((double)(1 << e) * n);
				best = rate <= 3e6 && fabs(rate - wish) < fabs(best - wish) ? rate
				                                                            : best;
			}
	else
		best = wish;
	return best;
}

struct port {
	enum speed_chip chip;
	struct uart_receiver receiver;
	struct uart_char packet[PACKET];
	int packed;
	uint8_t out[BAUD_TAKE];
	size_t len;
	uint64_t errors;           /* counted since they were last asked for */
	double next_rate, next_at; /* a rate that is not yet in force */
};

static void put(struct port *port, uint8_t value, bool bad)
{
	if (port->len + 3 > sizeof port->out)
		return;
	if (bad || value == 0xff)
		port->out[port->len++] = 0xff;
	if (bad)
		port->out[port->len++] = 0;
	port->out[port->len++] = value;
}

static void put_packet(struct port *port)
{
	bool bad = false;
	for (int i = 0; i < port->packed; i++)
		bad |= port->packet[i].framing;
	for (int i = 0; i < port->packed; i++)
		put(port, port->packet[i].value, bad);
	port->packed = 0;
}

/* What arrives at the tty between the last call and @until. */
static void arrive(struct port *port, double until)
{
	struct uart_char c;
	port->len = 0;
	while (port->len < sizeof port->out - 3 * PACKET &&
	       uart_receive(&port->receiver, until, &c)) {
		if (port->chip != CHIP_FTDI) {
			port->errors += c.framing;
			put(port, c.value, c.framing && port->chip <= CHIP_CP2102);
			continue;
		}
		port->packet[port->packed++] = c;
		if (port->packed == PACKET)
			put_packet(port);
	}
	if (port->packed > 0 && until - port->packet[0].end > PACKET_S)
		put_packet(port);
}

static void note(const struct speed_trial *trial, const struct baud_search *search, double now,
                 size_t sent, double truth, struct speed_result *result)
{
	bool right = fabs(search->rate / truth - 1) <= 0.0251 ||
	             fabs(search->rate / (truth * (1 + trial->skew / 100)) - 1) <= 0.0251;
	if (result->rate == 0) {
		result->rate = search->rate;
		result->confidence = search->confidence;
		result->bytes = sent;
		result->seconds = now;
	}
	result->last_rate = search->rate;
	result->last_bytes = sent;
	result->last_seconds = now;
	result->wrong_and_sure |= !right && search->confidence > 0.9;
}

static double set_rate(const struct speed_trial *trial, struct port *port, double wish, double now)
{
	double rate = speed_chip_achieves(trial->chip, wish);
	port->next_rate = rate;
	port->next_at = now + (now > 0 ? trial->late : 0);
	return trial->chip == CHIP_CP2102 || trial->chip_known ? rate : wish;
}

static void take_rate(struct port *port, double now)
{
	if (port->next_rate == 0 || now < port->next_at)
		return;
	if (port->next_rate != port->receiver.rate)
		port->receiver.now = fmax(port->receiver.now, now);
	port->receiver.rate = port->next_rate;
	port->next_rate = 0;
}

static const struct baud_adapter *adapter_of(const struct speed_trial *trial)
{
	return baud_adapter_of(trial->chip_known ? speed_chip_names[trial->chip] : NULL);
}

static double truth_at(const struct speed_trial *trial, size_t sent)
{
	return trial->then_rate > 0 && sent >= trial->then_at ? trial->then_rate : trial->rate;
}

static void run(const struct speed_trial *trial, const struct uart_line *line,
                struct baud_search *search, struct speed_result *result)
{
	static struct port port;
	double now = 0, wish = trial->fixed > 0 ? trial->fixed : BAUD_FIRST_RATE, due = 0;
	memset(&port, 0, sizeof port);
	port.chip = trial->chip;
	port.receiver = (struct uart_receiver){ line, 0, 0, 0, trial->phase };
	baud_search_open(search, adapter_of(trial), set_rate(trial, &port, wish, 0),
	                 trial->fixed > 0 ? BAUD_SEARCH_WATCH : BAUD_SEARCH_FIND, 0);
	while (now < line->end + 0.02 && (trial->then_rate > 0 || result->rate == 0)) {
		if (baud_search_wants(search) != 0 && due == 0)
			due = now == 0 ? 0 : now + trial->latency;
		if (baud_search_wants(search) != 0 && now >= due) {
			if (trial->verbose)
				printf("  %.2f ms: %zu sent: receiver %u\n", now * 1e3,
				       uart_line_sent_by(line, now), baud_search_wants(search));
			double achieved = set_rate(trial, &port, baud_search_wants(search), now);
			baud_search_set(search, achieved, (int64_t)(now * 1e6));
			result->sets++;
			due = 0;
		}
		take_rate(&port, now);
		now += SLICE;
		arrive(&port, now);
		baud_search_take(search, port.out, port.len, (int64_t)(now * 1e6));
		if (trial->counts && (size_t)(now / SLICE) % COUNT_SLICES == 0) {
			baud_search_counted(search, port.errors, (int64_t)(now * 1e6));
			port.errors = 0;
		}
		if (baud_search_says(search) != NULL && search->rate != 0) {
			size_t sent = uart_line_sent_by(line, now);
			if (trial->verbose)
				printf("  %.2f ms: %zu sent: %s\n", now * 1e3, sent,
				       search->message);
			note(trial, search, now, sent, truth_at(trial, sent), result);
		}
	}
}

struct speed_result speed_trial_run(const struct speed_trial *trial, struct baud_search *search)
{
	struct speed_result result = { 0 };
	struct uart_line line;
	size_t first = trial->then_rate > 0 ? trial->then_at : trial->len;
	clock_t began = clock();
	uart_line_open(&line, trial->len);
	uart_line_send(&line, trial->text, first, trial->rate * (1 + trial->skew / 100),
	               trial->mode);
	uart_line_send(&line, trial->text + first, trial->len - first,
	               trial->then_rate * (1 + trial->skew / 100), trial->mode);
	run(trial, &line, search, &result);
	uart_line_close(&line);
	result.cpu = (double)(clock() - began) / CLOCKS_PER_SEC;
	return result;
}
