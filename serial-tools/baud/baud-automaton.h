/* The automaton of one hypothesis: how likely is a received character, and where in the sender's
 * frame may the receiver's next falling edge be. */
#ifndef SERIAL_TOOLS_BAUD_AUTOMATON_H
#define SERIAL_TOOLS_BAUD_AUTOMATON_H

#include "serial-tools/baud/baud.h"

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

/* The probability of @levels after all before; moves on to the next falling edge. */
double baud_automaton_step(const struct baud_model *model, struct baud_phase *phase,
                           enum baud_frame frame, struct baud_levels levels);

#endif
