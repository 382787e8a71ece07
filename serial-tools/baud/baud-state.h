/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a line: the hypotheses and how well each fitted. Written by baud.c; baud-answer.c and
 * baud-plan.c draw the conclusions.
 */
#ifndef SERIAL_TOOLS_BAUD_STATE_H
#define SERIAL_TOOLS_BAUD_STATE_H

#include "serial-tools/baud/baud-adapter.h"
#include "serial-tools/baud/baud-automaton.h"
#include "serial-tools/baud/baud-model.h"
#include "serial-tools/baud/baud-rates.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct baud_char {
	uint8_t value;
	bool marked;
};

#define BAUD_EXTRA  300 /* frames of 9 and 11 bits, near the usual rates only */
#define BAUD_PLENTY 256 /* characters at one receiver rate: more of them tell little */

/* One rate and frame, and how well it fitted. After the receiver's rate was changed characters of
 * the rate before may still be on their way: both are followed until it is clear. */
struct baud_hypothesis {
	struct baud_phase now, before;
	float before_share; /* probability that the rate before is still in force */
	float rate;
	double weight; /* log of the posterior, up to a constant */
	uint8_t frame; /* enum baud_frame */
	bool dropped, disproved;
};

struct baud {
	struct baud_model model;
	const struct baud_adapter *adapter;
	struct baud_hypothesis hypothesis[BAUD_GRID + BAUD_EXTRA];
	double prior[BAUD_GRID + BAUD_EXTRA]; /* logs */
	unsigned count;
	double garbage;        /* log weight of the hypothesis that none fits */
	double receiver;       /* achieved rate of the receiver; 0 unknown */
	double ceiling;        /* no receiver rate above this is worth a try */
	enum baud_marks marks; /* as told */
	enum baud_marks seen;  /* as found out, when not told */
	unsigned turns;        /* changes between marked and unmarked, recently */
	unsigned recent;
	bool last_marked;
	unsigned long fed;   /* characters since baud_receiver() … */
	unsigned long chars; /* … of these, since it is clear that they are of the new rate */
	double before;       /* the receiver's rate before … */
	float before_mass[BAUD_GRID]; /* … and the posterior then */
	bool arrived;                 /* so much time has passed that it should be */
	bool unsettled;               /* it is not yet clear */
	uint8_t repeat[256];          /* how often a pair was met lately, by hash */
	uint8_t last_value;
};

#endif
