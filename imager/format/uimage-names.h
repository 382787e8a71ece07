/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mkimage's names of what a uImage is. */
#ifndef IMAGER_UIMAGE_NAMES_H
#define IMAGER_UIMAGE_NAMES_H

#include "lib/arena.h"

#include <stdint.h>

enum uimage_type_code { /* those that have a form or a use of their own */
	                UIMAGE_KERNEL = 2,
	                UIMAGE_RAMDISK = 3,
	                UIMAGE_MULTI = 4,
	                UIMAGE_FIRMWARE = 5,
	                UIMAGE_SCRIPT = 6,
};

/* Codes by mkimage's names ("linux", "arm", "kernel", "none"): -1 when there is no such name. */
int uimage_os(const char *name);
int uimage_arch(const char *name);
int uimage_type(const char *name);
int uimage_compression(const char *name);

/* mkimage's names by code; "unknown" for a code that U-Boot does not know. */
const char *uimage_os_name(uint8_t code);
const char *uimage_arch_name(uint8_t code);
const char *uimage_type_name(uint8_t code);
const char *uimage_compression_name(uint8_t code);
/* All names of one of the four, "alpha arc arm …", for messages. */
enum uimage_field { UIMAGE_OS, UIMAGE_ARCH, UIMAGE_TYPE, UIMAGE_COMPRESSION };
const char *uimage_names(struct arena *arena, enum uimage_field field);

#endif
