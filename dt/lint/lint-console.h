/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about the console: without it every other failure is silent. */
#ifndef DT_LINT_CONSOLE_H
#define DT_LINT_CONSOLE_H

#include "dt/lint/lint.h"

extern const struct lint_table lint_console_rules;

#endif
