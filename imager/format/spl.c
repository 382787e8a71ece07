/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/spl.h"

#include "imager/format/payload-text.h"

#include <string.h>

int egon_parse(struct arena *arena, struct bytes file, struct egon *out)
{
	if (!bytes_has(file, 0, 32) || memcmp(file.p + 4, "eGON.BT0", 8) != 0)
		return 1;
	*out = (struct egon){ .checksum = le32_at(file, 12), .length = le32_at(file, 16) };
	out->counted = EGON_SEED - out->checksum;
	struct bytes loaded = bytes_at(file, 0, out->length);
	for (size_t i = 0; i + 4 <= loaded.len; i += 4)
		out->counted += le32_at(loaded, i);
	if (memcmp(file.p + 20, "SPL", 3) == 0 && file.p[23] >= 2 && le32_at(file, 32) != 0)
		out->board = payload_text_at(arena, loaded, le32_at(file, 32));
	return 0;
}

bool exynos_spl_sum(struct bytes file, uint32_t *stored, uint32_t *counted)
{
	if (file.len < 8)
		return false;
	*counted = 0;
	for (size_t i = 0; i + 4 < file.len; i++)
		*counted += file.p[i];
	*stored = le32_at(file, file.len - 4);
	return true;
}
