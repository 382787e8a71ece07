/*
 * The FAT file system as values: its geometry, its names, its tree of directories. The
 * writer (fs-fat.c) and the reader (fat-reader.c) share them. Rules: Microsoft's FAT
 * specification 1.03, narrowed to what Linux fs/fat, U-Boot fs/fat and fsck.vfat agree on.
 */
#ifndef IMAGER_FAT_H
#define IMAGER_FAT_H

#include "imager/fs/fs.h"

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

struct fat_geometry {
	unsigned bits; /* 12, 16 or 32 */
	uint32_t sector_size, cluster_sectors;
	uint32_t reserved, fat_sectors, root_sectors; /* sectors; root_sectors is 0 with FAT32 */
	uint32_t total, data;                         /* sectors; where cluster 2 is */
	uint32_t clusters;
};

/*
 * Chooses type and cluster size for @size bytes.
 * @bits          12, 16 or 32; 0: by size
 * @root_entries  entries that the root directory holds
 * Returns 0; 1 when no geometry serves (too small, too large for that type).
 */
int fat_geometry_choose(uint64_t size, uint32_t sector_size, unsigned bits, uint32_t root_entries,
                        struct fat_geometry *out);

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

struct fat_node {
	const char *text; /* UTF-8 */
	struct fat_name name;
	const struct fs_file *file; /* NULL: a directory */
	int64_t time;               /* of its last change: seconds since 1970, UTC */
	struct fat_node *parent, **children;
	size_t child_count;
	uint32_t slots;             /* entries of a directory, its own and its parent's included */
	uint32_t cluster, clusters; /* first, how many; 0: none */
};

/*
 * Makes the tree of directories out of the files' paths. All bad names and all collisions are said
 * (IM520 impossible name, IM521 two names that FAT takes for one, IM522 too many entries, IM523 too
 * large, IM524 too deep, IM528 a kind that FAT cannot hold). Returns 0 or -1.
 */
int fat_tree_make(struct arena *arena, const struct fs_request *request, struct fat_node **root,
                  struct diags *diags);

/* A file system about to be written: checked, so that geometry and tree fit together. */
struct fat {
	const struct fs_request *request;
	struct fat_geometry geometry;
	struct fat_node *root;
	uint8_t label[FAT_LABEL_SIZE];
	uint32_t volume_id, used; /* used: clusters */
};

/* Bytes of a cluster. */
uint32_t fat_cluster_size(const struct fat_geometry *geometry);

/* Places everything and writes it. 0 or -1. */
int fat_write(struct arena *arena, struct fat *fat, struct region region, struct diags *diags);

#endif
