/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report as a picture: one bar per stage on a common axis, milestones as ticks, silences
 * hatched, the failure marked, and below what it means. The axis is time, or line numbers
 * where the log has no times.
 */
#ifndef SERIAL_TOOLS_REPORT_SVG_H
#define SERIAL_TOOLS_REPORT_SVG_H

#include "serial-tools/report/report.h"

#include "lib/text.h"

void report_svg(const struct report *report, struct text *to);

#endif
