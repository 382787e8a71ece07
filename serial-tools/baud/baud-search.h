/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds and follows the rate of a line that talks: stands between what a source read and the lines
 * made of it. Decides only; the caller reads, sets rates and prints.
 *
 *   baud_search_open()
 *   for whatever was read:  baud_search_take(), then
 *                           baud_search_text()   what can be read of it, to go on with
 *                           baud_search_says()   a message for the user, or NULL
 *                           baud_search_wants()  a rate to set now, or 0; tell the result with
 *                           baud_search_set()
 *   baud_search_tick() instead of take when nothing came for a while
 *
 * Raw bytes are the caller's to keep, before all this. Fixed in size, allocates nothing.
 */
#ifndef SERIAL_TOOLS_BAUD_SEARCH_H
#define SERIAL_TOOLS_BAUD_SEARCH_H

#include "serial-tools/baud/baud-search-state.h"

#include "lib/bytes.h"

#include <stdbool.h>
#include <stdint.h>

#define BAUD_FIRST_RATE 460800 /* 3 to 6 times above the likeliest: runs of bits can be counted */

enum baud_search_way {
	BAUD_SEARCH_FIND,  /* sets rates; bytes come with marks */
	BAUD_SEARCH_SAVED, /* the rate stays, bytes come with marks */
	BAUD_SEARCH_WATCH, /* the rate stays, bytes come plain: only notice that it is wrong */
};

/*
 * @adapter  the row of the adapter's driver, baud_adapter_of(NULL) if nobody knows
 * @rate     what the receiver is set to now, achieved; 0: not yet set (baud_search_wants() tells)
 * @now_us   any clock that goes on evenly
 */
void baud_search_open(struct baud_search *search, const struct baud_adapter *adapter, double rate,
                      enum baud_search_way way, int64_t now_us);

/* @bytes  as read from a port with INPCK and PARMRK, at most BAUD_TAKE of them */
void baud_search_take(struct baud_search *search, const uint8_t *bytes, size_t len, int64_t now_us);

/*
 * Where the port marks no characters but its driver counts the bad ones (TIOCGICOUNT).
 * @errors  framing errors since the last call, without breaks. They may be told later than the
 *          characters come, so they are held against the rate, not against characters.
 */
void baud_search_counted(struct baud_search *search, uint64_t errors, int64_t now_us);

/* Nothing came: says that there is not enough to go by, once in a while. */
void baud_search_tick(struct baud_search *search, int64_t now_us);

/* What the last take made readable: at the right rate all of it, marks taken out, and when the rate
 * was just found what was received at it before. At a fixed rate always all. Valid until the next
 * take. */
struct bytes baud_search_text(const struct baud_search *search);

/* "speed: 115200 8N1 (sure 99 %)" and the like, once each; else NULL. */
const char *baud_search_says(struct baud_search *search);

/* A receiver rate to set in place, or 0. */
uint32_t baud_search_wants(const struct baud_search *search);

/* It was set. @achieved  by the adapter's own word, else what was asked */
void baud_search_set(struct baud_search *search, double achieved, int64_t now_us);

/* The adapter's word has changed since: some write back later what they made of it. */
void baud_search_correct(struct baud_search *search, double achieved);

#endif
