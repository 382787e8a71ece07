/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One way to read what a user calls a fex: text or script.bin, told apart, checked for what is said
 * twice; and what is neither, named.
 */
#ifndef FEX2DTS_FEX_FILE_H
#define FEX2DTS_FEX_FILE_H

#include "fex2dts/fex/fex.h"

enum fex_format { FEX_FORMAT_AUTO, FEX_FORMAT_TEXT, FEX_FORMAT_BIN };

/*
 * Reads text or a binary, told apart by its first bytes unless @format says so.
 * @fex  filled on 0; on -1 not to be used
 * Returns 0 (with warnings for what is odd), or -1 and has said all that is impossible: FX100 not a
 * fex at all (a device tree, a boot package, an image: named), FX101 … of the two codecs.
 */
int fex_read(struct arena *arena, struct bytes file, enum fex_format format, struct fex *fex,
             struct diags *diags);

#endif
