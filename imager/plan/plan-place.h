/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where in RAM everything goes. */
#ifndef IMAGER_PLAN_PLACE_H
#define IMAGER_PLAN_PLACE_H

#include "imager/plan/plan-draft.h"

/* Fills the draft's map and addresses: given ones are taken, the others are found (IM405, IM419). */
int plan_place(struct plan_build *build, struct plan_draft *draft);

#endif
