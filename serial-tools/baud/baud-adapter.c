/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-adapter.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Silicon Labs AN205: what a CP2102/3 is set to by its table of rates. */
static const uint32_t cp2102_list[] = { 300,    600,     1200,   1800,   2400,   4000,   4800,
	                                7200,   9600,    14400,  16000,  19200,  28800,  38400,
	                                51200,  56000,   57600,  64000,  76800,  115200, 128000,
	                                153600, 230400,  250000, 256000, 460800, 500000, 576000,
	                                921600, 1000000, 0 };

const struct baud_adapter baud_adapters[] = {
	{ "any", "", ADAPTER_COMMON, 0, 50, 3000000, 0, 0, NULL, BAUD_MARKS_UNKNOWN },
	{ "cp2102", "", ADAPTER_LIST, 0, 300, 1000000, 0, 0, cp2102_list, BAUD_MARKS_CHAR },
	/* The driver knows the chip and writes the achieved rate back; the list is the safe subset. */
	{ "cp210x", "cp210x", ADAPTER_ANY, 0, 300, 3000000, 0, 0, NULL, BAUD_MARKS_CHAR },
	{ "ftdi", "ftdi_sio", ADAPTER_DIVISOR, 24e6, 183, 3000000, 0, 0, NULL, BAUD_MARKS_PACKET },
	{ "ftdi-h", "", ADAPTER_DIVISOR, 96e6, 183, 12000000, 0, 0, NULL, BAUD_MARKS_PACKET },
	{ "ch340", "ch341-uart", ADAPTER_SCALED, 48e6, 50, 3000000, 2, 12, NULL, BAUD_MARKS_NONE },
	{ "pl2303", "pl2303", ADAPTER_ANY, 0, 75, 6000000, 0, 0, NULL, BAUD_MARKS_PACKET },
	{ "cdc", "cdc_acm", ADAPTER_ANY, 0, 50, 4000000, 0, 0, NULL, BAUD_MARKS_NONE },
	{ "8250", "serial8250", ADAPTER_DIVISOR, 115200, 50, 115200, 0, 0, NULL, BAUD_MARKS_CHAR },
	{ NULL, NULL, ADAPTER_ANY, 0, 0, 0, 0, 0, NULL, BAUD_MARKS_UNKNOWN },
};

const struct baud_adapter *baud_adapter_of(const char *name)
{
	for (const struct baud_adapter *row = baud_adapters; name != NULL && row->name != NULL;
	     row++)
		if (strcmp(row->name, name) == 0 || strcmp(row->driver, name) == 0)
			return row;
	return &baud_adapters[0];
}

static double nearest_listed(const uint32_t *list, double wish)
{
	const uint32_t *best = list;
	for (; *list != 0; list++)
		if (fabs(*list - wish) < fabs(*best - wish))
			best = list;
	return *best;
}

static double nearest_scaled(const struct baud_adapter *adapter, double wish)
{
	double best = 0;
	for (int e = adapter->scale_from; e <= adapter->scale_to; e++) {
		double base = adapter->clock / (double)(1u << e), n = round(base / wish);
		if (n >= 2 && n <= 256 && fabs(base / n - wish) < fabs(best - wish))
			best = base / n;
	}
	return best;
}

/* Whether the usual adapters with dividers can all do it; those with a list say what they did. */
static bool is_common(double wish)
{
	static const char *const dividers[] = { "ftdi", "ch340" };
	for (size_t i = 0; i < sizeof dividers / sizeof *dividers; i++)
		if (fabs(baud_adapter_achieves(baud_adapter_of(dividers[i]), wish) / wish - 1) >
		    0.01)
			return false;
	return true;
}

double baud_adapter_achieves(const struct baud_adapter *adapter, double wish)
{
	if (wish < adapter->lowest || wish > adapter->highest)
		return 0;
	switch (adapter->rule) {
	case ADAPTER_LIST:
		return nearest_listed(adapter->list, wish);
	case ADAPTER_DIVISOR:
		return adapter->clock / fmax(1, round(adapter->clock / wish));
	case ADAPTER_SCALED:
		return nearest_scaled(adapter, wish);
	case ADAPTER_COMMON:
		return is_common(wish) ? wish : 0;
	default:
		return wish;
	}
}
