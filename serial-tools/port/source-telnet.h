/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * telnet:HOST:PORT and rfc2217:HOST:PORT: a port behind ser2net or another terminal server, over the
 * connection of tcp:. With RFC 2217 the rate and the control lines are set from here; each setting that
 * the server does not answer times out on its own and costs nothing else.
 */
#ifndef SERIAL_TOOLS_SOURCE_TELNET_H
#define SERIAL_TOOLS_SOURCE_TELNET_H

#include "serial-tools/port/source.h"

extern const struct source_kind source_telnet, source_rfc2217;

#endif
