#include "tuner.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LISTEN_US 2100000
#define GLANCE_US 20000 /* how often a port whose rate is given is looked at … */
#define GLANCE    256   /* … and how many bytes then */

struct tuner {
	struct source *source;
	const char *adapter;
	bool find;
	int64_t glance_us;
	struct baud_search search;
};

/* The name of the driver behind a port, "" when there is none (a pseudo terminal). */
static const char *driver_of(int fd, char name[NAME_MAX + 1])
{
	char link[64], target[PATH_MAX];
	struct stat st;
	name[0] = '\0';
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISCHR(st.st_mode))
		return name;
	snprintf(link, sizeof link, "/sys/dev/char/%u:%u/device/driver", major(st.st_rdev),
	         minor(st.st_rdev));
	ssize_t len = readlink(link, target, sizeof target - 1);
	if (len <= 0)
		return name;
	target[len] = '\0';
	const char *slash = strrchr(target, '/');
	snprintf(name, NAME_MAX + 1, "%.*s", NAME_MAX, slash == NULL ? target : slash + 1);
	return name;
}

struct tuner *tuner_open(struct arena *arena, struct source *source, bool find, const char *adapter)
{
	struct tuner *tuner = arena_new(arena, struct tuner);
	tuner->source = source;
	tuner->find = find;
	tuner->adapter = adapter;
	return tuner;
}

void tuner_retune(struct tuner *tuner, int64_t now_us)
{
	char driver[NAME_MAX + 1];
	const char *name = tuner->adapter;
	double rate = tuner->source->achieved;
	if (name == NULL)
		name = driver_of(tuner->source->fd, driver);
	if (rate == 0)
		rate = tuner->source->settings.rate;
	baud_search_open(&tuner->search, baud_adapter_of(name), rate,
	                 tuner->find ? BAUD_SEARCH_FIND : BAUD_SEARCH_WATCH, now_us);
}

/* Sets the rate that the search wants. */
static void set_wanted(struct tuner *tuner, int64_t now_us)
{
	struct source *source = tuner->source;
	uint32_t rate = baud_search_wants(&tuner->search), before = source->achieved;
	if (rate == 0 || source->fd < 0)
		return;
	if (source->kind->set_rate(source, rate, &source->achieved) != 0)
		source->achieved = before;
	else if (source->achieved == 0)
		source->achieved = rate;
	baud_search_set(&tuner->search, source->achieved, now_us);
}

/* Some adapters say only a little later what they made of a rate. */
static void look_at_rate(struct tuner *tuner)
{
	struct source *source = tuner->source;
	uint32_t rate = 0;
	if (source->fd >= 0 && source->kind->get_rate != NULL)
		rate = source->kind->get_rate(source);
	if (rate == 0 || rate == (uint32_t)tuner->search.receiver)
		return;
	source->achieved = rate;
	baud_search_correct(&tuner->search, rate);
}

/* A rate that the user has given: the head of a piece now and then is enough. */
static void glance(struct tuner *tuner, struct bytes piece, int64_t now_us)
{
	if (now_us < tuner->glance_us)
		return;
	tuner->glance_us = now_us + GLANCE_US;
	baud_search_take(&tuner->search, piece.p, piece.len < GLANCE ? piece.len : GLANCE, now_us);
}

struct bytes tuner_take(struct tuner *tuner, struct bytes piece, int64_t now_us)
{
	if (!tuner->find) {
		glance(tuner, piece, now_us);
		return piece;
	}
	if (tuner->search.state != BAUD_LOCKED)
		look_at_rate(tuner);
	baud_search_take(&tuner->search, piece.p, piece.len, now_us);
	set_wanted(tuner, now_us);
	return baud_search_text(&tuner->search);
}

const char *tuner_says(struct tuner *tuner)
{
	return baud_search_says(&tuner->search);
}

int64_t tuner_tick(struct tuner *tuner, int64_t now_us)
{
	if (!tuner->find)
		return INT64_MAX;
	set_wanted(tuner, now_us);
	baud_search_tick(&tuner->search, now_us);
	return tuner->search.state == BAUD_SEEKING ? now_us + LISTEN_US : INT64_MAX;
}
