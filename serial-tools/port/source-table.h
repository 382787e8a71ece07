/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kinds of source, one file per row or two. source_open() picks the row by the prefix of the
 * user's word and claims what it needs; source.h goes on from there. To add a kind: a file with a
 * `const struct source_kind`, and its row in source-table.c.
 */
#ifndef SERIAL_TOOLS_SOURCE_TABLE_H
#define SERIAL_TOOLS_SOURCE_TABLE_H

#include "serial-tools/port/source.h"

/*
 * @word  what the user wrote: "exec:COMMAND", "/dev/ttyUSB0" …
 * Returns 0, connected (fd >= 0) or waiting (fd -1); -1 and has said why.
 */
int source_open(struct arena *arena, const char *word, const struct source_settings *settings,
                struct source *out, struct diags *diags);

#endif
