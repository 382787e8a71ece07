/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ports that share the console: a pseudo terminal, TCP raw, telnet or RFC 2217. */
#ifndef SERIAL_TOOLS_SINK_SERVE_H
#define SERIAL_TOOLS_SINK_SERVE_H

#include "serial-tools/talk/sink.h"

#include "lib/arena.h"
#include "lib/diag.h"

/* What is typed at the port that @word (serve.h) names goes to the board. Slow readers skip and are
 * told. Returns 0 or -1 (SE410, SE411). */
int sink_serve_open(struct arena *arena, const char *word, struct sink *out, struct diags *diags);

#endif
