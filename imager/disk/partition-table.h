/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Partition tables, made by libfdisk. A table is made as bytes, so that it is written like
 * everything else: through the one writer, into its region.
 */
#ifndef IMAGER_PARTITION_TABLE_H
#define IMAGER_PARTITION_TABLE_H

#include "imager/format/mbr.h"

#include "lib/arena.h"

/*
 * @disk_size    bytes
 * Returns 0 and the table's MBR_SIZE bytes; -1: IM510 libfdisk refused, IM511 beyond 32-bit sectors.
 */
int mbr_make(struct arena *arena, const struct mbr *mbr, uint64_t disk_size, uint32_t sector_size,
             struct bytes *out, struct diags *diags);

#endif
