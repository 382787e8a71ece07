/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a capture ended, in one value: what the loop decided and what the boot log makes of it. From
 * it come the exit code, the sentence for the user and verdict.json.
 */
#ifndef SERIAL_TOOLS_ENDING_H
#define SERIAL_TOOLS_ENDING_H

#include "serial-tools/capture/capture.h"
#include "serial-tools/verdict/verdict.h"

#include "lib/text.h"

#include <stdio.h>

struct ending {
	struct capture_result result;
	bool has_verdict;       /* stages and signatures were looked for */
	struct verdict verdict; /* of the console that decided; agrees with `code` */
	int code; /* 0 goal or over, 1 stopped before the goal, 10 failed, 11 timed out, 12 lost, 13 hang */
};

/* To be called after capture_run(); borrows from the consoles. */
struct ending ending_make(const struct capture_result *result);

/* One line or more, with a newline. */
void ending_tell(struct arena *arena, const struct ending *ending, FILE *to);

/*
 * verdict.json: the verdict's members (verdict_json()), then code, end, source, seconds, log, bytes, and where
 * they apply until {line, seconds, text} and command_end.
 * @log  the raw log's name or NULL
 */
struct bytes ending_json(struct text *text, const struct ending *ending, const char *log);

#endif
