/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot loaders and whole disks. */
#include "imager/format/mbr.h"
#include "imager/format/payload-text.h"
#include "imager/format/payload.h"
#include "imager/format/spl.h"

#include <string.h>

#define U_BOOT_HEAD ((size_t)4 << 20) /* bytes in which U-Boot's banner is looked for */

int bid_egon(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	struct egon egon;
	struct bytes behind = bytes_at(file, EGON_UBOOT_OFFSET, UINT64_MAX);
	if (egon_parse(arena, file, &egon) != 0)
		return 1;
	out->arch = "arm";
	out->detail = egon.board;
	out->version = payload_version(arena, bytes_at(file, 0, egon.length), "U-Boot SPL ");
	if (egon.length > file.len)
		return payload_cut_off(file, "eGON loader", egon.length, diags);
	if (behind.len > 0)
		out->inner = payload_inner(arena, out, behind, diags);
	return 0;
}

int bid_exynos_spl(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	uint32_t stored, counted;
	if (file.len != EXYNOS_SPL_SIZE || !exynos_spl_sum(file, &stored, &counted) ||
	    stored != counted || counted == 0)
		return 1;
	out->arch = "arm";
	out->version = payload_version(arena, file, "U-Boot SPL ");
	return 0;
}

int bid_u_boot(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	out->version = payload_version(arena, bytes_at(file, 0, U_BOOT_HEAD), "U-Boot ");
	return out->version == NULL ? 1 : 0;
}

int bid_disk(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	struct mbr mbr;
	struct diags ignored =
		diags_make(arena); /* damage is told by verify, which reads all of it */
	if (mbr_parse(file, &mbr, &ignored) == 1 || mbr.count == 0)
		return 1;
	out->detail = arena_printf(arena, "MBR with %zu partitions", mbr.count);
	return 0;
}
