/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A SoC's tree in outline, made of the rows under share/soc: every node that mainline's dtsi labels,
 * with its label, compatible, status and default pins, and mainline's pin groups. It is what a
 * board's decisions are written on when only the difference is wanted (dt/tree/dts.h: board, overlay);
 * no kernel boots with it.
 */
#ifndef DT_SOC_OUTLINE_H
#define DT_SOC_OUTLINE_H

#include "dt/soc/soc.h"
#include "dt/tree/tree.h"

/* Returns 0 and *@out; -1 and has said which table is missing or wrong. */
int soc_outline(struct arena *arena, const struct places *places, const struct soc *soc,
                struct dt_tree **out, struct diags *diags);

#endif
