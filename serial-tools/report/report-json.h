/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for programs. Times are milliseconds, null where they are not known. */
#ifndef SERIAL_TOOLS_REPORT_JSON_H
#define SERIAL_TOOLS_REPORT_JSON_H

#include "serial-tools/report/report.h"

#include "lib/text.h"

void report_json(const struct report *report, struct text *to);

#endif
