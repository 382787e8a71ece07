/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-search.h"

#include "serial-tools/baud/baud-answer.h"
#include "serial-tools/baud/baud-enough.h"
#include "serial-tools/baud/baud-plan.h"
#include "serial-tools/baud/baud.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ARRIVED_US  100000 /* a new rate is in force and what came before it has been read */
#define MANY_CHARS  256
#define DEAF_CHARS  (8 * BAUD_PLENTY) /* at one receiver rate, and still no answer */
#define LATELY      0.97              /* how much of the past counts, per character */
#define DOUBT_LIMIT 16.0              /* log odds */
#define DOUBT_MOST  1000.0
#define SILENCE_US  2000000
#define LOOKED      512 /* characters of each piece, once the rate is known */

static void __attribute__((format(printf, 2, 3)))
say(struct baud_search *search, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(search->message, sizeof search->message, format, args);
	va_end(args);
	search->has_message = true;
}

static void forget_counts(struct baud_search *search)
{
	search->count = (struct baud_format_count){ 0 };
	search->unlike = 0;
}

static void begin_segment(struct baud_search *search)
{
	if (search->segment_count == BAUD_SEGMENTS)
		search->segment_count = search->held_count = 0;
	search->segment[search->segment_count++] =
		(struct baud_segment){ search->held_count, search->receiver };
}

void baud_search_open(struct baud_search *search, const struct baud_adapter *adapter, double rate,
                      enum baud_search_way way, int64_t now_us)
{
	memset(search, 0, sizeof *search);
	search->plain = way == BAUD_SEARCH_WATCH;
	search->fixed = way != BAUD_SEARCH_FIND;
	baud_open(&search->baud, adapter, search->plain ? BAUD_MARKS_NONE : adapter->marks);
	search->said_us = now_us;
	search->doubt.limit = DOUBT_LIMIT;
	for (int c = 0; c < 256; c++)
		search->against[c] = fmaxf(-2, logf(1 / 256.0f / search->baud.model.character[c]));
	if (rate > 0)
		baud_search_set(search, rate, now_us);
	if (search->fixed && rate > 0)
		baud_restart(&search->baud, (uint32_t)rate);
	if (!search->fixed && !baud_same_rate(rate, BAUD_FIRST_RATE))
		search->wanted = BAUD_FIRST_RATE;
}

void baud_search_set(struct baud_search *search, double achieved, int64_t now_us)
{
	search->asked = search->wanted;
	if (search->asked != 0)
		baud_deny(&search->baud, search->asked, achieved);
	search->wanted = 0;
	search->receiver = achieved;
	search->arrived_us = now_us + ARRIVED_US;
	search->escape = 0;
	forget_counts(search);
	baud_receiver(&search->baud, achieved);
	begin_segment(search);
}

void baud_search_correct(struct baud_search *search, double achieved)
{
	if (search->asked != 0)
		baud_deny(&search->baud, search->asked, achieved);
	search->receiver = achieved;
	search->segment[search->segment_count - 1].rate = achieved;
	baud_correct(&search->baud, achieved);
}

/* Reads marks: ff ff is a character ff, ff 00 c a bad one. Returns whether @out is complete. */
static bool read_mark(struct baud_search *search, uint8_t byte, struct baud_char *out)
{
	uint8_t was = search->escape;
	search->escape = search->plain              ? 0
	                 : was == 0 && byte == 0xff ? 1
	                 : was == 1 && byte == 0    ? 2
	                                            : 0;
	*out = (struct baud_char){ byte, was == 2 };
	return search->escape == 0;
}

static void hold(struct baud_search *search, struct baud_char c)
{
	if (search->held_count == BAUD_HELD) {
		search->held_count = search->segment_count = 0;
		begin_segment(search);
	}
	search->held[search->held_count++] = c;
}

static void put_text(struct baud_search *search, struct baud_char c)
{
	if (search->text_len < sizeof search->text)
		search->text[search->text_len++] = c.value & baud_format_mask(search->format);
}

/* What was received at the rate that turned out to be right. */
static void release_held(struct baud_search *search)
{
	for (uint32_t s = 0; s < search->segment_count && !search->fixed; s++) {
		bool last = s + 1 == search->segment_count;
		uint32_t end = last ? search->held_count : search->segment[s + 1].from;
		if (baud_same_rate(search->segment[s].rate, search->rate))
			for (uint32_t i = search->segment[s].from; i < end; i++)
				put_text(search, search->held[i]);
	}
	search->held_count = search->segment_count = 0;
	begin_segment(search);
}

static void announce(struct baud_search *search, const char *remark)
{
	int sure = (int)(search->confidence * 100);
	say(search, "speed: %u %s (sure %d %%)%s", search->rate, baud_format_name(search->format),
	    sure > 99 ? 99 : sure, remark);
}

static void lock(struct baud_search *search, struct baud_answer answer)
{
	enum baud_format format = baud_format_of_frame(search, answer.frame);
	bool news = answer.rate != search->rate || format != search->format;
	bool quiet = search->plain && baud_same_rate(search->receiver, answer.rate) &&
	             format == BAUD_8N1 && search->rate == 0;
	search->state = BAUD_LOCKED;
	search->rate = answer.rate;
	search->format = format;
	search->confidence = answer.confidence;
	if (news && !quiet)
		announce(search, "");
	release_held(search);
	forget_counts(search); /* it may have begun amid a character */
	search->doubt.odds = search->doubt.suspects = search->doubt.good = 0;
}

/* Begins anew, with half of the prior at what is known. */
static void restart(struct baud_search *search)
{
	search->heard = 0;
	forget_counts(search);
	baud_restart(&search->baud, search->rate);
}

/* The rate is known and the receiver cannot read it, or may not be set to it. */
static void conclude(struct baud_search *search, struct baud_answer answer)
{
	bool possible = !search->fixed && search->tried != answer.rate &&
	                baud_could_set(&search->baud, answer.rate);
	bool news = search->rate != answer.rate;
	search->state = possible ? BAUD_SEEKING : BAUD_BEYOND;
	search->rate = answer.rate;
	search->format = answer.frame == BAUD_FRAME_9 ? BAUD_7N1 : BAUD_8N1;
	search->confidence = answer.confidence;
	if (news || !possible)
		announce(search, search->fixed ? "; the port is set to another: use this with -b"
		                 : possible    ? ""
		                               : "; this adapter cannot receive it");
	if (possible)
		search->wanted = search->tried = answer.rate;
	restart(search);
}

/* Looks afresh: what was gathered so far may have misled. */
static void look_again(struct baud_search *search)
{
	search->heard = 0;
	forget_counts(search);
	baud_restart(&search->baud, 0);
}

/* What no text will confirm is believed when it was seen twice, each time afresh. */
static void see(struct baud_search *search, struct baud_answer answer)
{
	if (baud_was_seen(search, answer.rate)) {
		conclude(search, answer);
		return;
	}
	memmove(search->seen + 1, search->seen, sizeof search->seen - sizeof *search->seen);
	search->seen[0] = answer.rate;
	look_again(search);
}

/* Whether what is known is enough to say it. */
static bool judge(struct baud_search *search)
{
	struct baud_answer answer = baud_answer(&search->baud);
	search->waits = baud_has_to_wait(search, answer);
	if (search->waits) {
		if (!search->baud.arrived && baud_enough_beyond(search, answer))
			search->seen[0] = answer.rate; /* baud_arrived() begins afresh */
		return false;
	}
	if (!baud_agrees_on_parity(search, &answer) && search->fixed &&
	    baud_same_rate(answer.rate, search->receiver) && !answer.text &&
	    baud_format_of_frame(search, answer.frame) == BAUD_8N1)
		return false;
	if (baud_same_rate(answer.rate, search->receiver)) {
		if (baud_is_disproved(search, answer.frame))
			baud_disprove(&search->baud, answer.rate, answer.frame);
		else if (baud_enough_here(search, answer))
			lock(search, answer);
	} else if (baud_enough_beyond(search, answer)) {
		see(search, answer);
	}
	if (search->state == BAUD_SEEKING && search->baud.chars >= DEAF_CHARS)
		look_again(search);
	return search->state != BAUD_SEEKING;
}

/* The fixed rate is wrong, and which is right cannot be seen at it. */
static void complain(struct baud_search *search)
{
	double mass[BAUD_GRID];
	if (search->complained || search->heard < MANY_CHARS)
		return;
	baud_posterior(&search->baud, mass);
	bool excluded = baud_mass_near(mass, search->receiver) < 0.02;
	if (!excluded && search->heard < 4 * MANY_CHARS)
		return;
	search->complained = true;
	say(search,
	    excluded
	            ? "speed: what comes does not fit %.0f; -b auto finds the speed"
	            : "speed: what comes at %.0f is no text; if it should be, -b auto finds the speed",
	    search->receiver);
}

/* The rate is known and cannot be received: does it change to one that can? */
static void watch_beyond(struct baud_search *search, struct baud_char c)
{
	baud_feed(&search->baud, &c, 1);
	if (++search->heard % 32 != 0)
		return;
	struct baud_answer answer = baud_answer(&search->baud);
	if (answer.confidence > BAUD_SURE_LATER && !baud_same_rate(answer.rate, search->rate)) {
		search->state = BAUD_SEEKING;
		search->tried = 0;
	} else if (search->heard >= MANY_CHARS) {
		restart(search);
	}
}

static void seek(struct baud_search *search, struct baud_char c)
{
	hold(search, c);
	baud_feed(&search->baud, &c, 1);
	if (!search->baud.unsettled) {
		baud_format_add(&search->count, c.value, c.marked);
		search->unlike = search->unlike * LATELY + (baud_is_text(c.value) ? -1 : 3);
	}
	search->heard++;
	if (search->heard % (search->heard < MANY_CHARS ? 8 : 64) != 0 || search->wanted != 0)
		return;
	if (judge(search) || search->waits)
		return;
	if (search->fixed)
		complain(search);
	else if (baud_next(&search->baud) != (uint32_t)search->receiver)
		search->wanted = baud_next(&search->baud);
}

/* Begins again, with what raised the doubt. */
static void seek_again(struct baud_search *search)
{
	struct baud_doubt *doubt = &search->doubt;
	unsigned suspects = doubt->suspects;
	search->state = BAUD_SEEKING;
	search->tried = 0;
	doubt->limit = fmin(2 * doubt->limit, DOUBT_MOST);
	doubt->odds = doubt->suspects = 0;
	restart(search);
	begin_segment(search);
	for (unsigned i = 0; i < suspects && search->wanted == 0 && search->state == BAUD_SEEKING;
	     i++) {
		search->held_count = 0; /* they were passed on already */
		seek(search, doubt->suspect[i]);
	}
}

/* Keeps an eye on text at the right rate: does it still look like it? */
static void watch(struct baud_search *search, struct baud_char c)
{
	struct baud_doubt *doubt = &search->doubt;
	uint8_t value = c.value & baud_format_mask(search->format);
	bool strange = c.marked && !baud_format_marks_good(search->format);
	doubt->odds += strange ? 5 : search->against[value];
	if (doubt->odds <= 0) {
		doubt->odds = doubt->suspects = 0;
		if (++doubt->good == MANY_CHARS)
			doubt->limit = DOUBT_LIMIT;
		return;
	}
	doubt->good = 0;
	if (doubt->suspects < BAUD_DOUBTFUL)
		doubt->suspect[doubt->suspects++] = c;
	if (doubt->odds > doubt->limit)
		seek_again(search);
}

/* More characters may show a parity that few did not. */
static void watch_format(struct baud_search *search, struct baud_char c)
{
	if (search->count.chars >= MANY_CHARS)
		return;
	baud_format_add(&search->count, c.value, c.marked);
	if (search->count.chars % 32 != 0 || baud_format_seen(search) == search->format ||
	    baud_format_seen(search) == BAUD_8N1)
		return;
	search->format = baud_format_seen(search);
	announce(search, "");
}

/* @look  whether to look at it, or take it for granted when the rate is known */
static void take_char(struct baud_search *search, struct baud_char c, bool look)
{
	if (search->state == BAUD_LOCKED || search->fixed || search->state == BAUD_BEYOND)
		put_text(search, c);
	if (search->state == BAUD_SEEKING) {
		seek(search, c);
	} else if (search->state == BAUD_BEYOND && look) {
		watch_beyond(search, c);
	} else if (search->state == BAUD_LOCKED && look) {
		watch_format(search, c);
		watch(search, c);
	}
}

void baud_search_take(struct baud_search *search, const uint8_t *bytes, size_t len, int64_t now_us)
{
	search->text_len = 0;
	if (now_us >= search->arrived_us)
		baud_arrived(&search->baud);
	for (size_t i = 0, looked = 0; i < len; i++) {
		struct baud_char c;
		bool complete = read_mark(search, bytes[i], &c);
		search->taken += complete;
		if (complete && search->wanted == 0)
			take_char(search, c, looked++ < LOOKED);
	}
	if (search->heard > 0)
		search->said_us = search->said_us < now_us - SILENCE_US ? search->said_us : now_us;
}

void baud_search_counted(struct baud_search *search, uint64_t errors, int64_t now_us)
{
	if (!baud_counts_against(search, errors, now_us))
		return;
	if (search->state == BAUD_LOCKED && search->format == BAUD_8N1)
		seek_again(search);
	if (search->state == BAUD_SEEKING) {
		baud_disprove(&search->baud, search->receiver, BAUD_FRAME_10);
		search->heard = 0;
	}
}

void baud_search_tick(struct baud_search *search, int64_t now_us)
{
	search->text_len = 0;
	if (search->state != BAUD_SEEKING || now_us < search->said_us + SILENCE_US || search->fixed)
		return;
	search->said_us = now_us + SILENCE_US * 14;
	say(search, search->heard == 0 ? "speed: nothing came yet; listening"
	                               : "speed: too little came to tell the speed; listening on");
}

struct bytes baud_search_text(const struct baud_search *search)
{
	return (struct bytes){ .p = search->text, .len = search->text_len, .name = "line" };
}

const char *baud_search_says(struct baud_search *search)
{
	const char *message = search->has_message ? search->message : NULL;
	search->has_message = false;
	return message;
}

uint32_t baud_search_wants(const struct baud_search *search)
{
	return search->wanted;
}
