/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a map of RAM. */
#ifndef IMAGER_PLAN_CHECK_H
#define IMAGER_PLAN_CHECK_H

#include "imager/plan/plan-draft.h"

/* Collisions, RAM, alignment, Xen's heap: says everything that is wrong with the draft's map. */
int plan_check(struct plan_build *build, const struct plan_draft *draft);

#endif
