/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A card image of somebody else's: table, loaders, FAT and all files on it. */
#include "imager/fs/fat-reader.h"
#include "imager/verify/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Every byte that the reader promises can be read. */
static void touch(const struct fat_contents *contents)
{
	volatile uint8_t sum = 0;
	for (size_t i = 0; i < contents->count; i++)
		for (size_t k = 0; k < contents->files[i].content.len; k += 61)
			sum = (uint8_t)(sum + contents->files[i].content.p[k]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct verify_options options = { .has_at = true, .at = 0x42000000 };
	struct verify_report report;
	struct fat_contents contents = { .count = 0 };
	struct bytes file = bytes_of(data, len, "input");
	verify_file(arena, file, &options, &report, &diags);
	fat_read(arena, file, &contents, &diags);
	touch(&contents);
	arena_close(arena);
	return 0;
}
