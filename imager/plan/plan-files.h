/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files an entry wants on the card, and the command that starts it. */
#ifndef IMAGER_PLAN_FILES_H
#define IMAGER_PLAN_FILES_H

#include "imager/plan/plan-draft.h"

/* Chooses between bootm (a checksum protects it, the loader limits its size) and bootz. -1: IM406. */
int plan_choose_start(struct plan_build *build, struct plan_draft *draft);

/* The draft's files with their names and limits; addresses come later. */
void plan_name_files(struct plan_build *build, struct plan_draft *draft);

/* Puts a file on the card; entries share what is the same. A second file of that name gets its
 * component's behind it. */
const struct plan_file *plan_add_file(struct plan_build *build, const struct plan_file *file);

#endif
