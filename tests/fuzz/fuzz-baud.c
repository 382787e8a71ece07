/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as from a port with marks, in pieces of any size, at any rate, from any adapter: the search
 * keeps to its buffers, wants only rates that there are, and is never surer than sure.
 */
#include "serial-tools/baud/baud-search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 256 /* bytes; each costs a step of a thousand automata */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct baud_search search; /* large: not on the stack */

static void check(void)
{
	const char *says = baud_search_says(&search);
	uint32_t wanted = baud_search_wants(&search);
	if (baud_search_text(&search).len > sizeof search.text)
		abort();
	if (!(search.confidence >= 0 && search.confidence <= 1.0001))
		abort();
	if (search.rate > 4200000 || wanted > 4200000 || (wanted != 0 && wanted < 50))
		abort();
	if (says != NULL && (strncmp(says, "speed: ", 7) != 0 || strlen(says) > 159))
		abort();
	if (search.fixed && wanted != 0)
		abort();
}

static void set(const struct baud_adapter *adapter, bool late, int64_t now_us)
{
	uint32_t wanted = baud_search_wants(&search);
	double achieved = baud_adapter_achieves(adapter, wanted);
	if (wanted == 0)
		return;
	baud_search_set(&search, late || achieved <= 0 ? wanted : achieved, now_us);
	if (late && achieved > 0)
		baud_search_correct(&search, achieved);
}

/* The first two bytes choose the adapter, the way and the rate; each piece is led by its length and the
 * time that passed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const double rates[] = { 0, 460800, 115200, 9600, 300, 3e6, 4e6, 50 };
	size_t adapters = 1;
	int64_t now_us = 0;
	if (size < 2 || size > MOST)
		return 0;
	while (baud_adapters[adapters].name != NULL)
		adapters++;
	const struct baud_adapter *adapter = &baud_adapters[data[0] % adapters];
	bool late = data[0] & 0x80;
	enum baud_search_way way = (enum baud_search_way)(data[1] >> 3 & 3) % 3;
	baud_search_open(&search, data[0] & 0x40 ? adapter : &baud_adapters[0], rates[data[1] & 7],
	                 way, 0);
	for (size_t at = 2; at + 2 <= size;) {
		size_t len = data[at] < size - at - 2 ? data[at] : size - at - 2;
		now_us += (int64_t)data[at + 1] * 1000;
		set(adapter, late, now_us);
		if (len == 0)
			baud_search_tick(&search, now_us += 2000000);
		else
			baud_search_take(&search, data + at + 2, len, now_us);
		check();
		at += 2 + len;
	}
	return 0;
}
