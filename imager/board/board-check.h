/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold between the sections of a board.conf. */
#ifndef IMAGER_BOARD_CHECK_H
#define IMAGER_BOARD_CHECK_H

#include "imager/board/board.h"

/* References (IM103) and numbers that cannot be (IM101). Fields may be missing: that was said before. */
int board_check(struct arena *arena, const struct board *board, struct diags *diags);

/* Says IM107: there is no board @name, with the nearest name in @directory. Returns -1. */
int board_unknown(struct arena *arena, const char *directory, const char *name,
                  struct diags *diags);

#endif
