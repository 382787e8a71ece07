/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The FAT file system's numbers. Rules: Microsoft's FAT specification 1.03, narrowed to what Linux fs/fat, U-Boot
 * fs/fat and fsck.vfat agree on. fat-geometry, fat-name and fat-tree are the values that the writer and the reader
 * share.
 */
#ifndef IMAGER_FAT_H
#define IMAGER_FAT_H

#define FAT_ENTRY_SIZE     32    /* bytes of a directory entry */
#define FAT_NAME_UNITS     255   /* longest name, UTF-16 units */
#define FAT_DIRECTORY_MAX  65536 /* entries: Windows and U-Boot count them in 16 bits */
#define FAT_FIRST_CLUSTER  2
#define FAT_MAX_12         4084u  /* most clusters of FAT12; Linux include/uapi/linux/msdos_fs.h */
#define FAT_MAX_16         65524u /* of FAT16 */
#define FAT_MAX_32         0x0ffffff6u
#define FAT_MARGIN         16u /* clusters to stay away from these limits: some count off by a few */
#define FAT_LABEL_SIZE     11
#define FAT_CASE_BASE      0x08 /* byte 12: the base name is lower-case */
#define FAT_CASE_EXTENSION 0x10

enum fat_attribute {
	FAT_READ_ONLY = 0x01,
	FAT_LABEL = 0x08,
	FAT_DIRECTORY = 0x10,
	FAT_ARCHIVE = 0x20,
	FAT_LONG_NAME = 0x0f,
};

#endif
