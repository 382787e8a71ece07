/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a caller may be told while a boot log is read. */
#ifndef SERIAL_TOOLS_BOOT_EVENT_H
#define SERIAL_TOOLS_BOOT_EVENT_H

#include <stdbool.h>
#include <stdint.h>

enum boot_event_kind {
	BOOT_EVENT_STAGE,     /* a stage begins */
	BOOT_EVENT_MILESTONE, /* within a stage */
	BOOT_EVENT_FAILURE,   /* a signature that makes the boot a failure */
	BOOT_EVENT_NOTICE,    /* a signature that may explain a later failure */
	BOOT_EVENT_RESET,     /* the board started over */
};

struct boot_event {
	enum boot_event_kind kind;
	int64_t time_us;
	uint64_t line;
	const char *id;    /* of the row in stages.tsv or signatures.tsv */
	const char *stage; /* name, as in stages.tsv */
	const char *what;  /* the milestone's name or the failure's meaning */
	const char *text;  /* the line, valid during the call */
	bool final;        /* a failure after which the boot cannot go on */
};
typedef void boot_event_fn(void *context, const struct boot_event *event);

#endif
