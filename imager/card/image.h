/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layout to image file: one pass, sparse, reproducible, whole or not at all. */
#ifndef IMAGER_IMAGE_H
#define IMAGER_IMAGE_H

#include "imager/card/layout.h"

#include "lib/output.h"

/* @calls  NULL for the system's own. Returns 0 or -1 (what was at @path is then unchanged). */
int image_write(struct arena *arena, const struct layout *layout, const char *path,
                const struct output_calls *calls, struct diags *diags);

#endif
