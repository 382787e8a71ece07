/* Which receiver rate to listen at next, and the rates that senders use. */
#include "baud.h"

#include "baud-automaton.h"

#include <math.h>

/* How often a console talks at a rate: our estimate from vendors' defaults. The small shares are
 * rates that exist; whatever lies between has a share of its own (FREE_SHARE in baud.c). */
const struct baud_rate baud_rates[] = {
	{ 1200, 1.5f },    { 2400, 1.5f },    { 4800, 2 },       { 9600, 8 },
	{ 14400, 1 },      { 19200, 3 },      { 28800, 1 },      { 31250, 1 },
	{ 38400, 3 },      { 57600, 4 },      { 74880, 2 },      { 115200, 30 },
	{ 128000, 1 },     { 144000, 1 },     { 230400, 3 },     { 250000, 1.5f },
	{ 460800, 3 },     { 500000, 1.5f },  { 921600, 5 },     { 1000000, 2 },
	{ 1500000, 8 },    { 2000000, 2 },    { 3000000, 2 },    { 4000000, 1 },
	{ 7200, 0.2f },    { 62500, 0.2f },   { 100000, 0.3f },  { 153600, 0.2f },
	{ 200000, 0.2f },  { 300000, 0.2f },  { 400000, 0.2f },  { 576000, 0.3f },
	{ 750000, 0.3f },  { 1152000, 0.3f }, { 1250000, 0.3f }, { 1843200, 0.3f },
	{ 2500000, 0.2f }, { 3686400, 0.2f }, { 0, 0 },
};

/* What a receiver at q times the sender's rate tells per character, relative; between the rows by
 * straight lines over log q. Measured on boot text; see docs/speed.md. */
static const struct {
	double q, tells;
} gain[] = {
	{ 0.05, 0.01 }, { 0.10, 0.05 }, { 0.20, 0.15 }, { 0.45, 0.45 },
	{ 0.70, 0.8 },  { 0.96, 1.1 },  { 1.00, 1.3 },  { 1.04, 1.1 },
	{ 1.40, 1.1 },  { 2.00, 1.1 },  { 4.00, 1.0 },  { 6.00, 0.8 },
	{ 8.50, 0.5 },  { 9.60, 0.2 },  { 10.5, 0.03 }, { 100, 0.01 },
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

static double promise(const double mass[BAUD_GRID], double receiver)
{
	double sum = 0, rate = BAUD_LOWEST;
	for (int i = 0; i < BAUD_GRID; i++, rate *= BAUD_STEP)
		if (mass[i] > 1e-4)
			sum += mass[i] * tells(receiver / rate);
	return sum;
}

/* The adapter's rate for @rate, if it can receive a sender at that rate. */
static double receivable(const struct baud *baud, double rate)
{
	double achieved = baud_adapter_achieves(baud->adapter, rate);
	bool good = rate <= baud->ceiling && fabs(achieved / rate - 1) < 0.03;
	return good ? rate : 0;
}

uint32_t baud_next(const struct baud *baud)
{
	struct baud_answer answer = baud_answer(baud);
	double mass[BAUD_GRID], best = 0, best_promise = 0, now = 0;
	if (answer.confidence > 0.9 && receivable(baud, answer.rate) > 0)
		return fabs(log(baud->receiver / answer.rate)) < 0.03 ? (uint32_t)baud->receiver
		                                                      : answer.rate;
	baud_posterior(baud, mass);
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
