/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device tree of an A20 board on which Xen and Linux boot, as a base for one mistake at a time. */
#ifndef TESTS_UNIT_GOOD_TREE_H
#define TESTS_UNIT_GOOD_TREE_H

#include "dt/tree/tree.h"

#define GOOD_KERNEL  0x42000000u
#define GOOD_RAMDISK 0x44000000u

/* The board's tree as a kernel package has it: stdout-path, nothing of Xen's. */
struct dt_tree *good_board_tree(struct arena *arena);
/* The same with Xen's arguments and two modules under /chosen. */
struct dt_tree *good_xen_tree(struct arena *arena);
/* The same with Linux' arguments under /chosen. */
struct dt_tree *good_linux_tree(struct arena *arena);

#endif
