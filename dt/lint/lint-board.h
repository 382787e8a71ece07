/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about the blob, the root, the interrupt controller and the timer: what Xen's and Linux'
 * first second needs. */
#ifndef DT_LINT_BOARD_H
#define DT_LINT_BOARD_H

#include "dt/lint/lint.h"

extern const struct lint_table lint_board_rules;

#endif
