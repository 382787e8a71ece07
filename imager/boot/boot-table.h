/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of boot backends. */
#ifndef IMAGER_BOOT_TABLE_H
#define IMAGER_BOOT_TABLE_H

#include "imager/boot/boot.h"

/* A backend by id; NULL when there is none. */
const struct boot_backend *boot_backend(const char *id);

#endif
