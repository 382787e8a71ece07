/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-signals.h"

#include <stdio.h>

#define STEPS    (2 * SIGNALS_PULSES + 1 + SIGNALS_KEYS)
#define RETRY_US 50000   /* a server of RFC 2217 has to agree first */
#define GIVE_UP  3000000 /* microseconds */

struct step {
	struct sink_request request;
	uint32_t hold_ms; /* until the next one */
	char key;         /* typed when it is done */
	const char *what;
};

struct work {
	const struct source *source;
	struct step steps[STEPS];
	size_t count, at;
	bool asked; /* and not answered */
	bool failed, told, began;
	int64_t now_us, due_us, give_up_us;
	char key; /* to be typed */
};

static void add(struct work *work, enum sink_wish wish, uint32_t value, uint32_t hold_ms, char key)
{
	static const char *const names[] = {
		[WISH_BREAK] = "a break", [WISH_DTR] = "DTR", [WISH_RTS] = "RTS"
	};
	work->steps[work->count++] = (struct step){
		.request = { wish, value }, .hold_ms = hold_ms, .key = key, .what = names[wish]
	};
}

static int64_t signals_tick(struct sink *sink, int64_t now_us)
{
	struct work *work = sink->own;
	work->now_us = now_us;
	if (work->at >= work->count || work->source->fd < 0 || work->failed)
		return INT64_MAX;
	if (!work->began)
		work->give_up_us = now_us + GIVE_UP;
	work->began = true;
	return work->asked || work->due_us > now_us ? work->due_us : now_us;
}

static bool signals_request(struct sink *sink, struct sink_request *out)
{
	struct work *work = sink->own;
	if (!work->began || work->asked || work->failed || work->at >= work->count ||
	    work->now_us < work->due_us)
		return false;
	*out = work->steps[work->at].request;
	work->asked = true;
	work->due_us = INT64_MAX;
	return true;
}

static void signals_answer(struct sink *sink, const struct sink_request *request, uint32_t value,
                           bool done)
{
	struct work *work = sink->own;
	const struct step *step = &work->steps[work->at];
	(void)request;
	(void)value;
	work->asked = false;
	if (done) {
		work->key = step->key;
		work->due_us = work->now_us + (int64_t)step->hold_ms * 1000;
		work->at++;
	} else if (work->now_us < work->give_up_us) {
		work->due_us = work->now_us + RETRY_US;
	} else {
		work->failed = true;
	}
}

/* Linux Documentation/admin-guide/sysrq.rst: a break, then the key within 5 s. */
static size_t signals_take(struct sink *sink, void *to, size_t room)
{
	struct work *work = sink->own;
	if (work->key == '\0' || room == 0)
		return 0;
	*(char *)to = work->key;
	work->key = '\0';
	return 1;
}

static bool signals_news(struct sink *sink, int64_t now_us, char *to, size_t size)
{
	struct work *work = sink->own;
	bool over = work->failed || (work->count > 0 && work->at == work->count);
	(void)now_us;
	if (!over || work->told)
		return false;
	work->told = true;
	if (work->failed)
		snprintf(to, size,
		         "the port does not do %s; what was asked of its lines is given up",
		         work->steps[work->at].what);
	else
		snprintf(to, size, "what was asked of the port's lines is done");
	return true;
}

static const struct sink_kind signals_kind = {
	.tick = signals_tick,
	.request = signals_request,
	.answer = signals_answer,
	.take = signals_take,
	.news = signals_news,
};

void sink_signals_open(struct arena *arena, const struct signals *signals,
                       const struct source *source, struct sink *out)
{
	struct work *work = arena_new(arena, struct work);
	work->source = source;
	for (size_t i = 0; i < signals->pulse_count; i++) {
		bool rts = signals->pulses[i].rts;
		bool rest = (rts ? source->settings.rts : source->settings.dtr) != LEVEL_OFF;
		enum sink_wish wish = rts ? WISH_RTS : WISH_DTR;
		add(work, wish, !rest, signals->pulses[i].ms, '\0');
		add(work, wish, rest, 0, '\0');
	}
	if (signals->break_ms > 0)
		add(work, WISH_BREAK, signals->break_ms, 0, '\0');
	for (const char *key = signals->sysrq; *key != '\0'; key++)
		add(work, WISH_BREAK, SIGNALS_BREAK_MS, SIGNALS_PULSE_MS, *key);
	*out = (struct sink){ &signals_kind, work };
}
