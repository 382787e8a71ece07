/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/boot-state.h"

#include <string.h>

struct attempt *attempt_current(struct boot_log *log)
{
	return &log->attempts[log->attempt_count - 1];
}

const struct reached *attempt_reached(const struct attempt *attempt, uint32_t stage)
{
	for (size_t i = 0; i < attempt->count; i++)
		if (attempt->reached[i].stage == stage)
			return &attempt->reached[i];
	return NULL;
}

uint32_t attempt_furthest(const struct attempt *attempt)
{
	uint32_t furthest = NO_STAGE;
	for (size_t i = 0; i < attempt->count; i++)
		if (furthest == NO_STAGE || attempt->reached[i].stage > furthest)
			furthest = attempt->reached[i].stage;
	return furthest;
}

void boot_keep_text(char kept[TEXT_KEPT], const char *text, size_t len)
{
	if (len >= TEXT_KEPT)
		len = TEXT_KEPT - 1;
	memcpy(kept, text, len);
	kept[len] = '\0';
}
