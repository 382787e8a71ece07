/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a script.bin; what could be read is written, and must read back to the same bytes. */
#include "fex2dts/fex/fex-bin.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct bytes file = bytes_of(data, size, "fuzz.bin"), first, second;
	struct fex fex;
	if (fex_bin_read(arena, file, &fex, &diags) == 0 &&
	    fex_bin_write(arena, &fex, false, &first, &diags) == 0) {
		if (fex_bin_read(arena, first, &fex, &diags) < 0 ||
		    fex_bin_write(arena, &fex, false, &second, &diags) < 0 ||
		    !bytes_equal(first, second))
			abort();
	}
	arena_close(arena);
	return 0;
}
