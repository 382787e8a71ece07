/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines of hypervisor and kernel. */
#ifndef IMAGER_PLAN_ARGUMENTS_H
#define IMAGER_PLAN_ARGUMENTS_H

#include "imager/plan/plan-draft.h"

/* Arguments of each stage, console included, out of board->console. -1: IM408, IM414. */
int plan_arguments(struct plan_build *build, struct plan_draft *draft);

#endif
