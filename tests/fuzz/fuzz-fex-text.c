/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a fex text; what could be read is written, and must read back to the same text. */
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/fex/fex-text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int write_and_read(struct arena *arena, const struct fex *fex, struct diags *diags,
                          struct bytes *text)
{
	struct fex again;
	if (fex_text_write(arena, fex, true, text, diags) < 0)
		return -1;
	if (fex_text_read(arena, *text, &again, diags) < 0 || again.entry_count != fex->entry_count)
		abort();
	return fex_text_write(arena, &again, true, text, diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct bytes file = bytes_of(data, size, "fuzz.fex"), first, second;
	struct fex fex;
	if (fex_read(arena, file, FEX_FORMAT_TEXT, &fex, &diags) == 0 &&
	    write_and_read(arena, &fex, &diags, &first) == 0 &&
	    fex_text_read(arena, first, &fex, &diags) == 0 &&
	    fex_text_write(arena, &fex, true, &second, &diags) == 0 && !bytes_equal(first, second))
		abort();
	arena_close(arena);
	return 0;
}
