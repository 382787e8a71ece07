/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a section into the struct that its schema describes. */
#ifndef IMAGER_CONF_FILL_H
#define IMAGER_CONF_FILL_H

#include "imager/board/conf.h"

/* Writes the fields of @target that the section gives; the others keep what is there.
 * Returns 0, or -1 after all of IM101 (wrong type or range) and IM102 (missing). */
int conf_fill(struct arena *arena, const struct conf_node *section,
              const struct conf_schema *schema, void *target, struct diags *diags);

#endif
