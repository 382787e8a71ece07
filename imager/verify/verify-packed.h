/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed data: good when it unpacks to its last byte, and when who shall unpack it knows the format. */
#ifndef IMAGER_VERIFY_PACKED_H
#define IMAGER_VERIFY_PACKED_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>

/* A ramdisk, its archives packed or not: IM344 damaged, IM345 in a form that Linux does not read, IM346
 * (warning) followed by something else, IM347 a damaged archive. */
void verify_ramdisk(struct bytes file, struct diags *diags);
/* Streams one behind the other, as gzip and its like read them: IM344. */
void verify_streams(struct bytes file, struct diags *diags);
/* The data of a uImage or FIT image whose header says compression @said. Returns 0 or -1. */
int verify_compression(struct bytes data, const char *said, bool kernel, struct diags *diags);

#endif
