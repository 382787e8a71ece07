/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The binary codec, script.bin: little endian; a header of 16 bytes (section count, file size,
 * version 1.2), sections of 40 bytes, entries of 40 bytes, data in words. Layout measured on
 * sunxi-fexc 1.4.2 and on images of vendors, whose size field cannot be trusted.
 */
#ifndef FEX2DTS_FEX_BIN_H
#define FEX2DTS_FEX_BIN_H

#include "fex2dts/fex/fex.h"

#define FEX_BIN_HEADER_SIZE  16
#define FEX_BIN_SECTION_SIZE 40
#define FEX_BIN_ENTRY_SIZE   40
#define FEX_BIN_NAME_SIZE    32  /* with its NUL */
#define FEX_BIN_SECTIONS_MAX 256 /* as many as sunxi-fexc takes */

/*
 * Reads a binary. Everything is checked against @file's real length; nothing in it is believed.
 * Returns 0, or -1 and has said at which offset the file is wrong (all independent errors).
 */
int fex_bin_read(struct arena *arena, struct bytes file, struct fex *fex, struct diags *diags);

/*
 * Writes a binary, byte for byte what sunxi-fexc 1.4.2 writes.
 * @decimal  numbers with leading zeros become the decimal that was meant; without it they become
 *           the octal that the vendors' compiler makes of them, and each one is warned about
 * Returns 0; -1 when it cannot be expressed (names above 31 bytes, too many sections).
 */
int fex_bin_write(struct arena *arena, const struct fex *fex, bool decimal, struct bytes *out,
                  struct diags *diags);

#endif
