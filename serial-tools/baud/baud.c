/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud.h"

#include "serial-tools/baud/baud-answer.h"

#include <math.h>
#include <string.h>

#define FREE_SHARE    0.10  /* of the prior: rates that are on no list */
#define FRAME_SHARE   0.02  /* of the prior of a usual rate: each of the unusual frames */
#define GARBAGE_SHARE 0.004 /* of the prior: no rate explains it */
#define HOPELESS      20.0  /* log of the odds at which a hypothesis is dropped */
#define TRUST         0.75  /* the model is not the world: logs of likelihoods count so much */
#define TIRING        4.0   /* the n-th time the same pair is seen counts 1 / (1 + n / TIRING) */
#define WEARING       48.0  /* … and so does the n-th character at one receiver rate */
#define TURNS_CHAR    5     /* so many changes of the mark within RECENT: marks are per character */
#define ARRIVES       0.01f /* a character is the first at a rate newly set, after those that are not */
#define STRAGGLER     1e-4f /* how likely it is still of the old rate when it should not be */
#define RULED_OUT     0.001 /* probability */
#define LATEST        600   /* after so many, and the time, it has to be in force */
#define MISLED        1e-3  /* probability that what one receiver rate showed was misleading */
#define RECENT        24

/* Spreads a usual rate's share over the grid rates near it. */
static void add_usual(double share[BAUD_GRID], struct baud_rate usual, double total)
{
	int first = baud_grid_index(usual.rate * exp(-BAUD_NEAR)),
	    last = baud_grid_index(usual.rate * exp(BAUD_NEAR));
	double sum = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = first; i <= last; i++) {
			double away = log(baud_grid_rate(i) / usual.rate), weight;
			if (fabs(away) > BAUD_NEAR)
				continue;
			weight = exp(-away * away / (2 * 0.012 * 0.012));
			if (pass == 0)
				sum += weight;
			else
				share[i] += weight / sum * usual.share / total * (1 - FREE_SHARE);
		}
}

static void add_hypothesis(struct baud *baud, double rate, enum baud_frame frame, double share)
{
	struct baud_hypothesis *h = &baud->hypothesis[baud->count];
	h->rate = (float)rate;
	h->frame = (uint8_t)frame;
	baud->prior[baud->count++] = log(share);
}

static void make_hypotheses(struct baud *baud)
{
	double share[BAUD_GRID], total = 0;
	for (const struct baud_rate *usual = baud_rates; usual->rate != 0; usual++)
		total += usual->share;
	for (int i = 0; i < BAUD_GRID; i++)
		share[i] = FREE_SHARE / BAUD_GRID;
	for (const struct baud_rate *usual = baud_rates; usual->rate != 0; usual++)
		add_usual(share, *usual, total);
	for (int i = 0; i < BAUD_GRID; i++)
		add_hypothesis(baud, baud_grid_rate(i), BAUD_FRAME_10, share[i]);
	for (int frame = BAUD_FRAME_11; frame <= BAUD_FRAME_9; frame++)
		for (int i = 0; i < BAUD_GRID; i++)
			if (share[i] > 4 * FREE_SHARE / BAUD_GRID &&
			    baud->count < BAUD_GRID + BAUD_EXTRA * (unsigned)frame / 2)
				add_hypothesis(baud, baud_grid_rate(i), (enum baud_frame)frame,
				               share[i] * FRAME_SHARE);
}

void baud_open(struct baud *baud, const struct baud_adapter *adapter, enum baud_marks marks)
{
	memset(baud, 0, sizeof *baud);
	baud_model_make(&baud->model);
	baud->adapter = adapter;
	baud->ceiling = adapter->highest;
	baud->marks = marks;
	make_hypotheses(baud);
	baud_restart(baud, 0);
}

static double best_weight(const struct baud *baud)
{
	double best = baud->garbage;
	for (unsigned i = 0; i < baud->count; i++)
		if (!baud->hypothesis[i].dropped && baud->hypothesis[i].weight > best)
			best = baud->hypothesis[i].weight;
	return best;
}

/* Aims all that are left at the receiver's rate. @before  what it was set to before may still come */
static void aim_all(struct baud *baud, bool before)
{
	baud->fed = baud->chars = 0;
	baud->turns = 0;
	baud->unsettled = before;
	baud->arrived = !before;
	memset(baud->repeat, 0, sizeof baud->repeat);
	for (unsigned i = 0; i < baud->count && baud->receiver > 0; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		if (h->dropped)
			continue;
		h->before = h->now;
		h->before_share = before ? 0.5f : 0;
		baud_automaton_aim(&h->now, h->rate, baud->receiver);
		baud_automaton_reset(&h->now, (enum baud_frame)h->frame);
	}
}

void baud_restart(struct baud *baud, uint32_t likely)
{
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		bool is_likely = likely != 0 && h->frame == BAUD_FRAME_10 &&
		                 fabs(log(h->rate / (double)likely)) < BAUD_NEAR;
		h->weight = is_likely ? log(exp(baud->prior[i]) + 0.2) : baud->prior[i];
		h->disproved &= likely == 0;
		h->dropped = h->disproved;
	}
	baud->garbage = log(GARBAGE_SHARE);
	aim_all(baud, false);
}

/* No receiver rate is trusted to the end: it may have come into force late, and a slow receiver
 * sees the odds of a text model larger than they are. What was dropped gets another chance. */
static void forgive(struct baud *baud)
{
	double best = best_weight(baud);
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		double least = exp(baud->prior[i]) * MISLED;
		if (h->dropped)
			baud_automaton_reset(&h->now, (enum baud_frame)h->frame);
		h->weight = best + log(least + (h->dropped ? 0 : exp(h->weight - best)));
		h->dropped = h->disproved;
	}
}

void baud_disprove(struct baud *baud, double rate, enum baud_frame frame)
{
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		h->disproved |= h->frame == frame && fabs(log((double)h->rate / rate)) < 0.05;
	}
	baud_restart(baud, 0);
}

void baud_receiver(struct baud *baud, double rate)
{
	bool before = baud->receiver > 0;
	if (before) {
		double mass[BAUD_GRID];
		forgive(baud);
		baud_posterior(baud, mass);
		for (int i = 0; i < BAUD_GRID; i++)
			baud->before_mass[i] = (float)mass[i];
	}
	baud->before = baud->receiver;
	baud->receiver = rate;
	aim_all(baud, before);
}

void baud_correct(struct baud *baud, double rate)
{
	baud->receiver = rate;
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		if (h->dropped)
			continue;
		baud_automaton_aim(&h->now, (double)h->rate, rate);
		baud_automaton_reset(&h->now, (enum baud_frame)h->frame);
	}
}

void baud_arrived(struct baud *baud)
{
	if (baud->arrived)
		return;
	baud->arrived = true;
	if (baud->fed >= BAUD_PLENTY) {
		baud_restart(baud, 0);
		return;
	}
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		float straggles = h->before_share * STRAGGLER,
		      sum = 1 - h->before_share + straggles;
		h->weight += log((double)sum);
		h->before_share = straggles / sum;
	}
}

bool baud_could_be_before(const struct baud *baud, double rate)
{
	double mass[BAUD_GRID], other = rate * baud->before / baud->receiver;
	if (baud->arrived || other < BAUD_LOWEST)
		return false;
	for (int i = 0; i < BAUD_GRID; i++)
		mass[i] = (double)baud->before_mass[i];
	return baud_mass_near(mass, other) > RULED_OUT;
}

void baud_deny(struct baud *baud, double wish, double achieved)
{
	if (achieved < wish / 1.5)
		baud->ceiling = achieved * 1.01;
	else if (fabs(log(achieved / wish)) > 0.03)
		baud->adapter = baud_adapter_of(BAUD_ADAPTER_LISTED);
}

/* Finds out what marks mean: characters of a packet share theirs, so it seldom changes. */
static void watch_marks(struct baud *baud, bool marked)
{
	if (marked && baud->seen == BAUD_MARKS_UNKNOWN)
		baud->seen = BAUD_MARKS_PACKET;
	if (++baud->recent % RECENT == 0)
		baud->turns = 0;
	if (marked != baud->last_marked && ++baud->turns >= TURNS_CHAR)
		baud->seen = BAUD_MARKS_CHAR;
	baud->last_marked = marked;
}

enum baud_marks baud_marks_of(const struct baud *baud)
{
	return baud->marks == BAUD_MARKS_UNKNOWN ? baud->seen : baud->marks;
}

static struct baud_levels levels_of(const struct baud *baud, struct baud_char c)
{
	enum baud_marks marks = baud_marks_of(baud);
	struct baud_levels levels = { (unsigned)c.value << 1, false };
	if (marks == BAUD_MARKS_CHAR || (marks == BAUD_MARKS_PACKET && !c.marked)) {
		levels.level |= c.marked ? 0 : 1u << 9;
		levels.stop_known = true;
	}
	return levels;
}

/* How much a character counts: what was seen again and again tells little new. */
static double novelty(struct baud *baud, struct baud_char c)
{
	unsigned hash = (c.value * 31u + baud->last_value * 17u + c.marked * 101u) & 255;
	double weight =
		TRUST / (1 + baud->repeat[hash] / TIRING) / (1 + (double)baud->chars / WEARING);
	if (baud->repeat[hash] < 255)
		baud->repeat[hash]++;
	baud->last_value = c.value;
	return weight;
}

static double step(const struct baud *baud, struct baud_phase *phase, uint8_t frame,
                   struct baud_levels levels, double noise)
{
	if (phase->blind)
		return noise;
	return baud_automaton_step(&baud->model, phase, (enum baud_frame)frame, levels);
}

/* The probability of a character, at the receiver's rate or still at the one before. */
static double weigh(const struct baud *baud, struct baud_hypothesis *h, struct baud_levels levels,
                    double noise)
{
	float still = h->before_share * (1 - ARRIVES);
	if (h->before_share < 0.005f)
		return step(baud, &h->now, h->frame, levels, noise);
	double before = step(baud, &h->before, h->frame, levels, noise) * (double)still;
	if (!h->now.blind)
		baud_automaton_renew(&h->now, (enum baud_frame)h->frame,
		                     h->before_share * ARRIVES / (1 - still));
	double now = step(baud, &h->now, h->frame, levels, noise) * (double)(1 - still);
	h->before_share = (float)(before / (before + now));
	return before + now;
}

static void feed_one(struct baud *baud, struct baud_char c)
{
	struct baud_levels levels = levels_of(baud, c);
	double counts = novelty(baud, c), noise = levels.stop_known ? 1 / 512.0 : 1 / 256.0;
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		if (!h->dropped)
			h->weight += counts * log(weigh(baud, h, levels, noise));
	}
	baud->garbage += counts * log(noise);
	baud->fed++;
	baud->chars += !baud->unsettled;
}

static void drop_hopeless(struct baud *baud)
{
	double best = best_weight(baud);
	for (unsigned i = 0; i < baud->count; i++)
		baud->hypothesis[i].dropped |= baud->hypothesis[i].weight < best - HOPELESS;
}

/* Whether what comes is of the receiver's rate by now. */
static void watch_settling(struct baud *baud)
{
	double best = best_weight(baud), sum = 1e-9, before = 0;
	if (!baud->unsettled)
		return;
	for (unsigned i = 0; i < baud->count; i++)
		if (!baud->hypothesis[i].dropped) {
			double share = exp(baud->hypothesis[i].weight - best);
			sum += share;
			before += share * (double)baud->hypothesis[i].before_share;
		}
	baud->unsettled = before / sum > 0.05 && (!baud->arrived || baud->fed < LATEST);
}

/* Much of the same tells little new: of later characters only every eighth run is looked at. */
static bool spared(struct baud *baud)
{
	if (baud->chars < BAUD_PLENTY || (baud->chars / BAUD_PLENTY + 1) % 8 == 0)
		return false;
	if (++baud->chars % BAUD_PLENTY == 0)
		for (unsigned i = 0; i < baud->count; i++)
			baud_automaton_reset(&baud->hypothesis[i].now,
			                     (enum baud_frame)baud->hypothesis[i].frame);
	return true;
}

void baud_feed(struct baud *baud, const struct baud_char *chars, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		watch_marks(baud, chars[i].marked);
		if (spared(baud))
			continue;
		feed_one(baud, chars[i]);
		if (baud->fed % 4 != 0)
			continue;
		drop_hopeless(baud);
		watch_settling(baud);
		if (baud->garbage > best_weight(baud) - 0.1 && baud->chars >= 64)
			baud_restart(baud, 0);
	}
}
