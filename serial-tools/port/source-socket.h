/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unix:PATH and tcp:HOST:PORT connect to whoever offers the console; listen-unix:PATH and
 * listen-tcp:HOST:PORT wait for it, so that nothing is lost: the port is there before the board is.
 * One client at a time; the next is taken when the first has gone.
 */
#ifndef SERIAL_TOOLS_SOURCE_SOCKET_H
#define SERIAL_TOOLS_SOURCE_SOCKET_H

#include "serial-tools/port/source.h"

extern const struct source_kind source_unix, source_tcp, source_listen_unix, source_listen_tcp;

#endif
