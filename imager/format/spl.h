/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What boot ROMs look for in a first-stage loader (SPL): headers and sums. */
#ifndef IMAGER_SPL_H
#define IMAGER_SPL_H

#include "lib/arena.h"
#include "lib/bytes.h"

#include <stdbool.h>
#include <stdint.h>

/* Allwinner: eGON header (U-Boot arch/arm/include/asm/arch-sunxi/spl.h). */
#define EGON_SEED         0x5f0a6c39u /* stands in the checksum's place while it is counted */
#define EGON_UBOOT_OFFSET 0x8000      /* bytes: where the SPL finds U-Boot, behind its own start */
/* Samsung: the SPL is padded to 14 KiB, its last word is the sum of the bytes before (U-Boot
 * tools/mkexynosspl.c). */
#define EXYNOS_SPL_SIZE ((size_t)14 * 1024)
#define EXYNOS_BL1_SIZE ((size_t)8 * 1024) /* most that the boot ROM loads */

struct egon {
	uint32_t checksum, counted; /* counted: what its words sum up to */
	uint32_t length;            /* bytes that the boot ROM loads */
	const char *board;          /* name of the device tree inside the SPL, NULL: none */
};
/* 0; 1 no eGON header. Says nothing: the caller judges. */
int egon_parse(struct arena *arena, struct bytes file, struct egon *out);

/* The sum over the bytes before the last word, and that word. */
bool exynos_spl_sum(struct bytes file, uint32_t *stored, uint32_t *counted);

#endif
