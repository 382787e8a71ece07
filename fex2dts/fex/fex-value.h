/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One value of a fex text: what stands behind `key =`. Numbers, ports, strings and nothing are
 * told apart by how they begin, as sunxi-fexc does; what it refuses but a human reads without
 * doubt is understood with a warning.
 */
#ifndef FEX2DTS_FEX_VALUE_H
#define FEX2DTS_FEX_VALUE_H

#include "fex2dts/fex/fex.h"

/*
 * Reads @text, one value without the spaces around it; it may be cut in place.
 * @at     where it starts
 * @entry  kind, word, hex, octal, string, gpio, spelling and comment are set; spelling stays NULL
 *         when sunxi-fexc would refuse or misread what is written
 * Returns 0; -1 and has said why (FX105 no number, FX106 out of range, FX107 no port).
 */
int fex_value_read(struct arena *arena, char *text, struct where at, struct fex_entry *entry,
                   struct diags *diags);

#endif
