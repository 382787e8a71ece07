/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device trees among the files of a card. */
#ifndef IMAGER_VERIFY_TREE_H
#define IMAGER_VERIFY_TREE_H

#include "imager/board/board.h"
#include "imager/fs/fat-reader.h"

/* A device tree among the files of a card, at @path there: dt/lint/lint-table.h, with the modules that the card's
 * scripts load beside it. */
int verify_tree(struct arena *arena, struct bytes dtb, const char *path,
                const struct fat_contents *contents, const struct board *board,
                struct diags *diags);

#endif
