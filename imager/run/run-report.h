/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user reads after an emulated boot: stages with their times, how it ended and why, what to do next. */
#ifndef IMAGER_RUN_REPORT_H
#define IMAGER_RUN_REPORT_H

#include "imager/run/emulate.h"

#include <stdio.h>

/*
 * Reads the verdict that serial-capture left (a missing one is not worth an error: the exit code says
 * enough) and prints.
 * @image  the card image of the user's, not the copy with borrowed firmware
 * @code   serial-capture's exit code
 */
void run_report(struct arena *arena, const struct board *board, const char *image,
                const char *entry, const struct emulation *emulation, int code, FILE *to);

#endif
