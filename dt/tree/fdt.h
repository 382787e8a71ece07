/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The device tree's blob (Devicetree Specification 0.4, chapter 5): bytes to tree and back.
 * The reader takes any bytes; it allocates no more than they can justify.
 */
#ifndef DT_FDT_H
#define DT_FDT_H

#include "dt/tree/tree.h"

#define FDT_SIZE_LIMIT ((uint64_t)4 << 20) /* bytes; Xen takes 2 MiB (SZ_2M in xen/arch/arm) */

/* Whether @file starts like a blob. */
bool fdt_is_blob(struct bytes file);

/*
 * Reads a blob of version 16 or 17; bytes behind its total size are ignored. phandle properties
 * become the nodes' field, /__symbols__ becomes labels and is dropped. Values borrow @file.
 * Returns 0 and *@out; -1 and has said where it is damaged (DT001).
 */
int fdt_read(struct arena *arena, struct bytes file, struct dt_tree **out, struct diags *diags);

enum fdt_symbols { FDT_NO_SYMBOLS, FDT_SYMBOLS };

/*
 * Writes version 17. Nodes that are referred to get a phandle.
 * @symbols  whether /__symbols__ is made from the labels, for overlays applied later
 * @room     free bytes at the end, inside the total size, for a loader that adds nodes
 */
struct bytes fdt_write(struct dt_tree *tree, enum fdt_symbols symbols, size_t room);

#endif
