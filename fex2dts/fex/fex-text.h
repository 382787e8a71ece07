/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text codec: what vendors write into sys_config.fex, and what they meant. Lines are
 * `[section]`, `key = value`, `; comment`; CRLF, CR and LF end them.
 */
#ifndef FEX2DTS_FEX_TEXT_H
#define FEX2DTS_FEX_TEXT_H

#include "fex2dts/fex/fex.h"

/*
 * Reads a whole text. Odd spellings are understood and warned about with line and column;
 * impossible lines are errors, all of them in one run, and the line is left out.
 * Returns 0, or -1 when there was an error.
 */
int fex_text_read(struct arena *arena, struct bytes file, struct fex *fex, struct diags *diags);

/*
 * Writes text that fex_text_read() and sunxi-fexc read back to the same values. Where the fex
 * came from text, comments, order and the spelling of values that sunxi-fexc accepts are kept.
 * @decimal  numbers with leading zeros lose them, so that every compiler reads what was meant
 * Returns 0; -1 (FX130) when a string from a binary holds what no text can.
 */
int fex_text_write(struct arena *arena, const struct fex *fex, bool decimal, struct bytes *out,
                   struct diags *diags);

#endif
