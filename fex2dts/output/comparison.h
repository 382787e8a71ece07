/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two boards side by side. Two vendors' files are compared in the words of the hardware model; as
 * soon as one side is a device tree, both are compared as trees (dt/soc/board-facts.h).
 */
#ifndef FEX2DTS_COMPARISON_H
#define FEX2DTS_COMPARISON_H

#include "fex2dts/output/conversion.h"
#include "lib/text.h"

/*
 * @a, @b  a fex text, a script.bin or a blob each
 * @out    one line a difference: what, in the first, in the second
 * Returns 0 and *@count; -1 and has said why (FX222 a blob of no known SoC).
 */
int comparison_make(const struct conversion *conversion, struct bytes a, struct bytes b,
                    struct text *out, size_t *count);

#endif
