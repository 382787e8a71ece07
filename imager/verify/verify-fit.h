/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FIT images. */
#ifndef IMAGER_VERIFY_FIT_H
#define IMAGER_VERIFY_FIT_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

/* A FIT image: its data, hashes and configurations: IM350 to IM354. */
void verify_fit(struct bytes file, struct diags *diags);

#endif
