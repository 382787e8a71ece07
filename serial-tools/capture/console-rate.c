/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/console-rate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TICK_US    500000 /* between looks at a line that says nothing */
#define SAMPLE_US  100000 /* a fixed rate is doubted by samples: at most one in this time … */
#define SAMPLE     512    /* … of so many bytes */
#define COUNT_US   20000  /* between looks at the driver's counters */
#define FIRST_LOOK 4096   /* but the first bytes are all looked at */

struct console_rate {
	bool automatic;
	enum baud_search_way way;
	int64_t tick_us, sample_us;
	int64_t count_us; /* when the driver's counters are looked at again */
	uint64_t errors;  /* framing errors that it had counted then */
	size_t looked;    /* bytes that were looked at */
	struct baud_search search;
};

/* The driver behind a port, for what its adapter can do; "" for a pseudo terminal. */
static void driver_of(const struct source *source, char driver[256])
{
	char tty[256], target[256];
	ssize_t len = -1;
	driver[0] = '\0';
	if (source->fd >= 0 && ttyname_r(source->fd, tty, sizeof(tty)) == 0 &&
	    strrchr(tty, '/') != NULL) {
		char link[320];
		snprintf(link, sizeof(link), "/sys/class/tty/%s/device/driver",
		         strrchr(tty, '/') + 1);
		len = readlink(link, target, sizeof(target) - 1);
	}
	if (len <= 0)
		return;
	target[len] = '\0';
	const char *name = strrchr(target, '/');
	snprintf(driver, 256, "%s", name == NULL ? target : name + 1);
}

struct console_rate *console_rate_open(struct arena *arena, const struct source *source,
                                       bool automatic)
{
	bool saved = source->kind->saved && !automatic;
	if ((!source->kind->has_rate && !saved) || (!automatic && source->settings.rate == 0))
		return NULL;
	struct console_rate *rate = arena_new(arena, struct console_rate);
	rate->automatic = automatic;
	rate->way = automatic ? BAUD_SEARCH_FIND : saved ? BAUD_SEARCH_SAVED : BAUD_SEARCH_WATCH;
	return rate;
}

static void follow(struct console_rate *rate, struct source *source, int64_t now_us)
{
	uint32_t wanted = baud_search_wants(&rate->search);
	if (wanted == 0 || !rate->automatic || source->fd < 0)
		return;
	uint32_t achieved = 0;
	if (source->kind->set_rate(source, wanted, &achieved) != 0)
		achieved = source->achieved;
	source->achieved = achieved;
	baud_search_set(&rate->search, achieved == 0 ? wanted : achieved, now_us);
}

/* Some drivers tell the achieved rate only a moment after they were asked for one. */
static void confirm(struct console_rate *rate, struct source *source)
{
	if (source->fd < 0 || source->kind->get_rate == NULL || rate->search.state == BAUD_LOCKED)
		return;
	uint32_t achieved = source->kind->get_rate(source);
	if (achieved == 0 || achieved == source->achieved)
		return;
	source->achieved = achieved;
	baud_search_correct(&rate->search, achieved);
}

/* Framing errors that the driver has counted since the last look; 0 where it counts none. */
static uint64_t new_errors(struct console_rate *rate, struct source *source)
{
	struct source_counters now;
	uint64_t before = rate->errors;
	if (source_count(source, &now) != 0)
		return 0;
	rate->errors = now.frame;
	return now.frame > before ? now.frame - before : 0;
}

void console_rate_start(struct console_rate *rate, struct source *source, int64_t now_us)
{
	char driver[256];
	if (source->settings.adapter == NULL)
		driver_of(source, driver);
	else
		snprintf(driver, sizeof(driver), "%s", source->settings.adapter);
	if (rate->automatic && !source->settings.marks && source->kind->set_marks != NULL)
		source->kind->set_marks(source, true);
	/* Without marks a fixed rate is judged by the bytes alone, so that the raw log stays as it is. */
	uint32_t now = source->achieved != 0 ? source->achieved : source->settings.rate;
	baud_search_open(&rate->search, baud_adapter_of(driver), now, rate->way, now_us);
	rate->looked = 0;
	new_errors(rate, source);
	rate->tick_us = now_us + TICK_US;
	follow(rate, source, now_us);
}

static void count(struct console_rate *rate, struct source *source, int64_t now_us)
{
	if (now_us < rate->count_us || rate->way == BAUD_SEARCH_SAVED)
		return;
	rate->count_us = now_us + COUNT_US;
	baud_search_counted(&rate->search, new_errors(rate, source), now_us);
}

/* How much of the bytes at a fixed rate are looked at. */
static size_t sample(struct console_rate *rate, size_t len, int64_t now_us)
{
	if (rate->looked < FIRST_LOOK)
		return len;
	if (now_us < rate->sample_us)
		return 0;
	rate->sample_us = now_us + SAMPLE_US;
	return len < SAMPLE ? len : SAMPLE;
}

struct bytes console_rate_take(struct console_rate *rate, struct source *source, struct bytes data,
                               int64_t now_us)
{
	size_t len = rate->way == BAUD_SEARCH_WATCH ? sample(rate, data.len, now_us) : data.len;
	rate->tick_us = now_us + TICK_US;
	rate->looked += len;
	if (rate->automatic)
		confirm(rate, source);
	if (len > 0)
		baud_search_take(&rate->search, data.p, len, now_us);
	count(rate, source, now_us);
	if (rate->way == BAUD_SEARCH_WATCH)
		return data;
	struct bytes text = baud_search_text(&rate->search);
	follow(rate, source, now_us);
	return text;
}

int64_t console_rate_tick(struct console_rate *rate, struct source *source, int64_t now_us)
{
	if (now_us < rate->tick_us || source->fd < 0)
		return rate->tick_us;
	rate->tick_us = now_us + TICK_US;
	baud_search_tick(&rate->search, now_us);
	follow(rate, source, now_us);
	return rate->tick_us;
}

const char *console_rate_says(struct console_rate *rate)
{
	return baud_search_says(&rate->search);
}
