/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A System.map: which function an address is in. */
#ifndef SERIAL_TOOLS_SYMBOLS_H
#define SERIAL_TOOLS_SYMBOLS_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdint.h>

struct symbol {
	uint64_t address;
	const char *name; /* not NUL-terminated */
	size_t len;
};

struct symbols {
	const struct symbol *list; /* by address */
	size_t count;
};

/* Reads lines "ADDRESS TYPE NAME". -1: SE220 there are none. Borrows @file. */
int symbols_read(struct arena *arena, struct bytes file, struct symbols *out, struct diags *diags);

/* The symbol at or below @address, NULL below the first and 1 MiB or more above the last one. */
const struct symbol *symbols_find(const struct symbols *symbols, uint64_t address);

#endif
