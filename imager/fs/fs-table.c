/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fs/fs-table.h"

#include "lib/text.h"

#include <string.h>

/* To add a file system: its row here, its declaration in fs.h, its file fs-NAME.c. */
static const struct fs *const table[] = { &fs_vfat, &fs_fat12, &fs_fat16, &fs_fat32 };

#define ROWS (sizeof(table) / sizeof(table[0]))

const struct fs *fs_find(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(table[i]->name, name) == 0)
			return table[i];
	return NULL;
}

const char *fs_names(struct arena *arena)
{
	struct text text = text_make(arena);
	for (size_t i = 0; i < ROWS; i++)
		text_printf(&text, "%s%s", i == 0 ? "" : ", ", table[i]->name);
	return text.p;
}
