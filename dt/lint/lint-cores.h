/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about CPU cores, memory and reset. */
#ifndef DT_LINT_CORES_H
#define DT_LINT_CORES_H

#include "dt/lint/lint.h"

extern const struct lint_table lint_cores_rules;

#endif
