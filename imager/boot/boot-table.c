/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/boot/boot-table.h"

#include <string.h>

static const struct boot_backend *const backends[] = { &boot_uboot };

const struct boot_backend *boot_backend(const char *id)
{
	for (size_t i = 0; i < sizeof(backends) / sizeof(*backends); i++)
		if (strcmp(backends[i]->id, id) == 0)
			return backends[i];
	return NULL;
}
