#include "baud-automaton.h"

#include <math.h>
#include <string.h>

#define FLIP        0.004f     /* a sample that no phase explains */
#define LOST        0.002f     /* the phase was lost: a pause, an overrun, another rate */
#define LATE        (1 / 32.0) /* the edge is seen up to 1/16 bit late */
#define LATE_SPREAD (1 / 55.0) /* standard deviation of that, receiver bits */
#define CLOCK       (BAUD_STEP / 2 - 0.5) /* half a step of the grid, per receiver bit */
#define EDGES       0.02 /* standard deviation of the sender's edges, sender bits */
#define SOFT        2.5  /* beyond so many deviations a sample is sure of its bit */

void baud_automaton_reset(struct baud_hypothesis *hypothesis)
{
	int stop = baud_frame_stop(hypothesis->frame);
	memset(hypothesis->edge, 0, sizeof hypothesis->edge);
	hypothesis->edge[0][0] = hypothesis->edge[0][1] = 0.15f;
	for (int place = 2; place < stop; place++)
		hypothesis->edge[place][0] = hypothesis->edge[place][1] = 0.35f / (float)(stop - 2);
}

/* Share of samples at @distance (sender bits) past a boundary that still see the bit before. */
static float seen_early(double distance, double deviation)
{
	double z = distance / deviation;
	if (z > SOFT)
		return 0;
	return (float)(0.5 * erfc(z / sqrt(2)));
}

void baud_automaton_aim(struct baud_hypothesis *hypothesis, double rate)
{
	double ratio = rate / hypothesis->rate;
	hypothesis->blind = ratio < BAUD_BLIND;
	if (hypothesis->blind)
		return;
	for (int k = 0; k < BAUD_SAMPLES; k++) {
		double at = k + 0.5 + LATE, drift = CLOCK * at, x = at / ratio, boundary = round(x);
		double deviation = sqrt(LATE_SPREAD * LATE_SPREAD + drift * drift) / ratio;
		deviation = sqrt(deviation * deviation + EDGES * EDGES);
		bool soft = boundary >= 1 && fabs(x - boundary) < SOFT * deviation;
		hypothesis->bit[k] = (uint8_t)(soft ? boundary : floor(x));
		hypothesis->early[k] = soft ? seen_early(x - boundary, deviation) : 0;
	}
	hypothesis->steps = hypothesis->bit[BAUD_SAMPLES - 1];
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
static void advance(const struct baud_model *model, enum baud_frame frame, int stop,
                    struct baud_row *row)
{
	const struct baud_row *low = model->low[frame], *high = model->high[frame];
	struct baud_row idle = follow(&row[stop], &low[stop], &high[stop]);
	struct baud_row start = follow(&row[stop], &low[0], &high[0]);
	for (int place = stop; place > 0; place--)
		row[place] = follow(&row[place - 1], &low[place], &high[place]);
	for (int half = 0; half < 2; half++) {
		row[stop].half[half] += idle.half[half] * model->idle;
		row[0].half[half] = start.half[half] * (1 - model->idle);
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
static void part_at_stop(const struct baud_hypothesis *h, struct baud_levels levels, int stop,
                         const struct baud_row *row, struct baud_row *behind)
{
	baud_quad by = { 1, 1, 1, 1 };
	for (int k = 0; k < BAUD_SAMPLES; k++)
		if (h->bit[k] == h->steps && (k < BAUD_SAMPLES - 1 || levels.stop_known))
			by *= sampled(levels.level >> k & 1, 0);
	memcpy(behind, row, (size_t)(stop + 1) * sizeof *row);
	weigh(behind, stop, by * h->early[BAUD_SAMPLES - 1]);
}

/* Runs the sender's bits under the receiver's samples. */
static void run_bits(const struct baud_model *model, const struct baud_hypothesis *h,
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
			advance(model, h->frame, stop, row);
		for (; k < BAUD_SAMPLES && h->bit[k] == bit; k++)
			if (k < BAUD_SAMPLES - 1 || levels.stop_known) {
				by *= sampled(levels.level >> k & 1, h->early[k]);
				any = true;
			}
		if (any || bit == h->steps)
			weigh(row, stop, bit == h->steps ? by * late : by);
	}
}

/* The receiver waits for the next falling edge: collects it by place. */
static void find_edge(const struct baud_model *model, enum baud_frame frame, int stop,
                      const struct baud_row *row, float edge[][2])
{
	struct baud_row carried = row[0];
	baud_quad start;
	for (int place = 1; place <= stop; place++) {
		struct baud_row to =
			follow(&carried, &model->low[frame][place], &model->high[frame][place]);
		for (int half = 0; half < 2; half++) {
			edge[place][half] = to.half[half][2];
			to.half[half][2] = 0;
			carried.half[half] = to.half[half] + row[place].half[half];
		}
	}
	start = carried.half[0] + carried.half[1];
	edge[0][0] = edge[0][1] = 0.5f * (start[0] + start[1] + start[2] + start[3]);
}

double baud_automaton_step(const struct baud_model *model, struct baud_hypothesis *h,
                           struct baud_levels levels)
{
	struct baud_row row[BAUD_PLACES], behind[BAUD_PLACES];
	int stop = baud_frame_stop(h->frame);
	float sum = 0, noise = levels.stop_known ? 1 / 512.0f : 1 / 256.0f;
	memset(row, 0, sizeof row);
	memset(behind, 0, sizeof behind);
	for (int place = 0; place <= stop; place++)
		for (int half = 0; half < 2; half++)
			row[place].half[half][2] = h->edge[place][half];
	run_bits(model, h, levels, stop, row, behind);
	for (int place = 0; place <= stop; place++)
		for (int half = 0; half < 2; half++)
			row[place].half[half] += behind[place].half[half];
	find_edge(model, h->frame, stop, row, h->edge);
	for (int place = 0; place <= stop; place++)
		sum += h->edge[place][0] + h->edge[place][1];
	float keep = sum > 1e-20f ? (1 - LOST) / sum : 0, fresh = sum > 1e-20f ? LOST : 1;
	struct baud_hypothesis any = { .frame = h->frame };
	baud_automaton_reset(&any);
	for (int place = 0; place <= stop; place++)
		for (int i = 0; i < 2; i++)
			h->edge[place][i] = h->edge[place][i] * keep + any.edge[place][i] * fresh;
	return log((1 - LOST) * (double)sum + LOST * (double)noise);
}
