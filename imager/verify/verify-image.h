/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole card image: loaders, partition table, file system and every file on it. */
#ifndef IMAGER_VERIFY_IMAGE_H
#define IMAGER_VERIFY_IMAGE_H

#include "imager/board/board.h"
#include "imager/verify/verify-report.h"

/* @board  what the image should be for; NULL: any. Returns 0; -1 when there are faults. */
int verify_image(struct arena *arena, struct bytes disk, const struct board *board,
                 struct verify_report *report, struct diags *diags);

#endif
