#include "baud.h"

#include "baud-automaton.h"

#include <math.h>
#include <string.h>

#define FREE_SHARE    0.05   /* of the prior: rates that are on no list */
#define FRAME_SHARE   0.02   /* of the prior of a usual rate: each of the unusual frames */
#define GARBAGE_SHARE 0.004  /* of the prior: no rate explains it */
#define NEAR          0.0246 /* log distance at which a grid rate still counts as a usual one */
#define HOPELESS      20.0   /* log of the odds at which a hypothesis is dropped */
#define TRUST         0.75   /* the model is not the world: logs of likelihoods count so much */
#define TIRING        4.0    /* the n-th time the same pair is seen counts 1 / (1 + n / TIRING) */
#define WEARING       48.0   /* … and so does the n-th character at one receiver rate */
#define TURNS_CHAR    5   /* so many changes of the mark within RECENT: marks are per character */
#define PLENTY        256 /* characters at one receiver rate */
#define RECENT        24

static double grid_rate(int i)
{
	return BAUD_LOWEST * pow(BAUD_STEP, i);
}

static int grid_index(double rate)
{
	int i = (int)round(log(rate / BAUD_LOWEST) / log(BAUD_STEP));
	return i < 0 ? 0 : i >= BAUD_GRID ? BAUD_GRID - 1 : i;
}

/* Spreads a usual rate's share over the grid rates near it. */
static void add_usual(double share[BAUD_GRID], struct baud_rate usual, double total)
{
	int first = grid_index(usual.rate * exp(-NEAR)), last = grid_index(usual.rate * exp(NEAR));
	double sum = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = first; i <= last; i++) {
			double away = log(grid_rate(i) / usual.rate), weight;
			if (fabs(away) > NEAR)
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
		add_hypothesis(baud, grid_rate(i), BAUD_FRAME_10, share[i]);
	for (int frame = BAUD_FRAME_11; frame <= BAUD_FRAME_9; frame++)
		for (int i = 0; i < BAUD_GRID; i++)
			if (share[i] > 4 * FREE_SHARE / BAUD_GRID &&
			    baud->count < BAUD_GRID + BAUD_EXTRA * (unsigned)frame / 2)
				add_hypothesis(baud, grid_rate(i), (enum baud_frame)frame,
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

void baud_restart(struct baud *baud, uint32_t likely)
{
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		bool is_likely = likely != 0 && h->frame == BAUD_FRAME_10 &&
		                 fabs(log(h->rate / (double)likely)) < NEAR;
		h->weight = is_likely ? log(exp(baud->prior[i]) + 0.2) : baud->prior[i];
		h->dropped = false;
	}
	baud->garbage = log(GARBAGE_SHARE);
	baud_receiver(baud, baud->receiver);
}

void baud_receiver(struct baud *baud, double rate)
{
	baud->receiver = rate;
	baud->chars = 0;
	baud->turns = 0;
	memset(baud->repeat, 0, sizeof baud->repeat);
	for (unsigned i = 0; i < baud->count && rate > 0; i++)
		if (!baud->hypothesis[i].dropped) {
			baud_automaton_aim(&baud->hypothesis[i], rate);
			baud_automaton_reset(&baud->hypothesis[i]);
		}
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
	if (baud->chars % RECENT == 0)
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
	double weight = TRUST / (1 + baud->repeat[hash] / TIRING) / (1 + baud->chars / WEARING);
	if (baud->repeat[hash] < 255)
		baud->repeat[hash]++;
	baud->last_value = c.value;
	return weight;
}

static void feed_one(struct baud *baud, struct baud_char c)
{
	struct baud_levels levels = levels_of(baud, c);
	double counts = novelty(baud, c), noise = (levels.stop_known ? 9 : 8) * -M_LN2;
	for (unsigned i = 0; i < baud->count; i++) {
		struct baud_hypothesis *h = &baud->hypothesis[i];
		if (h->dropped)
			continue;
		h->weight +=
			counts * (h->blind ? noise : baud_automaton_step(&baud->model, h, levels));
	}
	baud->garbage += counts * noise;
	baud->chars++;
}

static double best_weight(const struct baud *baud)
{
	double best = baud->garbage;
	for (unsigned i = 0; i < baud->count; i++)
		if (!baud->hypothesis[i].dropped && baud->hypothesis[i].weight > best)
			best = baud->hypothesis[i].weight;
	return best;
}

static void drop_hopeless(struct baud *baud)
{
	double best = best_weight(baud);
	for (unsigned i = 0; i < baud->count; i++)
		baud->hypothesis[i].dropped |= baud->hypothesis[i].weight < best - HOPELESS;
}

/* Much of the same tells little new: of later characters only every eighth run is looked at. */
static bool spared(struct baud *baud)
{
	if (baud->chars < PLENTY || (baud->chars / PLENTY + 1) % 8 == 0)
		return false;
	if (++baud->chars % PLENTY == 0)
		for (unsigned i = 0; i < baud->count; i++)
			baud_automaton_reset(&baud->hypothesis[i]);
	return true;
}

void baud_feed(struct baud *baud, const struct baud_char *chars, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		watch_marks(baud, chars[i].marked);
		if (spared(baud))
			continue;
		feed_one(baud, chars[i]);
		if (baud->chars % 8 != 0)
			continue;
		drop_hopeless(baud);
		if (baud->garbage > best_weight(baud) - 0.1 && baud->chars >= 64)
			baud_restart(baud, 0);
	}
}

double baud_posterior(const struct baud *baud, double mass[BAUD_GRID])
{
	double best = best_weight(baud), sum = exp(baud->garbage - best), garbage = sum;
	for (int i = 0; i < BAUD_GRID; i++)
		mass[i] = 0;
	for (unsigned i = 0; i < baud->count; i++) {
		const struct baud_hypothesis *h = &baud->hypothesis[i];
		if (h->dropped)
			continue;
		double share = exp(h->weight - best);
		mass[i < BAUD_GRID ? (int)i : grid_index(h->rate)] += share;
		sum += share;
	}
	for (int i = 0; i < BAUD_GRID; i++)
		mass[i] /= sum;
	return garbage / sum;
}

double baud_mass_near(const double mass[BAUD_GRID], double rate)
{
	double sum = 0;
	for (int i = grid_index(rate) - 3; i <= grid_index(rate) + 3; i++)
		if (i >= 0 && i < BAUD_GRID && fabs(log(grid_rate(i) / rate)) <= NEAR)
			sum += mass[i];
	return sum;
}

/* Three digits: no more is known. */
static uint32_t rounded(double rate)
{
	double unit = pow(10, floor(log10(rate)) - 2);
	return (uint32_t)(round(rate / unit) * unit);
}

static enum baud_frame likeliest_frame(const struct baud *baud, double rate)
{
	double best = -INFINITY;
	enum baud_frame frame = BAUD_FRAME_10;
	for (unsigned i = 0; i < baud->count; i++) {
		const struct baud_hypothesis *h = &baud->hypothesis[i];
		if (!h->dropped && h->weight > best && fabs(log(h->rate / rate)) <= NEAR) {
			best = h->weight;
			frame = (enum baud_frame)h->frame;
		}
	}
	return frame;
}

struct baud_answer baud_answer(const struct baud *baud)
{
	struct baud_answer answer = { 0 };
	double mass[BAUD_GRID], usual_mass = 0, free_mass = 0, usual = 0, other = 0;
	answer.garbage = baud_posterior(baud, mass);
	for (const struct baud_rate *row = baud_rates; row->rate != 0; row++)
		if (baud_mass_near(mass, row->rate) > usual_mass) {
			usual_mass = baud_mass_near(mass, row->rate);
			usual = row->rate;
		}
	for (int i = 0; i < BAUD_GRID; i++)
		if (mass[i] > 0.01 && baud_mass_near(mass, grid_rate(i)) > free_mass) {
			free_mass = baud_mass_near(mass, grid_rate(i));
			other = grid_rate(i);
		}
	bool is_usual = usual_mass > 0.9 * free_mass;
	answer.rate = is_usual ? (uint32_t)usual : rounded(other);
	answer.confidence = is_usual ? usual_mass : free_mass;
	answer.frame = likeliest_frame(baud, answer.rate);
	return answer;
}
