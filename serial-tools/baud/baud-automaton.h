/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The automaton of one hypothesis: how likely is a received character, and where in the sender's
 * frame may the receiver's next falling edge be. */
#ifndef SERIAL_TOOLS_BAUD_AUTOMATON_H
#define SERIAL_TOOLS_BAUD_AUTOMATON_H

#include "serial-tools/baud/baud-model.h"

#include <stdbool.h>
#include <stdint.h>

#define BAUD_SAMPLES  10  /* a receiver of 8N1: start, 8 data, stop */
#define BAUD_POSITION 11  /* a falling edge begins the start bit or one of up to 10 others */
#define BAUD_BLIND    0.1 /* a receiver so much slower than the sender sees noise */

/* Where in the sender's frame a receiver at one rate may be. */
struct baud_phase {
	float edge[BAUD_POSITION]
		  [2];             /* by position and the bit before the last two (a 1 and a 0) */
	float binary;              /* probability that it is sending no text just now */
	bool blind;                /* the sender is too fast to be told from noise */
	uint8_t steps;             /* sender bits from the edge to the receiver's stop bit */
	uint8_t bit[BAUD_SAMPLES]; /* the sender bit that each sample falls into … */
	float early[BAUD_SAMPLES]; /* … and the probability that it is the one before */
};

/* Levels that a receiver of 8N1 sampled: bit 0 the start bit, 1-8 the data bits, 9 the stop bit. */
struct baud_levels {
	unsigned level;
	bool stop_known;
};

/* The beginning: any phase. */
void baud_automaton_reset(struct baud_phase *phase, enum baud_frame frame);

/* Moves @phase towards any phase: @share of it (0 to 1) begins anew. */
void baud_automaton_renew(struct baud_phase *phase, enum baud_frame frame, float share);

/* Computes which bit of a sender at @sender each sample of a receiver at @receiver falls into. */
void baud_automaton_aim(struct baud_phase *phase, double sender, double receiver);

/* The probability of @levels after all before; @h moves on to the next falling edge. */
double baud_automaton_step(const struct baud_model *model, struct baud_phase *h,
                           enum baud_frame frame, struct baud_levels levels);

#endif
