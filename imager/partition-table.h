/*
 * Partition tables, made by libfdisk. A table is made as bytes, so that it is written like
 * everything else: through the one writer, into its region.
 */
#ifndef IMAGER_PARTITION_TABLE_H
#define IMAGER_PARTITION_TABLE_H

#include "lib/arena.h"
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
 * @disk_size    bytes
 * Returns 0 and the table's MBR_SIZE bytes; -1: IM510 libfdisk refused, IM511 beyond 32-bit sectors.
 */
int mbr_make(struct arena *arena, const struct mbr *mbr, uint64_t disk_size, uint32_t sector_size,
             struct bytes *out, struct diags *diags);

/*
 * Reads a table of 512-byte sectors out of a whole disk. Empty entries are left out.
 * Returns 0; 1 there is no MBR; -1: IM512 a partition ends behind the disk (all of them are said).
 */
int mbr_parse(struct bytes disk, struct mbr *out, struct diags *diags);

#endif
