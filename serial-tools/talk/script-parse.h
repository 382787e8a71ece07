/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a script to its instructions; the rows in script-parse.c are the language's words. */
#ifndef SERIAL_TOOLS_SCRIPT_PARSE_H
#define SERIAL_TOOLS_SCRIPT_PARSE_H

#include "serial-tools/talk/script-state.h"

/* Reads a script; uploads are read now, so that nothing is missing later. Patterns are PCRE2,
 * multi-line. Returns 0, or -1 and has said every mistake (SE400 unknown word, SE401 operands,
 * SE402 pattern, SE403 if/else/end). The script must be closed. */
int script_parse(struct arena *arena, struct bytes text, struct script *out, struct diags *diags);
void script_close(struct script *script);

#endif
