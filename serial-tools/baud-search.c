#include "baud-search.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ARRIVED_US    100000 /* a new rate is in force and what came before it has been read */
#define SURE          0.98
#define SURE_LATER    0.9  /* when more has come and it does not get better */
#define SURE_BEYOND   0.99 /* when it cannot be confirmed by reading text */
#define CONFIRM_CHARS 20
#define BEYOND_CHARS  120
#define PARITY_CHARS  40
#define MANY_CHARS    256
#define DOUBT_LIMIT   16.0 /* log odds */
#define DOUBT_MOST    1000.0
#define SILENCE_US    2000000
#define SLOWEST       0.2   /* a receiver so much slower than the sender cannot tell which it is */
#define LOOKED        512   /* characters of each piece, once the rate is known */
#define SAME          0.035 /* log distance of rates at which text can be read */

static bool same_rate(double a, double b)
{
	return a > 0 && b > 0 && fabs(log(a / b)) < SAME;
}

static void __attribute__((format(printf, 2, 3)))
say(struct baud_search *search, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(search->message, sizeof search->message, format, args);
	va_end(args);
	search->has_message = true;
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
	baud_open(&search->baud, adapter,
	          search->plain ? BAUD_MARKS_NONE : (enum baud_marks)adapter->marks);
	search->said_us = now_us;
	search->doubt.limit = DOUBT_LIMIT;
	for (int c = 0; c < 256; c++)
		search->against[c] = fmaxf(-2, logf(1 / 256.0f / search->baud.model.character[c]));
	if (rate > 0)
		baud_search_set(search, rate, now_us);
	if (search->fixed && rate > 0)
		baud_restart(&search->baud, (uint32_t)rate);
	if (!search->fixed && !same_rate(rate, BAUD_FIRST_RATE))
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
	search->count = (struct baud_format_count){ 0 };
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
		if (same_rate(search->segment[s].rate, search->rate))
			for (uint32_t i = search->segment[s].from; i < end; i++)
				put_text(search, search->held[i]);
	}
	search->held_count = search->segment_count = 0;
	begin_segment(search);
}

static enum baud_format format_seen(const struct baud_search *search)
{
	return baud_format_of(&search->count, baud_marks_of(&search->baud) == BAUD_MARKS_CHAR);
}

static enum baud_format format_of(const struct baud_search *search, enum baud_frame frame)
{
	int bits = frame == BAUD_FRAME_9 ? 9 : frame == BAUD_FRAME_11 ? 11 : 10;
	return baud_format_by_length(&search->count, format_seen(search), bits);
}

static void announce(struct baud_search *search, const char *remark)
{
	int sure = (int)(search->confidence * 100);
	say(search, "speed: %u %s (sure %d %%)%s", search->rate, baud_format_name(search->format),
	    sure > 99 ? 99 : sure, remark);
}

static void lock(struct baud_search *search, struct baud_answer answer)
{
	enum baud_format format = format_of(search, answer.frame);
	bool news = answer.rate != search->rate || format != search->format;
	bool quiet = search->plain && same_rate(search->receiver, answer.rate) &&
	             format == BAUD_8N1 && search->rate == 0;
	search->state = BAUD_LOCKED;
	search->rate = answer.rate;
	search->format = format;
	search->confidence = answer.confidence;
	if (news && !quiet)
		announce(search, "");
	release_held(search);
	search->count = (struct baud_format_count){ 0 }; /* it may have begun amid a character */
	search->doubt.odds = search->doubt.suspects = search->doubt.good = 0;
}

/* Begins anew, with half of the prior at what is known. */
static void restart(struct baud_search *search)
{
	search->heard = 0;
	search->count = (struct baud_format_count){ 0 };
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

static bool enough_here(const struct baud_search *search, double confidence)
{
	return (confidence > SURE && search->baud.chars >= CONFIRM_CHARS) ||
	       (confidence > SURE_LATER && search->baud.chars >= 3 * CONFIRM_CHARS);
}

/* The same for a rate that the receiver cannot be set to, or may not. */
static bool enough_beyond(const struct baud_search *search, struct baud_answer answer)
{
	if (search->receiver < SLOWEST * answer.rate ||
	    (!search->fixed && baud_can_receive(&search->baud, answer.rate)))
		return false;
	return (answer.confidence > SURE_BEYOND && search->heard >= BEYOND_CHARS) ||
	       (answer.confidence > SURE_LATER && search->heard >= 4 * BEYOND_CHARS);
}

/* All characters agree on a parity in their eighth bit: at a wrong rate they would not. */
static bool agrees_on_parity(const struct baud_search *search, struct baud_answer *answer)
{
	double mass[BAUD_GRID];
	enum baud_format format = format_seen(search);
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

/* Whether what is known is enough to say it. */
static bool judge(struct baud_search *search)
{
	struct baud_answer answer = baud_answer(&search->baud);
	search->waits = search->baud.unsettled || baud_could_be_before(&search->baud, answer.rate);
	if (search->waits)
		return false;
	if (!agrees_on_parity(search, &answer) && search->fixed &&
	    same_rate(answer.rate, search->receiver) && !answer.text &&
	    format_of(search, answer.frame) == BAUD_8N1)
		return false;
	if (same_rate(answer.rate, search->receiver)) {
		if (enough_here(search, answer.confidence))
			lock(search, answer);
	} else if (enough_beyond(search, answer)) {
		conclude(search, answer);
	}
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
	if (answer.confidence > SURE_LATER && !same_rate(answer.rate, search->rate)) {
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
	if (!search->baud.unsettled)
		baud_format_add(&search->count, c.value, c.marked);
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
	if (search->count.chars % 32 != 0 || format_seen(search) == search->format ||
	    format_seen(search) == BAUD_8N1)
		return;
	search->format = format_seen(search);
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
		if (read_mark(search, bytes[i], &c) && search->wanted == 0)
			take_char(search, c, looked++ < LOOKED);
	}
	if (search->heard > 0)
		search->said_us = search->said_us < now_us - SILENCE_US ? search->said_us : now_us;
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
