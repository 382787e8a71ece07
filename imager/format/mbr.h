/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The partition table of a PC, 512 bytes at the start of a disk, as a value. Written by partition-table.h. */
#ifndef IMAGER_MBR_H
#define IMAGER_MBR_H

#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

#define MBR_SIZE       512 /* bytes */
#define MBR_PARTITIONS 4
#define MBR_ENTRIES    446 /* offset of the first entry, 16 bytes each */

struct mbr_partition {
	uint64_t start, size; /* bytes, multiples of the sector size */
	uint8_t type;
	bool bootable;
};

struct mbr {
	uint32_t disk_signature;
	struct mbr_partition partitions[MBR_PARTITIONS];
	size_t count;
};

/*
 * Reads a table of 512-byte sectors out of a whole disk. Empty entries are left out.
 * Returns 0; 1 there is no MBR; -1: IM512 a partition ends behind the disk (all of them are said).
 */
int mbr_parse(struct bytes disk, struct mbr *out, struct diags *diags);

#endif
