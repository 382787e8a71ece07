/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The device tree as source text, in three styles:
 *
 *   standalone  the whole tree; plain dtc compiles it
 *   board       what a rule wrote on top of the SoC's dtsi, as mainline's board files look: includes,
 *               "/ { };" and "&label { };" blocks in alphabetical order, macros for flags
 *   overlay     the same difference as an overlay; plain dtc -@ compiles it
 *
 * Board and overlay print what has an origin with a rule (dt/tree/tree.h); the rest is the base's.
 */
#ifndef DT_DTS_H
#define DT_DTS_H

#include "dt/tree/dts-include.h"
#include "dt/tree/tree.h"

enum dts_style { DTS_STANDALONE, DTS_BOARD, DTS_OVERLAY };

struct dts_options {
	enum dts_style style;
	const char *dtsi;                    /* board: the SoC's file, "sun7i-a20.dtsi" */
	const struct dts_includes *includes; /* board: what else may be included, or NULL */
	const char *title;                   /* a line for the head comment, or NULL */
	bool comments; /* name the vendor's entries behind nodes and properties */
};

/* Writes @tree; labels and phandles that it lacks are not made up. */
struct bytes dts_write(struct arena *arena, struct dt_tree *tree,
                       const struct dts_options *options);

#endif
