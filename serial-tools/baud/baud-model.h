/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How likely the next bit of a sender is, given its place in the frame and the three bits before:
 * boot text with some binary in it, from classes of characters. Kept as rows of eight floats,
 * one per state of the last three bits (the youngest lowest), so that one step of the automaton
 * is a few vector operations.
 */
#ifndef SERIAL_TOOLS_BAUD_MODEL_H
#define SERIAL_TOOLS_BAUD_MODEL_H

#include <stdint.h>

/* Bits on the line per character: 8N1 (also 7E1, 7O1, and 8N2 as one with pauses), 8E1 or 8O1, 7N1. */
enum baud_frame { BAUD_FRAME_10, BAUD_FRAME_11, BAUD_FRAME_9, BAUD_FRAMES };

typedef float baud_quad __attribute__((vector_size(16)));
struct baud_row {
	baud_quad half[2]; /* states 0-3, 4-7 */
};

/* What a sender sends: boot text, or a stretch of anything at all. */
enum baud_matter { BAUD_TEXT, BAUD_BINARY, BAUD_MATTERS };

#define BAUD_PLACES 12 /* start bit, up to 9 bits, stop bit; one spare */

struct baud_model {
	/* Probability of (last three bits) at a place: from states 0-3 of the place before, from 4-7. */
	struct baud_row low[BAUD_MATTERS][BAUD_FRAMES][BAUD_PLACES];
	struct baud_row high[BAUD_MATTERS][BAUD_FRAMES][BAUD_PLACES];
	float character[256]; /* probability of a character of boot text with some binary in it */
	float idle; /* a stop bit is followed by a further high bit with this probability */
};

/* Place of the stop bit: 9, 10 or 8. */
int baud_frame_stop(enum baud_frame frame);

void baud_model_make(struct baud_model *model);

#endif
