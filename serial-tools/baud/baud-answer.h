/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the hypotheses come to: the posterior of each rate, and the answer. */
#ifndef SERIAL_TOOLS_BAUD_ANSWER_H
#define SERIAL_TOOLS_BAUD_ANSWER_H

#include "serial-tools/baud/baud-state.h"

struct baud_answer {
	bool text;         /* it seems to send text at that rate, not anything */
	uint32_t rate;     /* bits per second, the sender's; 0: nothing is known yet */
	double confidence; /* probability that @rate is within BAUD_TOLERANCE */
	enum baud_frame frame;
	double garbage; /* probability that the line is no serial text at any rate of the grid */
};

struct baud_answer baud_answer(const struct baud *baud);

/* Sum of @mass within BAUD_TOLERANCE of @rate. */
double baud_mass_near(const double mass[BAUD_GRID], double rate);

/* Posterior of each rate of the grid, summed over frames; returns that of garbage. */
double baud_posterior(const struct baud *baud, double mass[BAUD_GRID]);

#endif
