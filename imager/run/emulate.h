/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A board's image in the emulator, with the console captured: what to start, and starting it.
 *
 *     emulate_card() when the board borrows firmware; emulate_argv(); emulate_run().
 */
#ifndef IMAGER_EMULATE_H
#define IMAGER_EMULATE_H

#include "imager/fetch/part.h"

#include <stdbool.h>

struct emulation {
	const char *image;     /* the card; the emulator's writes go elsewhere */
	const char *log;       /* the console as received; FILE.lines has stamps */
	const char *verdict;   /* how it ended, JSON */
	const char *directory; /* of our own, for the console's socket */
	const char *capture;   /* the program serial-capture */
	uint64_t timeout_ms;
	bool quiet; /* the console is not shown */
};

/* serial-capture's arguments, the emulator's behind them. NULL-terminated. */
const char *const *emulate_argv(struct arena *arena, const struct board *board,
                                const struct emulation *emulation);

/*
 * Copies a card image, holes kept, with other bytes at the places of the firmware.
 * @firmware, @count  rows of the board that lends it; @parts has their bytes
 * Returns 0 or -1.
 */
int emulate_card(struct arena *arena, const char *image, const struct board *lender,
                 const struct parts *parts, const char *copy, struct diags *diags);

/*
 * Runs @argv to its end. SIGINT, SIGTERM and SIGHUP are passed on, and the program ends with us
 * when we are killed, so that nothing is left behind. Its standard output goes to our standard error.
 * Returns 0 and its exit code; -1: IM611 it could not be started or was killed, IM612 we were told
 * to stop.
 */
int emulate_run(const char *const *argv, int *exit_code, struct diags *diags);

#endif
