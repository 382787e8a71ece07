/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-automaton.h"

#include <math.h>
#include <string.h>

#define FLIP   0.004f /* a sample that no phase explains */
#define LOST   0.002f /* the phase was lost: a pause, an overrun, another rate */
#define TURN   0.03f  /* text and binary turn into each other, per character */
#define SPIKES 3      /* edges in a row that are no start */
#define LOOKS  16     /* per bit: the edge is seen up to so large a part of a bit late */
#define CLOCK  0.0029 /* deviation of a true rate from the grid's, per receiver bit */
#define EDGES  0.01   /* deviation of the sender's edges, sender bits */

struct baud_tables {
	const struct baud_row *low, *high;
	float idle;
};

void baud_automaton_reset(struct baud_phase *phase, enum baud_frame frame)
{
	memset(phase->edge, 0, sizeof phase->edge);
	phase->binary = 0.2f;
	baud_automaton_renew(phase, frame, 1);
}

void baud_automaton_renew(struct baud_phase *phase, enum baud_frame frame, float share)
{
	int stop = baud_frame_stop(frame);
	for (int place = 0; place <= stop; place++)
		for (int half = 0; half < 2; half++) {
			float any = place == 0 ? 0.15f : place == 1 ? 0 : 0.35f / (float)(stop - 1);
			phase->edge[place][half] += share * (any - phase->edge[place][half]);
		}
}

/* Probability that a sample @at receiver bits after the edge was looked for falls before a boundary
 * @ahead receiver bits after it; the edge is seen late by anything up to one look. */
static double seen_early(double at, double ahead, double deviation)
{
	double sum = 0;
	for (int part = 1; part < 8; part += 2)
		sum += 0.5 * erfc((at + part / (8.0 * LOOKS) - ahead) / deviation / M_SQRT2);
	return sum / 4;
}

void baud_automaton_aim(struct baud_phase *phase, double sender, double receiver)
{
	double ratio = receiver / sender;
	phase->blind = ratio < BAUD_BLIND;
	if (phase->blind)
		return;
	for (int k = 0; k < BAUD_SAMPLES; k++) {
		double at = k + 0.5, middle = at + 0.5 / LOOKS, boundary = round(middle / ratio);
		double deviation = hypot(CLOCK * at, EDGES * ratio), early;
		early = boundary < 1 ? 0 : seen_early(at, boundary * ratio, deviation);
		if (early > 0.995)
			boundary--;
		phase->bit[k] = (uint8_t)boundary;
		phase->early[k] = early < 0.005 || early > 0.995 ? 0 : (float)early;
	}
	phase->steps = phase->bit[BAUD_SAMPLES - 1];
}

/* The row of a place from the row of the place before. */
static struct baud_row follow(const struct baud_row *from, const struct baud_row *low,
                              const struct baud_row *high)
{
	baud_quad a = from->half[0], b = from->half[1];
	return (struct baud_row){ {
		__builtin_shufflevector(a, a, 0, 0, 1, 1) * low->half[0] +
			__builtin_shufflevector(b, b, 0, 0, 1, 1) * high->half[0],
		__builtin_shufflevector(a, a, 2, 2, 3, 3) * low->half[1] +
			__builtin_shufflevector(b, b, 2, 2, 3, 3) * high->half[1],
	} };
}

/* One sender bit onwards: every place moves to the next, the stop bit to start or idle. */
static void advance(const struct baud_tables *tables, int stop, struct baud_row *row)
{
	const struct baud_row *low = tables->low, *high = tables->high;
	struct baud_row idle = follow(&row[stop], &low[stop], &high[stop]);
	struct baud_row start = follow(&row[stop], &low[0], &high[0]);
	for (int place = stop; place > 0; place--)
		row[place] = follow(&row[place - 1], &low[place], &high[place]);
	for (int half = 0; half < 2; half++) {
		row[stop].half[half] += idle.half[half] * tables->idle;
		row[0].half[half] = start.half[half] * (1 - tables->idle);
	}
}

/* What a sample that saw @level says of the last two bits, when with probability @early it saw the
 * bit before the last. */
static baud_quad sampled(unsigned level, float early)
{
	const baud_quad last = { 0, 1, 0, 1 }, before = { 0, 0, 1, 1 };
	baud_quad one = last * (1 - early) + before * early;
	return (level ? one : 1 - one) * (1 - 2 * FLIP) + FLIP;
}

static void weigh(struct baud_row *row, int stop, baud_quad by)
{
	for (int place = 0; place <= stop; place++) {
		row[place].half[0] *= by;
		row[place].half[1] *= by;
	}
}

/* The states at the receiver's stop bit: the part in which the boundary near it is still ahead is
 * put aside in @behind. */
static void part_at_stop(const struct baud_phase *h, struct baud_levels levels, int stop,
                         const struct baud_row *row, struct baud_row *behind)
{
	baud_quad by = { 1, 1, 1, 1 };
	for (int k = 0; k < BAUD_SAMPLES; k++)
		if ((k < BAUD_SAMPLES - 1 || levels.stop_known) && h->bit[k] == h->steps)
			by *= sampled(levels.level >> k & 1, 0);
	memcpy(behind, row, (size_t)(stop + 1) * sizeof *row);
	weigh(behind, stop, by * h->early[BAUD_SAMPLES - 1]);
}

/* Runs the sender's bits under the receiver's samples. */
static void run_bits(const struct baud_tables *tables, const struct baud_phase *h,
                     struct baud_levels levels, int stop, struct baud_row *row,
                     struct baud_row *behind)
{
	float late = 1 - h->early[BAUD_SAMPLES - 1];
	int k = 0;
	for (int bit = 0; bit <= h->steps; bit++) {
		baud_quad by = { 1, 1, 1, 1 };
		bool any = false;
		if (bit > 0 && bit == h->steps && late < 1)
			part_at_stop(h, levels, stop, row, behind);
		if (bit > 0)
			advance(tables, stop, row);
		for (; k < BAUD_SAMPLES && h->bit[k] == bit; k++)
			if (k < BAUD_SAMPLES - 1 || levels.stop_known) {
				by *= sampled(levels.level >> k & 1, h->early[k]);
				any = true;
			}
		if (any || bit == h->steps)
			weigh(row, stop, bit == h->steps ? by * late : by);
	}
}

static float mass_of(const struct baud_row *row, int stop)
{
	baud_quad sum = row[0].half[0] + row[0].half[1];
	for (int place = 1; place <= stop; place++)
		sum += row[place].half[0] + row[place].half[1];
	return sum[0] + sum[1] + sum[2] + sum[3];
}

/* The receiver waits for the next falling edge: collects it by place. */
static void find_edge(const struct baud_tables *tables, int stop, const struct baud_row *row,
                      float edge[][2])
{
	struct baud_row carried = row[0];
	baud_quad start;
	for (int place = 1; place <= stop; place++) {
		struct baud_row to = follow(&carried, &tables->low[place], &tables->high[place]);
		for (int half = 0; half < 2; half++) {
			edge[place][half] = to.half[half][2];
			to.half[half][2] = 0;
			carried.half[half] = to.half[half] + row[place].half[half];
		}
	}
	start = carried.half[0] + carried.half[1];
	edge[0][0] = edge[0][1] = 0.5f * (start[0] + start[1] + start[2] + start[3]);
}

static void start_at(struct baud_row *row, int stop, const float edge[][2])
{
	memset(row, 0, (size_t)(stop + 1) * sizeof *row);
	for (int place = 0; place <= stop; place++)
		for (int half = 0; half < 2; half++)
			row[place].half[half][2] = edge[place][half];
}

/* A slow receiver finds the line high again in the middle of the start bit: no start, it waits for
 * the next edge. Adds those that follow such spikes. */
static void skip_spikes(const struct baud_tables *tables, const struct baud_phase *h, int stop,
                        float edge[][2])
{
	struct baud_row row[BAUD_PLACES];
	float found[BAUD_POSITION][2];
	memcpy(found, edge, sizeof found);
	for (int round = 0; round < SPIKES; round++) {
		start_at(row, stop, found);
		for (int bit = 0; bit < h->bit[0]; bit++)
			advance(tables, stop, row);
		weigh(row, stop, sampled(1, h->early[0]));
		memset(found, 0, sizeof found);
		find_edge(tables, stop, row, found);
		for (int place = 0; place <= stop; place++)
			for (int half = 0; half < 2; half++)
				edge[place][half] += found[place][half];
	}
}

/* One received character under one kind of matter: its probability, and the next edges (in the same
 * measure). */
static float step_as(const struct baud_model *model, const struct baud_phase *h,
                     enum baud_frame frame, enum baud_matter matter, struct baud_levels levels,
                     float edge[][2])
{
	struct baud_row row[BAUD_PLACES], behind[BAUD_PLACES];
	struct baud_tables tables = { model->low[matter][frame], model->high[matter][frame],
		                      model->idle };
	int stop = baud_frame_stop(frame);
	float sum;
	start_at(row, stop, h->edge);
	memset(behind, 0, sizeof behind);
	run_bits(&tables, h, levels, stop, row, behind);
	for (int place = 0; place <= stop; place++)
		for (int half = 0; half < 2; half++)
			row[place].half[half] += behind[place].half[half];
	sum = mass_of(row, stop);
	find_edge(&tables, stop, row, edge);
	if (h->bit[0] > 0)
		skip_spikes(&tables, h, stop, edge);
	return sum;
}

/* Moves on to @edge, in the measure of @sum; with a small probability the phase was lost. */
static void move_on(struct baud_phase *phase, enum baud_frame frame, float edge[][2], float sum)
{
	if (sum < 1e-20f) {
		baud_automaton_renew(phase, frame, 1);
		return;
	}
	for (int place = 0; place < BAUD_POSITION; place++)
		for (int half = 0; half < 2; half++)
			phase->edge[place][half] = edge[place][half] / sum;
	baud_automaton_renew(phase, frame, LOST);
}

double baud_automaton_step(const struct baud_model *model, struct baud_phase *h,
                           enum baud_frame frame, struct baud_levels levels)
{
	float edge[BAUD_POSITION][2] = { 0 }, other[BAUD_POSITION][2] = { 0 };
	float noise = levels.stop_known ? 1 / 512.0f : 1 / 256.0f, binary = 0, sum;
	float text = step_as(model, h, frame, BAUD_TEXT, levels, edge) * (1 - h->binary);
	if (h->binary > 0.1f || text < 2 * noise)
		binary = step_as(model, h, frame, BAUD_BINARY, levels, other) * h->binary;
	for (int place = 0; place < BAUD_POSITION; place++)
		for (int half = 0; half < 2; half++)
			edge[place][half] = edge[place][half] * (1 - h->binary) +
			                    other[place][half] * h->binary;
	sum = text + binary;
	move_on(h, frame, edge, sum);
	if (sum > 1e-20f)
		h->binary = binary / sum;
	h->binary += TURN * (0.5f - h->binary);
	return (1 - LOST) * (double)sum + LOST * (double)noise;
}
