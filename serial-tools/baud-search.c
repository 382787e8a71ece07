#include "baud-search.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FIRST_RATE    460800 /* three to six times above the likeliest: runs of bits can be counted */
#define GUARD_US      2500   /* a driver has taken the new rate and its buffer is empty */
#define PACKET_US     18000 /* FTDI holds a packet for 16 ms … */
#define PACKET_CHARS  62    /* … or until it is full */
#define SURE          0.98
#define SURE_BEYOND   0.99 /* when it cannot be confirmed by reading text */
#define CONFIRM_CHARS 20
#define BEYOND_CHARS  120
#define DOUBT_LIMIT   16.0 /* log odds */
#define SILENCE_US    2000000

static const char *frame_name(enum baud_frame frame)
{
	return frame == BAUD_FRAME_10 ? "8N1" : frame == BAUD_FRAME_11 ? "8E1 or 8O1" : "7N1";
}

static void begin_search(struct baud_search *search, int64_t now_us)
{
	search->state = BAUD_SEEKING;
	search->heard = 0;
	search->doubt = 0;
	search->search_us = search->said_us = now_us;
}

void baud_search_open(struct baud_search *search, const struct baud_adapter *adapter, double rate,
                      bool fixed, int64_t now_us)
{
	memset(search, 0, sizeof *search);
	baud_open(&search->baud, adapter, (enum baud_marks)adapter->marks);
	search->fixed = fixed;
	begin_search(search, now_us);
	if (fixed && rate > 0)
		baud_restart(&search->baud, (uint32_t)rate);
	if (rate > 0)
		baud_search_set(search, rate, now_us);
	if (!fixed)
		search->wanted = FIRST_RATE;
}

static void begin_segment(struct baud_search *search, double rate)
{
	if (search->segment_count == BAUD_SEGMENTS) {
		search->segment_count = 0;
		search->held_count = 0;
	}
	search->segment[search->segment_count++] =
		(struct baud_segment){ search->held_count, rate };
}

void baud_search_set(struct baud_search *search, double achieved, int64_t now_us)
{
	bool packets = search->baud.marks == BAUD_MARKS_PACKET ||
	               (search->baud.marks == BAUD_MARKS_UNKNOWN &&
	                search->baud.seen == BAUD_MARKS_PACKET);
	if (search->wanted != 0 && achieved < search->wanted / 1.05)
		search->baud.ceiling = achieved;
	search->wanted = 0;
	search->receiver = achieved;
	search->guard_us = now_us + (packets ? PACKET_US : GUARD_US);
	search->guard_chars = packets ? PACKET_CHARS : UINT32_MAX;
	search->escape = 0;
	baud_receiver(&search->baud, achieved);
	begin_segment(search, achieved);
}

/* Reads marks: ff ff is a character ff, ff 00 c a bad one. Returns whether @out is complete. */
static bool read_mark(struct baud_search *search, uint8_t byte, struct baud_char *out)
{
	uint8_t was = search->escape;
	search->escape = was == 0 && byte == 0xff ? 1 : was == 1 && byte == 0 ? 2 : 0;
	*out = (struct baud_char){ byte, was == 2 };
	return search->escape == 0;
}

static void hold(struct baud_search *search, struct baud_char c)
{
	if (search->held_count == BAUD_HELD) {
		search->held_count = search->segment_count = 0;
		begin_segment(search, search->receiver);
	}
	search->held[search->held_count++] = c;
}

static void put_text(struct baud_search *search, struct baud_char c)
{
	if (search->text_len < sizeof search->text)
		search->text[search->text_len++] = c.value;
}

static bool same_rate(double a, double b)
{
	return fabs(log(a / b)) < 0.035;
}

/* What was received at the rate that turned out to be right. */
static void release_held(struct baud_search *search, uint32_t rate)
{
	for (uint32_t s = 0; s < search->segment_count; s++) {
		uint32_t end = s + 1 < search->segment_count ? search->segment[s + 1].from
		                                             : search->held_count;
		if (same_rate(search->segment[s].rate, rate))
			for (uint32_t i = search->segment[s].from; i < end; i++)
				put_text(search, search->held[i]);
	}
	search->held_count = search->segment_count = 0;
	begin_segment(search, search->receiver);
}

static void say(struct baud_search *search, const char *text)
{
	snprintf(search->message, sizeof search->message, "%s", text);
	search->has_message = true;
}

static void announce(struct baud_search *search, struct baud_answer answer)
{
	char text[sizeof search->message];
	int sure = (int)(answer.confidence * 100);
	const char *remark = "";
	if (search->state == BAUD_BEYOND)
		remark = "; this adapter cannot receive it";
	else if (search->fixed && !same_rate(answer.rate, search->receiver))
		remark = "; the port is set to another: use this with -b";
	snprintf(text, sizeof text, "speed: %u %s (sure %d %%)%s", answer.rate,
	         frame_name(answer.frame), sure > 99 ? 99 : sure, remark);
	if (answer.rate != search->locked || *remark != '\0')
		say(search, text);
	search->locked = answer.rate;
	search->frame = answer.frame;
	search->confidence = answer.confidence;
}

/* Whether what is known is enough to say it. */
static bool judge(struct baud_search *search)
{
	struct baud_answer answer = baud_answer(&search->baud);
	bool here = same_rate(answer.rate, search->receiver);
	bool enough = here ? answer.confidence > SURE && search->baud.chars >= CONFIRM_CHARS
	                   : answer.confidence > SURE_BEYOND && search->heard >= BEYOND_CHARS &&
	                              (search->fixed ||
	                               baud_next(&search->baud) == (uint32_t)search->receiver);
	if (!enough)
		return false;
	search->state = here ? BAUD_LOCKED : BAUD_BEYOND;
	announce(search, answer);
	if (here)
		release_held(search, answer.rate);
	search->doubt = 0;
	return true;
}

static void seek(struct baud_search *search, struct baud_char c)
{
	hold(search, c);
	baud_feed(&search->baud, &c, 1);
	search->heard++;
	if (search->heard % 8 != 0 || search->wanted != 0)
		return;
	if (judge(search) || search->fixed)
		return;
	uint32_t next = baud_next(&search->baud);
	if (next != (uint32_t)search->receiver)
		search->wanted = next;
}

static bool guarded(struct baud_search *search, int64_t now_us)
{
	if (now_us >= search->guard_us || search->guard_chars == 0)
		return false;
	search->guard_chars--;
	return true;
}

static void take_char(struct baud_search *search, struct baud_char c)
{
	if (search->state == BAUD_LOCKED)
		put_text(search, c);
	else if (search->state == BAUD_SEEKING)
		seek(search, c);
}

void baud_search_take(struct baud_search *search, const uint8_t *bytes, size_t len, int64_t now_us)
{
	search->text_len = 0;
	for (size_t i = 0; i < len; i++) {
		struct baud_char c;
		if (!read_mark(search, bytes[i], &c) || guarded(search, now_us))
			continue;
		if (search->wanted == 0)
			take_char(search, c);
	}
}

void baud_search_tick(struct baud_search *search, int64_t now_us)
{
	search->text_len = 0;
	if (search->state != BAUD_SEEKING || now_us < search->said_us + SILENCE_US)
		return;
	search->said_us = now_us;
	say(search, search->heard == 0 ? "speed: nothing came yet; listening"
	                               : "speed: not enough came to tell; listening on");
}

struct bytes baud_search_text(const struct baud_search *search)
{
	return (struct bytes){ .p = search->text, .len = search->text_len, .name = "line" };
}

const char *baud_search_says(struct baud_search *search)
{
	bool has = search->has_message;
	search->has_message = false;
	return has ? search->message : NULL;
}

uint32_t baud_search_wants(const struct baud_search *search)
{
	return search->wanted;
}
