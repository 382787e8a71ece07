/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file is: the table of bidders, and the check of a kind against what was wanted. */
#ifndef IMAGER_PAYLOAD_TABLE_H
#define IMAGER_PAYLOAD_TABLE_H

#include "imager/format/payload.h"

/* Looks at @file. Always gives an answer; a damaged file of a known kind is said in @diags (IM30x). */
struct payload payload_recognise(struct arena *arena, struct bytes file, struct diags *diags);

/*
 * Refuses a wrong kind in a slot.
 * @allowed  ids separated by '|', "zimage|uimage"
 * @slot     what it was wanted for, "kernel"
 * Returns 0, or -1 and has said what it is and what was wanted (IM300), or the wrong architecture (IM301).
 */
int payload_check(const struct payload *payload, const char *allowed, const char *arch,
                  const char *slot, struct where at, struct diags *diags);

#endif
