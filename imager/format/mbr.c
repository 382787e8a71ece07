/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/mbr.h"

int mbr_parse(struct bytes disk, struct mbr *out, struct diags *diags)
{
	int result = 0;
	*out = (struct mbr){ .disk_signature = le32_at(disk, 440) };
	if (disk.len < MBR_SIZE || le16_at(disk, 510) != 0xaa55)
		return 1;
	for (size_t i = 0; i < MBR_PARTITIONS; i++) {
		uint64_t entry = MBR_ENTRIES + 16 * i;
		struct mbr_partition row = { .start = (uint64_t)le32_at(disk, entry + 8) * 512,
			                     .size = (uint64_t)le32_at(disk, entry + 12) * 512,
			                     .type = u8_at(disk, entry + 4),
			                     .bootable = u8_at(disk, entry) == 0x80 };
		if (row.type == 0 || row.size == 0)
			continue;
		out->partitions[out->count++] = row;
		if (row.start + row.size > disk.len)
			result =
				diag_no(diags, "IM512", at_offset(disk, entry),
			                "was the image cut off? compare its size with the original",
			                "partition %zu ends at byte %llu, the disk has %zu", i + 1,
			                (unsigned long long)(row.start + row.size), disk.len);
	}
	return result;
}
