/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-plan.h"

#include "serial-tools/baud/baud-answer.h"
#include "serial-tools/baud/baud-automaton.h"

#include <math.h>

#define ENOUGH 48 /* characters at one receiver rate: what it tells is told */

/* What a receiver at q times the sender's rate tells per character, relative; between the rows by
 * straight lines over log q. Measured on boot text; see docs/speed.md. */
static const struct {
	double q, tells;
} gain[] = {
	{ 0.05, 0.01 }, { 0.10, 0.02 }, { 0.20, 0.04 }, { 0.55, 0.1 },  { 0.60, 0.4 },
	{ 0.80, 0.5 },  { 1.00, 1.0 },  { 1.30, 1.2 },  { 2.00, 1.6 },  { 4.00, 1.8 },
	{ 8.00, 1.6 },  { 9.30, 1.0 },  { 9.60, 0.2 },  { 10.5, 0.03 }, { 100, 0.01 },
};

static double tells(double q)
{
	const int last = sizeof gain / sizeof *gain - 1;
	if (q <= gain[0].q)
		return gain[0].tells;
	for (int i = 1; i <= last; i++)
		if (q <= gain[i].q) {
			double part = log(q / gain[i - 1].q) / log(gain[i].q / gain[i - 1].q);
			return gain[i - 1].tells + part * (gain[i].tells - gain[i - 1].tells);
		}
	return gain[last].tells;
}

/* The adapter's rate for @rate, if it can receive a sender at that rate. */
static double receivable(const struct baud *baud, double rate)
{
	double achieved = baud_adapter_achieves(baud->adapter, rate);
	bool good = rate <= baud->ceiling && fabs(achieved / rate - 1) < 0.03;
	return good ? rate : 0;
}

static uint32_t stay_or(const struct baud *baud, double rate, double tolerance)
{
	bool near = baud->receiver > 0 && fabs(log(baud->receiver / rate)) < tolerance;
	return (uint32_t)(near ? baud->receiver : rate);
}

bool baud_can_receive(const struct baud *baud, double rate)
{
	return receivable(baud, rate) > 0;
}

bool baud_could_set(const struct baud *baud, double rate)
{
	bool unknown =
		baud->adapter->rule == ADAPTER_COMMON && baud->ceiling >= baud->adapter->highest;
	return receivable(baud, rate) > 0 || unknown;
}

static double promise(const double mass[BAUD_GRID], double receiver)
{
	double sum = 0, rate = BAUD_LOWEST;
	for (int i = 0; i < BAUD_GRID; i++, rate *= BAUD_STEP)
		if (mass[i] > 1e-4)
			sum += mass[i] * tells(receiver / rate);
	return sum;
}

/* Mass of all rates that cannot be told from @rate by a few characters. */
static double mass_about(const double mass[BAUD_GRID], double rate)
{
	double sum = 0, here = BAUD_LOWEST;
	for (int i = 0; i < BAUD_GRID; i++, here *= BAUD_STEP)
		if (fabs(log(here / rate)) < 0.2)
			sum += mass[i];
	return sum;
}

/* Whether a receiver sees a difference: some sample falls into another bit of the sender. */
static bool differ(double receiver, double a, double b)
{
	for (int k = 0; k < BAUD_SAMPLES; k++)
		if (floor((k + 0.53) * a / receiver) != floor((k + 0.53) * b / receiver))
			return true;
	return false;
}

/* How much of the posterior near @rate a receiver tells from the rest of it. */
static double sharpness(const double mass[BAUD_GRID], double rate, double receiver)
{
	double sum = 0, a = BAUD_LOWEST;
	for (int i = 0; i < BAUD_GRID; i++, a *= BAUD_STEP) {
		double b = a * BAUD_STEP;
		if (mass[i] < 0.004 || fabs(log(a / rate)) > 0.2)
			continue;
		for (int j = i + 1; j < BAUD_GRID && b < rate * 1.25; j++, b *= BAUD_STEP)
			if (mass[j] > 0.004 && differ(receiver, a, b))
				sum += mass[i] * mass[j];
	}
	return sum;
}

/* The rate is known but for some per cent: the receiver rate that tells its neighbours apart. */
static double sharpest(const struct baud *baud, const double mass[BAUD_GRID], double rate)
{
	double best = 0, best_sharpness = sharpness(mass, rate, baud->receiver) + 0.03;
	if (baud->chars > ENOUGH)
		best_sharpness = 0;
	for (double factor = 0.85; factor < 2.5; factor *= 1.027) {
		double receiver = round(factor * rate), here;
		bool same = fabs(log(receiver / baud->receiver)) < 0.02;
		if (receivable(baud, receiver) == 0 || same)
			continue;
		here = sharpness(mass, rate, receiver);
		if (here > best_sharpness) {
			best_sharpness = here;
			best = receiver;
		}
	}
	return best > 0 ? best : baud->receiver;
}

uint32_t baud_next(const struct baud *baud)
{
	struct baud_answer answer = baud_answer(baud);
	double mass[BAUD_GRID], best = 0, best_promise = 0, now = 0;
	if (baud->unsettled)
		return (uint32_t)baud->receiver;
	if (answer.confidence > 0.9 && receivable(baud, answer.rate) > 0)
		return stay_or(baud, answer.rate, 0.03);
	if (stay_or(baud, answer.rate, 0.03) == (uint32_t)baud->receiver && baud->chars < ENOUGH)
		return (uint32_t)baud->receiver;
	baud_posterior(baud, mass);
	if (mass_about(mass, answer.rate) > 0.9)
		return (uint32_t)sharpest(baud, mass, answer.rate);
	for (const struct baud_rate *row = baud_rates; row->rate != 0; row++) {
		double here = receivable(baud, row->rate) > 0 ? promise(mass, row->rate) : 0;
		if (here > best_promise) {
			best_promise = here;
			best = row->rate;
		}
	}
	now = baud->receiver > 0 ? promise(mass, baud->receiver) : 0;
	return best_promise > 1.25 * now + 0.02 ? (uint32_t)best : (uint32_t)baud->receiver;
}
