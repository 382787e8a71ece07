/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boot backends: a finished plan becomes files, without any decision. One row per loader.
 */
#ifndef IMAGER_BOOT_H
#define IMAGER_BOOT_H

#include "imager/plan/plan.h"

/* A loader and what it reads. To add one: boot-NAME.c with its function and its row in boot-table.c. */
struct boot_backend {
	const char *id;   /* "uboot" */
	const char *name; /* for people */
	/* The text that tells the loader what to do, made from the plan alone. */
	struct bytes (*script)(struct arena *arena, const struct plan *plan);
};
extern const struct boot_backend boot_uboot;

#endif
