/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The automaton once more, for fuzz-baud: its arithmetic, a million times per input, has no branches
 * that an input could reach anew, and sanitized it leaves a sixth of the inputs. Unit tests have it sanitized.
 */
#include "serial-tools/baud/baud-automaton.c" /* NOLINT(bugprone-suspicious-include): built again, without sanitizers */
