/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A uImage against the file that it was made of, and against the addresses that it names. */
#ifndef IMAGER_VERIFY_UIMAGE_H
#define IMAGER_VERIFY_UIMAGE_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>

/* Whether a uImage of this name may hold the payload @candidate of the same directory: uImage and
 * zImage, vmlinuz.uImage and vmlinuz, xen.uImage and xen. */
bool verify_is_beside(const char *uimage, const char *candidate);
int verify_payload(struct bytes file, struct bytes other, const char *other_name,
                   struct diags *diags);
/* A uImage loaded at @at and started by bootm. */
int verify_addresses(struct bytes file, uint64_t at, struct diags *diags);
int verify_entry(struct bytes file, struct diags *diags);

#endif
