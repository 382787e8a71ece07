/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-enough.h"

#include "serial-tools/baud/baud-plan.h"
#include "serial-tools/baud/baud.h"

#include <math.h>

#define SURE          0.98
#define SURE_BEYOND   0.99 /* when it cannot be confirmed by reading text */
#define CONFIRM_CHARS 20
#define BEYOND_CHARS  120
#define PARITY_CHARS  40
#define COUNT_CHARS   32    /* below that counted errors tell nothing */
#define SLOWEST       0.2   /* a receiver so much slower than the sender cannot tell which it is */
#define SAME          0.035 /* log distance of rates at which text can be read */

bool baud_same_rate(double a, double b)
{
	return a > 0 && b > 0 && fabs(log(a / b)) < SAME;
}

enum baud_format baud_format_seen(const struct baud_search *search)
{
	return baud_format_of(&search->count, baud_marks_of(&search->baud) == BAUD_MARKS_CHAR);
}

enum baud_format baud_format_of_frame(const struct baud_search *search, enum baud_frame frame)
{
	int bits = frame == BAUD_FRAME_9 ? 9 : frame == BAUD_FRAME_11 ? 11 : 10;
	return baud_format_by_length(&search->count, baud_format_seen(search), bits);
}

/* Of the characters, how many agree on one parity in their marks; none when the marks are all the same. */
static unsigned agreeing(const struct baud_format_count *count)
{
	unsigned odd = count->chars - count->mark_even, unmarked = count->chars - count->marked;
	if (8 * count->marked < count->chars || 8 * unmarked < count->chars)
		return 0;
	return count->mark_even > odd ? count->mark_even : odd;
}

/* The frame of 11 bits is a rival of the one of 10 at rates nearby, and the model does not know that
 * its parity follows from the data: the marks have to agree on one, or else what is read be text. */
static bool is_proven(const struct baud_search *search, enum baud_frame frame)
{
	const struct baud_format_count *count = &search->count;
	if (frame != BAUD_FRAME_11)
		return true;
	if (baud_marks_of(&search->baud) == BAUD_MARKS_CHAR)
		return 8 * agreeing(count) > 7 * count->chars;
	return count->chars >= PARITY_CHARS && search->unlike < 0;
}

bool baud_is_disproved(const struct baud_search *search, enum baud_frame frame)
{
	const struct baud_format_count *count = &search->count;
	if (frame != BAUD_FRAME_11 || count->chars < 3 * PARITY_CHARS)
		return false;
	if (baud_marks_of(&search->baud) == BAUD_MARKS_CHAR)
		return 4 * agreeing(count) < 3 * count->chars;
	return search->unlike > 0;
}

/* Text at the receiver's own rate has to read as text. */
static bool reads_as_it_should(const struct baud_search *search, struct baud_answer answer)
{
	return !answer.text || answer.frame != BAUD_FRAME_10 || search->unlike < 0 ||
	       baud_format_seen(search) != BAUD_8N1;
}

bool baud_enough_here(const struct baud_search *search, struct baud_answer answer)
{
	bool sure =
		(answer.confidence > SURE && search->baud.chars >= CONFIRM_CHARS) ||
		(answer.confidence > BAUD_SURE_LATER && search->baud.chars >= 3 * CONFIRM_CHARS);
	return sure && is_proven(search, answer.frame) && reads_as_it_should(search, answer);
}

bool baud_enough_beyond(const struct baud_search *search, struct baud_answer answer)
{
	if (search->receiver < SLOWEST * answer.rate ||
	    (!search->fixed && baud_can_receive(&search->baud, answer.rate)))
		return false;
	return (answer.confidence > SURE_BEYOND && search->heard >= BEYOND_CHARS) ||
	       (answer.confidence > BAUD_SURE_LATER && search->heard >= 4 * BEYOND_CHARS);
}

bool baud_has_to_wait(const struct baud_search *search, struct baud_answer answer)
{
	const struct baud *baud = &search->baud;
	bool here = baud_same_rate(answer.rate, search->receiver);
	return baud->unsettled || baud_could_be_before(baud, answer.rate) ||
	       (!baud->arrived && baud->chars >= BAUD_PLENTY) ||
	       (!here && baud_enough_beyond(search, answer) &&
	        (!baud->arrived || baud->chars < 3 * CONFIRM_CHARS));
}

bool baud_is_text(uint8_t value)
{
	return (value >= 32 && value < 127) || (value >= 7 && value <= 13) || value == 27;
}

bool baud_was_seen(const struct baud_search *search, uint32_t rate)
{
	for (size_t i = 0; i < sizeof search->seen / sizeof *search->seen; i++)
		if (baud_same_rate(search->seen[i], rate))
			return true;
	return false;
}

bool baud_counts_against(struct baud_search *search, uint64_t errors, int64_t now_us)
{
	enum baud_marks marks = baud_marks_of(&search->baud);
	uint64_t chars = search->taken - search->counted;
	bool old = now_us < search->arrived_us; /* may be of the rate before */
	errors += search->errors;
	search->errors = errors;
	if (!old && chars < COUNT_CHARS)
		return false;
	search->counted = search->taken;
	search->errors = 0;
	return !old && marks != BAUD_MARKS_CHAR && marks != BAUD_MARKS_PACKET &&
	       8 * errors >= chars;
}

bool baud_agrees_on_parity(const struct baud_search *search, struct baud_answer *answer)
{
	double mass[BAUD_GRID];
	enum baud_format format = baud_format_seen(search);
	if ((format != BAUD_7E1 && format != BAUD_7O1) || search->count.chars < PARITY_CHARS)
		return false;
	baud_posterior(&search->baud, mass);
	if (baud_mass_near(mass, search->receiver) < 0.02)
		return false;
	*answer = (struct baud_answer){ .text = true,
		                        .rate = baud_usual_near(search->receiver),
		                        .confidence = 0.99,
		                        .frame = BAUD_FRAME_10 };
	return true;
}
