/* What is inside a ramdisk: the paths of a cpio archive in the new ASCII form, compressed or not,
 * several behind each other as the kernel takes them (Linux Documentation/driver-api/
 * early-userspace/buffer-format.rst). */
#ifndef IMAGER_RAMDISK_H
#define IMAGER_RAMDISK_H

#include "lib/arena.h"
#include "lib/bytes.h"

/*
 * Lists a ramdisk.
 * @ramdisk  hostile bytes; at most 256 MiB are unpacked
 * Returns paths without a leading '/', NULL-terminated, a symbolic link with '@' behind it; NULL when
 * the ramdisk is not such an archive or is damaged. Says nothing: that the file is damaged is for others to tell.
 */
const char *const *ramdisk_paths(struct arena *arena, struct bytes ramdisk);

#endif
