/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/cpio.h"

#include <string.h>

#define BLOCK 512 /* archives end on one, as GNU cpio's do */

struct cpio cpio_make(struct arena *arena)
{
	return (struct cpio){ .out = text_make(arena) };
}

static void pad(struct text *out, size_t align)
{
	while (out->len % align != 0)
		text_add_char(out, '\0');
}

/* c_magic, then 13 fields of 8 digits: ino mode uid gid nlink mtime filesize devmajor devminor
 * rdevmajor rdevminor namesize check */
static void add(struct cpio *cpio, const char *path, uint32_t inode, uint32_t mode,
                uint32_t major_number, uint32_t minor_number, struct bytes content)
{
	uint32_t fields[13] = { inode,
		                mode,
		                0,
		                0,
		                1,
		                0,
		                (uint32_t)content.len,
		                0,
		                0,
		                major_number,
		                minor_number,
		                (uint32_t)strlen(path) + 1,
		                0 };
	text_add(&cpio->out, "070701");
	for (size_t i = 0; i < 13; i++)
		text_printf(&cpio->out, "%08X", fields[i]);
	text_add_bytes(&cpio->out, path, strlen(path) + 1);
	pad(&cpio->out, 4);
	text_add_bytes(&cpio->out, content.p, content.len);
	pad(&cpio->out, 4);
}

void cpio_add(struct cpio *cpio, const char *path, uint32_t mode, struct bytes content)
{
	add(cpio, path, ++cpio->inode, mode, 0, 0, content);
}

void cpio_add_device(struct cpio *cpio, const char *path, uint32_t mode, uint32_t major_number,
                     uint32_t minor_number)
{
	add(cpio, path, ++cpio->inode, mode, major_number, minor_number, (struct bytes){ 0 });
}

struct bytes cpio_finish(struct cpio *cpio)
{
	add(cpio, "TRAILER!!!", 0, 0, 0, 0, (struct bytes){ 0 });
	pad(&cpio->out, BLOCK);
	return text_bytes(&cpio->out, "ramdisk");
}
