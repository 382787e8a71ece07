/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user says of a board on the command line. */
#ifndef IMAGER_BOARD_SET_H
#define IMAGER_BOARD_SET_H

#include "imager/board/board.h"

/*
 * A board with one of its components replaced, for what a user says on the command line.
 * @setting  "ID=none" empties the firmware slots that take the component, "ID=PATH" takes a local file
 * Returns 0; -1 (IM106) when the board has no such component, or something boots from it.
 */
int board_set(struct arena *arena, const struct board *board, const char *setting,
              struct board *out, struct diags *diags);

#endif
