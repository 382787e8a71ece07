/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about what Xen reads under /chosen: its modules. */
#ifndef DT_LINT_XEN_H
#define DT_LINT_XEN_H

#include "dt/lint/lint.h"

extern const struct lint_table lint_xen_rules;

#endif
