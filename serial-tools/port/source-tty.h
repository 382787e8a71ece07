/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A serial port. Opened once; raw mode before anything else; closed at once when it goes away, and
 * looked for again under its by-id or by-path name, because it may come back as another ttyUSB.
 */
#ifndef SERIAL_TOOLS_SOURCE_TTY_H
#define SERIAL_TOOLS_SOURCE_TTY_H

#include "serial-tools/port/source.h"

extern const struct source_kind source_tty;

#endif
