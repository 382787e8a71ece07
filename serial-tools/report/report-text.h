/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for a terminal. */
#ifndef SERIAL_TOOLS_REPORT_TEXT_H
#define SERIAL_TOOLS_REPORT_TEXT_H

#include "serial-tools/report/report.h"

#include "lib/text.h"

void report_text(const struct report *report, struct text *to);

#endif
