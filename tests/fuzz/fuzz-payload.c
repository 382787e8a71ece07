/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever a user names: recognised, its parts walked, never read beside. */
#include "imager/format/firmware.h"
#include "imager/format/payload-table.h"
#include "imager/format/uimage.h"
#include "imager/verify/verify-content.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct bytes file = bytes_of(data, len, "input");
	struct payload payload = payload_recognise(arena, file, &diags);
	struct firmware_spec spec = { .id = "spl", .offset = 8192, .check = "egon" };
	struct uimage uimage;
	payload_check(&payload, "zimage|uimage", "arm", "kernel", nowhere(), &diags);
	firmware_check(arena, &spec, file, &diags);
	if (uimage_parse(file, &uimage, &diags) == 0)
		uimage_check_data(file, &uimage, &diags);
	verify_content(file, payload.kind->id, &diags);
	arena_close(arena);
	return 0;
}
