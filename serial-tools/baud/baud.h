/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rate of a serial line from what a receiver at any rate made of it: pure inference, no I/O.
 *
 * A character is the line's level at nine times after a falling edge. For each rate on a grid 1 %
 * apart an automaton over the receiver's phase in the sender's frame gives the probability of
 * what was received; what the rates are used for gives the prior.
 *
 *   baud_open(), then baud_receiver() whenever the receiver's rate was set, baud_feed() for what
 *   came at that rate, and between them baud_answer() (baud-answer.h) and baud_next() (baud-plan.h).
 *
 * The struct is fixed in size (about a quarter of a MiB) and holds no pointers but to tables.
 */
#ifndef SERIAL_TOOLS_BAUD_H
#define SERIAL_TOOLS_BAUD_H

#include "serial-tools/baud/baud-state.h"

/*
 * @adapter  what the receiver can be set to; baud_adapter_of(NULL) if nobody knows
 * @marks    what its marks mean
 */
void baud_open(struct baud *baud, const struct baud_adapter *adapter, enum baud_marks marks);

/* Back to the prior, with half of it at @likely (0: none); what was learnt of the adapter stays, and
 * without @likely what was disproved. */
void baud_restart(struct baud *baud, uint32_t likely);

/* The receiver runs at @rate (bits per second, achieved) from now on. What was on its way at the
 * old rate may still be fed: it is told from what comes at the new one. */
void baud_receiver(struct baud *baud, double rate);

/* The rate last told was not what the receiver made of it: it is @rate. */
void baud_correct(struct baud *baud, double rate);

/* So much time has passed since baud_receiver() that nothing of the rate before can come. */
void baud_arrived(struct baud *baud);

/* Whether text that seems to come at the receiver's rate from a sender at @rate could as well come
 * at the receiver's rate before, from another sender: the same ratio, and not yet ruled out. */
bool baud_could_be_before(const struct baud *baud, double rate);

/* The adapter made another rate of @wish: from now on only what such adapters can do is proposed. */
void baud_deny(struct baud *baud, double wish, double achieved);

/* No sender has this rate and frame: not considered until baud_restart() with a likely rate. The rest
 * begins anew. */
void baud_disprove(struct baud *baud, double rate, enum baud_frame frame);

/* Takes what was received, in order; any count. */
void baud_feed(struct baud *baud, const struct baud_char *chars, size_t count);

/* What a mark means: as told, else as found out so far. */
enum baud_marks baud_marks_of(const struct baud *baud);

#endif
