/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which receiver rate to listen at next. */
#ifndef SERIAL_TOOLS_BAUD_PLAN_H
#define SERIAL_TOOLS_BAUD_PLAN_H

#include "serial-tools/baud/baud-state.h"

/* Whether the adapter is known to receive a sender at @rate. */
bool baud_can_receive(const struct baud *baud, double rate);

/* Whether the port may be asked for @rate: the adapter can do it, or nobody knows that it cannot. */
bool baud_could_set(const struct baud *baud, double rate);

/* The receiver rate that promises most: one the adapter can do, the present one if no other is
 * clearly better. */
uint32_t baud_next(const struct baud *baud);

#endif
