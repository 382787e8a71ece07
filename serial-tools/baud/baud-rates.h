/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rates that a sender may have: a grid 1 % apart, and those that are in use, with how often.
 */
#ifndef SERIAL_TOOLS_BAUD_RATES_H
#define SERIAL_TOOLS_BAUD_RATES_H

#include <stdint.h>

#define BAUD_TOLERANCE 0.025 /* a rate is right when it is so near to the sender's */
#define BAUD_NEAR      0.0246 /* log distance at which a rate of the grid still counts as a usual one */
#define BAUD_LOWEST    1150.0
#define BAUD_STEP      1.01
#define BAUD_GRID      824 /* BAUD_LOWEST * BAUD_STEP^823 is 4.14 M */

/* Rates of the grid by index, and the index nearest to a rate. */
double baud_grid_rate(int i);
int baud_grid_index(double rate);

/* The rates that a sender is likely to use, ended by rate 0. */
struct baud_rate {
	uint32_t rate;
	float share; /* relative */
};
extern const struct baud_rate baud_rates[];

/* The usual rate within BAUD_TOLERANCE of @rate, else @rate. */
uint32_t baud_usual_near(double rate);

#endif
