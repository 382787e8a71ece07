/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/plan/plan-draft.h"

#include <string.h>

bool plan_is_uimage(const struct part *part)
{
	return strcmp(part->payload.kind->id, "uimage") == 0;
}
