/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report as tests: one per stage, one for the verdict, one against the reference. */
#ifndef SERIAL_TOOLS_REPORT_JUNIT_H
#define SERIAL_TOOLS_REPORT_JUNIT_H

#include "serial-tools/report/report.h"

#include "lib/text.h"

void report_junit(const struct report *report, struct text *to);
void report_tap(const struct report *report, struct text *to);

#endif
