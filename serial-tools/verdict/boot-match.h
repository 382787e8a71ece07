/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of stages.tsv and signatures.tsv on a line's text, and what follows from those that match. */
#ifndef SERIAL_TOOLS_BOOT_MATCH_H
#define SERIAL_TOOLS_BOOT_MATCH_H

#include "serial-tools/verdict/boot-state.h"

/*
 * Tries all rows on a line's text.
 * @domain  the text is a domain's, whose start does not mean that the board started over
 * Returns whether a signature or milestone was found.
 */
bool boot_match_line(struct boot_log *log, const struct line *line, bool domain);

/* Tries the prompts: they must be all that stands on the line. Returns whether it is one. */
bool boot_match_prompt(struct boot_log *log, const struct line *line);

/* Tries what shows that a stage has begun on an unfinished line. */
void boot_match_half(struct boot_log *log, const struct line *line);

#endif
