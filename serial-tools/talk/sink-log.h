/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The logs of a console: bytes as received, and lines with stamps. */
#ifndef SERIAL_TOOLS_SINK_LOG_H
#define SERIAL_TOOLS_SINK_LOG_H

#include "serial-tools/log/log-file.h"
#include "serial-tools/talk/sink.h"
#include "serial-tools/text/stamp.h"

#include "lib/arena.h"
#include "lib/diag.h"

/* The bytes as received, before anything else is done with them. */
int sink_raw_open(struct arena *arena, const struct log_file_spec *spec, struct sink *out,
                  struct diags *diags);

/* Lines, each with the time its first byte came; notes in [-- … --]. */
int sink_stamped_open(struct arena *arena, const struct log_file_spec *spec,
                      const struct stamp_spec *stamps, struct sink *out, struct diags *diags);

#endif
