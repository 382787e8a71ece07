/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file:PATH: a saved log, replayed. Raw bytes as fast as they can be read; a log whose lines are stamped
 * by a capture program in its original timing, without the stamps. "file:-" is standard input.
 */
#ifndef SERIAL_TOOLS_SOURCE_FILE_H
#define SERIAL_TOOLS_SOURCE_FILE_H

#include "serial-tools/port/source.h"

extern const struct source_kind source_file;

#endif
