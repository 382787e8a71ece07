/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-rates.h"

#include <math.h>

/* How often a console talks at a rate: our estimate from vendors' defaults. The small shares are
 * rates that exist; whatever lies between has a share of its own (FREE_SHARE in baud.c). */
const struct baud_rate baud_rates[] = {
	{ 1200, 1.5f },     { 2400, 1.5f },     { 4800, 2 },        { 9600, 8 },
	{ 14400, 1 },       { 19200, 3 },       { 28800, 1 },       { 31250, 1 },
	{ 38400, 3 },       { 57600, 4 },       { 74880, 2 },       { 115200, 30 },
	{ 128000, 1 },      { 144000, 1 },      { 230400, 3 },      { 250000, 1.5f },
	{ 460800, 3 },      { 500000, 1.5f },   { 921600, 5 },      { 1000000, 2 },
	{ 1500000, 8 },     { 2000000, 2 },     { 3000000, 2 },     { 4000000, 1 },
	{ 7200, 0.06f },    { 62500, 0.06f },   { 100000, 0.06f },  { 153600, 0.06f },
	{ 200000, 0.06f },  { 300000, 0.06f },  { 400000, 0.06f },  { 576000, 0.06f },
	{ 750000, 0.06f },  { 1152000, 0.06f }, { 1250000, 0.06f }, { 1843200, 0.06f },
	{ 2500000, 0.06f }, { 3686400, 0.06f }, { 0, 0 },
};

double baud_grid_rate(int i)
{
	return BAUD_LOWEST * pow(BAUD_STEP, i);
}

int baud_grid_index(double rate)
{
	if (!(rate > BAUD_LOWEST))
		return 0;
	return (int)fmin(BAUD_GRID - 1, round(log(rate / BAUD_LOWEST) / log(BAUD_STEP)));
}

uint32_t baud_usual_near(double rate)
{
	for (const struct baud_rate *row = baud_rates; row->rate != 0; row++)
		if (fabs(row->rate / rate - 1) < BAUD_TOLERANCE)
			return row->rate;
	return (uint32_t)rate;
}
