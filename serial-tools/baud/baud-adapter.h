/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rates serial adapters can do, as rows: a wish to the rate that the hardware makes of it. */
#ifndef SERIAL_TOOLS_BAUD_ADAPTER_H
#define SERIAL_TOOLS_BAUD_ADAPTER_H

#include <stdint.h>

/* What a mark (framing error) on a received character tells. */
enum baud_marks {
	BAUD_MARKS_UNKNOWN, /* find out: no marks at all may be a good line or a mute adapter */
	BAUD_MARKS_CHAR,    /* exactly the characters whose stop bit was low */
	BAUD_MARKS_PACKET,  /* at least one of the characters of a packet */
	BAUD_MARKS_NONE,    /* nothing: the adapter does not tell */
};

enum baud_adapter_rule {
	ADAPTER_ANY,     /* sets what is asked, as far as anyone knows */
	ADAPTER_COMMON,  /* unknown: only what the usual ones can all do */
	ADAPTER_LIST,    /* the nearest of a list */
	ADAPTER_DIVISOR, /* clock / n */
	ADAPTER_SCALED,  /* clock / (2^e * n), n up to 256 */
};

struct baud_adapter {
	const char *name, *driver; /* driver: as /sys/class/tty/NAME/device/driver points to */
	enum baud_adapter_rule rule;
	double clock;             /* Hz */
	uint32_t lowest, highest; /* bits per second */
	int scale_from, scale_to; /* e */
	const uint32_t *list;     /* ascending, ended by 0 */
	enum baud_marks marks;
};

/* All rows; the first is for adapters that nobody knows. Ended by name NULL. */
extern const struct baud_adapter baud_adapters[];

/* The row for adapters that have a list of rates and say which they took. */
#define BAUD_ADAPTER_LISTED "cp2102"

/* The row with this name or driver; NULL or an unknown one: the first row. */
const struct baud_adapter *baud_adapter_of(const char *name);

/* Bits per second that the adapter makes of @wish; 0 when it is outside of what it can do. */
double baud_adapter_achieves(const struct baud_adapter *adapter, double wish);

#endif
