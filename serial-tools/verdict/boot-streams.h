/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines of several speakers on one console: the hypervisor's begin with "(XEN) ", a domain's
 * that it passes on with "(XEN) DOM1: ", and the first domain's have no prefix and may be
 * cut in two by one of the others.
 */
#ifndef SERIAL_TOOLS_BOOT_STREAMS_H
#define SERIAL_TOOLS_BOOT_STREAMS_H

#include "serial-tools/verdict/boot-state.h"

/* Takes a line that is the hypervisor's, or cut by one. False: it is an ordinary line. */
bool boot_streams_take(struct boot_log *log, const struct line *line);

#endif
