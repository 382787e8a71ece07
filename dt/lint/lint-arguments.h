/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about the arguments of Xen and Linux. */
#ifndef DT_LINT_ARGUMENTS_H
#define DT_LINT_ARGUMENTS_H

#include "dt/lint/lint.h"

extern const struct lint_table lint_arguments_rules;

#endif
