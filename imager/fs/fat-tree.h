/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of directories that a list of paths makes. */
#ifndef IMAGER_FAT_TREE_H
#define IMAGER_FAT_TREE_H

#include "imager/fs/fat-name.h"
#include "imager/fs/fs.h"

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

#endif
