/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a search knows enough to say it. */
#ifndef SERIAL_TOOLS_BAUD_ENOUGH_H
#define SERIAL_TOOLS_BAUD_ENOUGH_H

#include "serial-tools/baud/baud-answer.h"
#include "serial-tools/baud/baud-search-state.h"

#define BAUD_SURE_LATER 0.9 /* when more has come and it does not get better */

/* Rates at which the same text can be read; 0 is no rate. */
bool baud_same_rate(double a, double b);

/* What the characters received at this rate agree on; the same when the sender's frame is known. */
enum baud_format baud_format_seen(const struct baud_search *search);
enum baud_format baud_format_of_frame(const struct baud_search *search, enum baud_frame frame);

/* @answer is the receiver's own rate. */
bool baud_enough_here(const struct baud_search *search, struct baud_answer answer);

/* The same: it cannot be, for characters are received at it that should agree on a parity. */
bool baud_is_disproved(const struct baud_search *search, enum baud_frame frame);

/* @answer is a rate that the receiver cannot be set to, or may not. */
bool baud_enough_beyond(const struct baud_search *search, struct baud_answer answer);

/* Whether the rate set has to be surely in force before anything can be said: what came so far may be
 * of the rate before, does not fit together, or says what no text will confirm. */
bool baud_has_to_wait(const struct baud_search *search, struct baud_answer answer);

/* A character that text is made of. */
bool baud_is_text(uint8_t value);

/* Whether a look before came to this rate. */
bool baud_was_seen(const struct baud_search *search, uint32_t rate);

/* Whether the errors that the driver counted speak against the receiver's rate: one in eight
 * characters or more, where no marks tell it better. Adds @errors up until there are enough. */
bool baud_counts_against(struct baud_search *search, uint64_t errors, int64_t now_us);

/* All characters agree on a parity in their eighth bit: at a wrong rate they would not. Sets @answer
 * to the receiver's rate then. */
bool baud_agrees_on_parity(const struct baud_search *search, struct baud_answer *answer);

#endif
