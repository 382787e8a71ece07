/*
 * The search for the speed (baud-search.h) at work on a source: hands it what was read, sets the
 * rates that it wants, and waits until they are in force.
 *
 *   tuner_open()   once the source was opened (marks on where the rate is to be found)
 *   tuner_take()   for each piece read; what it returns goes on to the lines and the viewers
 *   tuner_says()   after each, until it returns NULL
 *   tuner_tick()   when nothing came
 *   tuner_retune() when the port was opened again or somebody else has set a rate
 *
 * Allocates only in tuner_open().
 */
#ifndef SERIAL_TOOLS_TUNER_H
#define SERIAL_TOOLS_TUNER_H

#include "baud-search.h"
#include "source.h"

#include "lib/arena.h"

#define TUNER_FIRST_RATE                                                                           \
	BAUD_FIRST_RATE /* what the port is opened with when its rate is to be found */

struct tuner;

/*
 * @source   open or waiting; borrowed
 * @find     find the rate; else keep it and notice when it is wrong
 * @adapter  a name of baud-adapter.c, NULL: by the port's driver
 */
struct tuner *tuner_open(struct arena *arena, struct source *source, bool find,
                         const char *adapter);

/* The source's rate is another than before (opened, opened again, set by somebody). */
void tuner_retune(struct tuner *tuner, int64_t now_us);

/* What can be read of @piece (at most BAUD_TAKE bytes). Valid until the next call. */
struct bytes tuner_take(struct tuner *tuner, struct bytes piece, int64_t now_us);

const char *tuner_says(struct tuner *tuner);

/* Returns when it wants to be called again. */
int64_t tuner_tick(struct tuner *tuner, int64_t now_us);

#endif
