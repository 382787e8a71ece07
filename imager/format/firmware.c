/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/firmware.h"

#include "imager/format/payload-table.h"
#include "imager/format/payload-text.h"
#include "imager/format/spl.h"

#include <string.h>

static int check_sum(struct bytes data, uint32_t stored, uint32_t counted, uint64_t at,
                     struct diags *diags)
{
	if (stored == counted)
		return 0;
	return diag_error(diags, "IM332", at_offset(data, at),
	                  "the file was changed or damaged: fetch or build it again",
	                  "the checksum is 0x%08x, the content sums up to 0x%08x: the boot ROM "
	                  "would refuse it",
	                  stored, counted);
}

static int check_board(const struct firmware_spec *spec, struct bytes data, const char *found,
                       struct diags *diags)
{
	if (spec->expect == NULL || (found != NULL && strcmp(found, spec->expect) == 0))
		return 0;
	return diag_error(diags, "IM333", at_offset(data, 32),
	                  "take the loader that was built for this board",
	                  "%s: the loader is for \"%s\", this board needs \"%s\"", spec->id,
	                  found == NULL ? "no board that it names" : found, spec->expect);
}

/* Whatever the SPL starts: a uImage is checked to the last byte, a FIT by its structure. */
static int check_u_boot(struct arena *arena, struct bytes behind, struct diags *diags)
{
	size_t before = diags->count;
	struct payload inner = payload_recognise(arena, behind, diags);
	bool known = strcmp(inner.kind->id, "uimage") == 0 || strcmp(inner.kind->id, "fit") == 0;
	if (!known)
		return diag_error(diags, "IM335", at_offset(behind, 0),
		                  "take u-boot-sunxi-with-spl.bin, not the SPL alone",
		                  "a uImage or FIT with U-Boot is wanted behind the SPL, found: %s",
		                  behind.len == 0 ? "nothing" : inner.kind->name);
	for (size_t i = before; i < diags->count; i++)
		if (diags->list[i].severity >= DIAG_NO)
			return -1;
	return 0;
}

static int check_egon(struct arena *arena, const struct firmware_spec *spec, struct bytes data,
                      struct diags *diags)
{
	struct egon egon;
	int result = 0;
	if (egon_parse(arena, data, &egon) != 0)
		return diag_error(
			diags, "IM330", at_offset(data, 4),
			"take u-boot-sunxi-with-spl.bin of this board",
			"%s: no \"eGON.BT0\" at byte 4, so the boot ROM does not start it",
			spec->id);
	if (egon.length > data.len || egon.length % 512 != 0 || egon.length < 512)
		return diag_error(diags, "IM331", at_offset(data, 16),
		                  "was the copy interrupted? fetch or build it again",
		                  "the header says %u bytes, a multiple of 512; the file has %zu",
		                  egon.length, data.len);
	result |= check_sum(data, egon.checksum, egon.counted, 12, diags);
	result |= check_board(spec, data, egon.board, diags);
	result |= check_u_boot(arena, bytes_at(data, EGON_UBOOT_OFFSET, UINT64_MAX), diags);
	return result;
}

static int check_exynos_spl(struct arena *arena, const struct firmware_spec *spec,
                            struct bytes data, struct diags *diags)
{
	uint32_t stored, counted;
	(void)arena;
	if (data.len != EXYNOS_SPL_SIZE)
		return diag_error(diags, "IM331", at_offset(data, data.len),
		                  "take the file that mkexynosspl made (arndale-spl.bin)",
		                  "%s has %zu bytes, an Exynos5250 SPL has exactly %zu", spec->id,
		                  data.len, EXYNOS_SPL_SIZE);
	exynos_spl_sum(data, &stored, &counted);
	return check_sum(data, stored, counted, data.len - 4, diags);
}

static int check_exynos_bl1(struct arena *arena, const struct firmware_spec *spec,
                            struct bytes data, struct diags *diags)
{
	size_t same = 0;
	(void)arena;
	while (same < data.len && (data.p[same] == 0 || data.p[same] == 0xff))
		same++;
	if (same < data.len && data.len <= EXYNOS_BL1_SIZE)
		return 0;
	return diag_error(diags, "IM336", at_offset(data, 0),
	                  "take the signed first-stage loader that the board's maker published",
	                  same == data.len ? "%s: %zu bytes of nothing but 0x00 and 0xff"
	                                   : "%s has %zu bytes, the boot ROM loads at most 8192",
	                  spec->id, data.len);
}

static int check_u_boot_alone(struct arena *arena, const struct firmware_spec *spec,
                              struct bytes data, struct diags *diags)
{
	if (payload_version(arena, data, "U-Boot ") != NULL)
		return 0;
	return diag_error(diags, "IM330", at_offset(data, 0), "take u-boot.bin of this board",
	                  "%s: no U-Boot: its version is nowhere in the file", spec->id);
}

static int check_nothing(struct arena *arena, const struct firmware_spec *spec, struct bytes data,
                         struct diags *diags)
{
	(void)arena, (void)spec, (void)data, (void)diags;
	return 0;
}

/* To add a check: its function and its row, with the bytes of the card where the stage before looks
 * for it (0 ends the list; none: anywhere). */
struct check {
	const char *name;
	int (*check)(struct arena *arena, const struct firmware_spec *spec, struct bytes data,
	             struct diags *diags);
	uint64_t offsets[3];
};
static const struct check checks[] = {
	{ "egon", check_egon, { 8192, 131072, 0 } }, /* U-Boot doc/board/allwinner/sunxi.rst */
	{ "exynos-bl1", check_exynos_bl1, { 1 * 512, 0 } },       /* the boot ROM */
	{ "exynos-spl", check_exynos_spl, { 17 * 512, 0 } },      /* BL1 */
	{ "exynos-u-boot", check_u_boot_alone, { 49 * 512, 0 } }, /* the SPL's constants */
	{ "u-boot", check_u_boot_alone, { 0 } },
	{ "none", check_nothing, { 0 } },
};

static const struct check *find_check(const char *name)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (strcmp(checks[i].name, name) == 0)
			return &checks[i];
	return NULL;
}

static int check_place(const struct check *check, const struct firmware_spec *spec,
                       struct diags *diags)
{
	for (const uint64_t *offset = check->offsets; *offset != 0; offset++)
		if (*offset == spec->offset)
			return 0;
	if (check->offsets[0] == 0)
		return 0;
	return diag_error(diags, "IM334", spec->at,
	                  arena_printf(diags->arena, "put it at byte %llu (sector %llu)",
	                               (unsigned long long)check->offsets[0],
	                               (unsigned long long)check->offsets[0] / 512),
	                  "%s at byte %llu: the stage before it does not look there", spec->id,
	                  (unsigned long long)spec->offset);
}

int firmware_check(struct arena *arena, const struct firmware_spec *spec, struct bytes data,
                   struct diags *diags)
{
	const struct check *check = find_check(spec->check == NULL ? "none" : spec->check);
	if (check == NULL)
		return diag_error(diags, "IM338", spec->at,
		                  "egon, exynos-bl1, exynos-spl, exynos-u-boot, u-boot or none",
		                  "%s: there is no check \"%s\"", spec->id, spec->check);
	if (data.len == 0 && spec->left_empty) {
		diag_warning(diags, "IM339", spec->at, "name the file before writing the card",
		             "%s is left empty: %s", spec->id,
		             spec->warning == NULL ? "the board will not start" : spec->warning);
		return check_place(check, spec, diags);
	}
	int result = check->check(arena, spec, data, diags);
	return check_place(check, spec, diags) | result;
}
