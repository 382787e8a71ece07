/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was looked at, one item each, and its printing. */
#ifndef IMAGER_VERIFY_REPORT_H
#define IMAGER_VERIFY_REPORT_H

#include "lib/arena.h"
#include "lib/json.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* One thing that was looked at. */
struct verify_item {
	const char *place; /* "sector 16", "/xen.uImage", the file's name */
	const char *kind;  /* "Allwinner SPL (eGON)" */
	const char *detail;
	uint64_t size; /* bytes */
	bool good;
};

struct verify_report {
	const char *file;
	struct verify_item *items;
	size_t count, faults;
};

void verify_add(struct arena *arena, struct verify_report *report, struct verify_item item);

void verify_print(struct arena *arena, const struct verify_report *report, FILE *to);
void verify_json(const struct verify_report *report, struct json *json);

#endif
