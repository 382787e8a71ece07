/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cpio archive of the new ASCII form (Linux Documentation/driver-api/early-userspace/
 * buffer-format.rst), written so that the same members give the same bytes: owners 0, time
 * 0, inode numbers in order.
 *
 *     cpio_make(); cpio_add() …; cpio_finish();
 */
#ifndef IMAGER_CPIO_H
#define IMAGER_CPIO_H

#include "lib/bytes.h"
#include "lib/text.h"

struct cpio {
	struct text out;
	uint32_t inode;
};

struct cpio cpio_make(struct arena *arena);
/* @mode as in stat: S_IFREG | 0755 and so on. A symbolic link's content is its target. */
void cpio_add(struct cpio *cpio, const char *path, uint32_t mode, struct bytes content);
/* A character device. */
void cpio_add_device(struct cpio *cpio, const char *path, uint32_t mode, uint32_t major_number,
                     uint32_t minor_number);
/* The whole archive, trailer and padding included. */
struct bytes cpio_finish(struct cpio *cpio);

#endif
