/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * First-stage loaders: what boot ROMs look for, and the checks that tell a good file from a
 * truncated one, one for another board, or one at the wrong place of the card.
 */
#ifndef IMAGER_FIRMWARE_H
#define IMAGER_FIRMWARE_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

/* What a piece of firmware must be, and where it lies. */
struct firmware_spec {
	const char *id;
	const char *
		check; /* "egon", "exynos-spl", "exynos-bl1", "exynos-u-boot", "u-boot", "none"; NULL: none */
	const char *expect; /* what the check compares: the SPL's device tree name; or NULL */
	const char *
		warning; /* what to say when it is left empty; NULL: that the board will not start */
	uint64_t offset; /* bytes from the card's start */
	bool left_empty; /* on purpose: no bytes are wanted */
	struct where at;
};

/*
 * Checks a piece of firmware.
 * @data  when empty and left so on purpose, the warning is given (IM339)
 * Says IM330 wrong kind, IM331 cut off, IM332 checksum, IM333 another board's, IM334 wrong place,
 * IM335 damaged U-Boot behind the SPL, IM336 implausible BL1, IM338 no such check; all of them in one
 * run. Returns 0 or -1.
 */
int firmware_check(struct arena *arena, const struct firmware_spec *spec, struct bytes data,
                   struct diags *diags);

#endif
