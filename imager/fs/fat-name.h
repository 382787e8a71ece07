/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names as FAT stores them: 8.3, and the long ones behind an alias. */
#ifndef IMAGER_FAT_NAME_H
#define IMAGER_FAT_NAME_H

#include "imager/fs/fat.h"

#include <stddef.h>
#include <stdint.h>

/* A name as it is stored. */
struct fat_name {
	uint8_t base[FAT_LABEL_SIZE]; /* 8.3, upper-case, padded with spaces */
	uint8_t case_bits;
	uint16_t long_name[FAT_NAME_UNITS]; /* UTF-16 */
	unsigned long_units;                /* 0: the short name says it all */
	unsigned slots;                     /* directory entries that it takes */
};

/*
 * Turns UTF-8 into a stored name. One that is no 8.3 name gets the alias BASE~NUMBER.EXT.
 * Returns 0, or -1 and in *@why what is wrong with it.
 */
int fat_name_make(const char *text, size_t len, unsigned number, struct fat_name *out,
                  const char **why);
/* Sum over a short name that its long entries carry. */
uint8_t fat_name_sum(const uint8_t base[FAT_LABEL_SIZE]);
/* A volume label, upper-case. Returns 0, or -1 and *@why. NULL gives "NO NAME". */
int fat_label_make(const char *text, uint8_t label[FAT_LABEL_SIZE], const char **why);

#endif
