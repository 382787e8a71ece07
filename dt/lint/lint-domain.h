/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about domains that Xen builds by itself (dom0less): nodes of /chosen with xen,domain. */
#ifndef DT_LINT_DOMAIN_H
#define DT_LINT_DOMAIN_H

#include "dt/lint/lint.h"

extern const struct lint_table lint_domain_rules;

#endif
