/* SPDX-License-Identifier: GPL-2.0-or-later */
/* board.conf → board; all errors of the file in one run. */
#ifndef IMAGER_BOARD_READ_H
#define IMAGER_BOARD_READ_H

#include "imager/board/board.h"

/*
 * Reads boards/NAME/board.conf, or a board.conf or its directory by path. All errors of the file are
 * said in one run (IM100 unknown key, IM101 wrong type or range, IM102 missing key, IM103 unknown
 * reference, IM104 syntax …), each with file and line.
 * @directory  where the boards are (places.boards)
 * Returns 0, or -1 and has said why.
 */
int board_read(struct arena *arena, const char *directory, const char *name, struct board *out,
               struct diags *diags);

#endif
