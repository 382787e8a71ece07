/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A search for a line's speed without a line and without waiting: a sender, an adapter and the
 * search under test, run against each other over simulated time.
 */
#ifndef TESTS_UNIT_SPEED_TRIAL_H
#define TESTS_UNIT_SPEED_TRIAL_H

#include "serial-tools/baud/baud-search.h"
#include "uart.h"

enum speed_chip { CHIP_IDEAL, CHIP_CP2102, CHIP_FTDI, CHIP_CH340, CHIP_CDC, CHIPS };

struct speed_trial {
	enum speed_chip chip;
	bool counts;     /* the driver counts framing errors, as it does not mark them */
	bool chip_known; /* the search knows the adapter, as from a real port's driver */
	const uint8_t *text;
	size_t len;
	double rate, skew; /* bits per second, percent */
	struct uart_mode mode;
	double then_rate; /* from byte then_at on; 0: no change */
	size_t then_at;
	double phase;   /* of the receiver's looks, 0 to 1 */
	double late;    /* seconds for which the old rate is still in force after it was set */
	double latency; /* seconds from a decision to the new rate */
	double fixed;   /* rate of the port when the search may not change it, else 0 */
	bool verbose;
};

struct speed_result {
	double rate; /* first answer, 0 none */
	double confidence;
	size_t bytes; /* sent until then */
	double seconds;
	bool wrong_and_sure; /* some answer was wrong with a confidence above 0.9 */
	double last_rate;    /* last answer and when it came */
	size_t last_bytes;
	double last_seconds;
	unsigned sets; /* rates set */
	double cpu;    /* seconds */
};

extern const char *const speed_chip_names[CHIPS];
/* What the chip makes of a wish, bits per second. */
double speed_chip_achieves(enum speed_chip chip, double wish);
struct speed_result speed_trial_run(const struct speed_trial *trial, struct baud_search *search);

#endif
