/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exec:COMMAND: a program on a pseudo terminal in raw mode, so that its bytes arrive as it wrote them. */
#ifndef SERIAL_TOOLS_SOURCE_EXEC_H
#define SERIAL_TOOLS_SOURCE_EXEC_H

#include "serial-tools/port/source.h"

extern const struct source_kind source_exec;

#endif
