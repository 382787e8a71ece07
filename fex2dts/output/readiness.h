/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether Linux and Xen will boot on the tree that a vendor's file becomes. The tree is made as for
 * -O dtb and judged by dt/lint; what a loader fills in at boot (memory, arguments, modules) is not
 * missed in it.
 */
#ifndef FEX2DTS_READINESS_H
#define FEX2DTS_READINESS_H

#include "fex2dts/output/conversion.h"
#include "lib/text.h"

enum readiness_for {
	READINESS_ABLE, /* Linux, and Xen where the SoC can run it */
	READINESS_LINUX,
	READINESS_XEN,
	READINESS_BOTH
};

/*
 * @soc      as conversion_soc() gave it
 * @base     what the base is called in the verdict; NULL: the built-in one is used
 * @verdict  gets a line for each of the two that was asked for
 * Says what the rules find (DTxxx); FX420, a DIAG_NO, when Xen was asked for by name and the SoC
 * cannot run it; FX421 when there is nothing to make a tree on: a warning, or an error when
 * @what_for was named. Returns 0; -1 when no tree could be made and that was said.
 */
int readiness_check(const struct conversion *conversion, const struct fex *fex,
                    const struct soc *soc, enum readiness_for what_for, const char *base,
                    struct text *verdict);

#endif
