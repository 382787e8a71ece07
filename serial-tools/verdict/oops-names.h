/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names for the addresses in a crash: "c0101234" and "function+0x1c/0x80". */
#ifndef SERIAL_TOOLS_OOPS_NAMES_H
#define SERIAL_TOOLS_OOPS_NAMES_H

#include "serial-tools/verdict/oops.h"
#include "serial-tools/verdict/symbols.h"

/*
 * Names the addresses in crashes.
 * @symbols  a System.map's, or empty
 * @vmlinux  a kernel with debug information for addr2line(1), or NULL
 * -1: addr2line could not be run (LB050, LB051). Needs @oopses of oops_reader_end().
 */
int oops_name(struct arena *arena, struct oops *oopses, size_t count, const struct symbols *symbols,
              const char *vmlinux, struct diags *diags);

#endif
