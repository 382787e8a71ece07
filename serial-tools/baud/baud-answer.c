/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-answer.h"

#include <math.h>

#define BLUR 1.5 /* log of odds; times the square of the distance in per cent */

/* Log weights by rate of the grid, frames together, without the prior. */
static void gather(const struct baud *baud, double fit[BAUD_GRID])
{
	for (int i = 0; i < BAUD_GRID; i++)
		fit[i] = -INFINITY;
	for (unsigned i = 0; i < baud->count; i++) {
		const struct baud_hypothesis *h = &baud->hypothesis[i];
		int at = i < BAUD_GRID ? (int)i : baud_grid_index((double)h->rate);
		double here = h->weight - baud->prior[at];
		if (!h->dropped && here > fit[at])
			fit[at] = here;
	}
}

/* The model takes a receiver's looks for independent, but they drift slowly along the sender's
 * bits: it is not to be trusted with differences of a per cent or two. */
static double blurred(const double fit[BAUD_GRID], int at)
{
	double best = fit[at];
	for (int away = -2; away <= 2; away++)
		if (at + away >= 0 && at + away < BAUD_GRID)
			best = fmax(best, fit[at + away] - BLUR * away * away);
	return best;
}

double baud_posterior(const struct baud *baud, double mass[BAUD_GRID])
{
	double fit[BAUD_GRID], best = baud->garbage, garbage, sum;
	gather(baud, fit);
	for (int i = 0; i < BAUD_GRID; i++) {
		mass[i] = blurred(fit, i) + baud->prior[i];
		best = fmax(best, mass[i]);
	}
	garbage = sum = exp(baud->garbage - best);
	for (int i = 0; i < BAUD_GRID; i++)
		sum += mass[i] = exp(mass[i] - best);
	for (int i = 0; i < BAUD_GRID; i++)
		mass[i] /= sum;
	return garbage / sum;
}

double baud_mass_near(const double mass[BAUD_GRID], double rate)
{
	double sum = 0;
	for (int i = baud_grid_index(rate) - 3; i <= baud_grid_index(rate) + 3; i++)
		if (i >= 0 && i < BAUD_GRID && fabs(log(baud_grid_rate(i) / rate)) <= BAUD_NEAR)
			sum += mass[i];
	return sum;
}

/* Three digits: no more is known. */
static uint32_t rounded(double rate)
{
	double unit = pow(10, floor(log10(rate)) - 2);
	return (uint32_t)(round(rate / unit) * unit);
}

static const struct baud_hypothesis *likeliest(const struct baud *baud, double rate)
{
	const struct baud_hypothesis *best = NULL;
	for (unsigned i = 0; i < baud->count; i++) {
		const struct baud_hypothesis *h = &baud->hypothesis[i];
		if (!h->dropped && fabs(log((double)h->rate / rate)) <= BAUD_NEAR &&
		    (best == NULL || h->weight > best->weight))
			best = h;
	}
	return best;
}

/* Where the mass around its highest place lies. */
static double centre(const double mass[BAUD_GRID])
{
	int top = 0;
	double sum = 1e-300, weighted = 0;
	for (int i = 0; i < BAUD_GRID; i++)
		top = mass[i] > mass[top] ? i : top;
	for (int i = top - 2; i <= top + 2; i++)
		if (i >= 0 && i < BAUD_GRID) {
			sum += mass[i];
			weighted += mass[i] * i;
		}
	return BAUD_LOWEST * pow(BAUD_STEP, weighted / sum);
}

struct baud_answer baud_answer(const struct baud *baud)
{
	struct baud_answer answer = { 0 };
	double mass[BAUD_GRID], usual_mass = 0, free_mass, usual = 0, other;
	answer.garbage = baud_posterior(baud, mass);
	other = rounded(centre(mass));
	free_mass = baud_mass_near(mass, other);
	for (const struct baud_rate *row = baud_rates; row->rate != 0; row++)
		if (baud_mass_near(mass, row->rate) > usual_mass) {
			usual_mass = baud_mass_near(mass, row->rate);
			usual = row->rate;
		}
	bool is_usual = usual_mass > 0.9 * free_mass;
	answer.rate = (uint32_t)(is_usual ? usual : other);
	answer.confidence = is_usual ? usual_mass : free_mass;
	const struct baud_hypothesis *best = likeliest(baud, answer.rate);
	if (best != NULL) {
		answer.frame = (enum baud_frame)best->frame;
		answer.text = best->now.binary < 0.5f;
	}
	return answer;
}
