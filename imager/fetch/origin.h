/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where components come from: a table of origins, each of which brings the bytes of a
 * component. To add an origin: one origin-NAME.c and its row in origin-table.c.
 *
 * Origins:
 *   path:FILE                  relative to the board's directory, or absolute
 *   deb:PACKAGE:ARCH/PATH      a file out of a Debian package; * matches within a path component,
 *                              in PACKAGE it takes the newest of several packages
 *   source:PACKAGE:TARGET/FILE firmware built from a Debian source package (U-Boot defconfig)
 *   ramdisk:INIT               a cpio.gz made of busybox, kernel modules and the script INIT of the
 *                              board's directory, or else of share/ramdisk
 *   fex:FILE                   a device tree made by the program fex2dts on the dtb named in needs
 */
#ifndef IMAGER_ORIGIN_H
#define IMAGER_ORIGIN_H

#include "imager/board/board.h"
#include "imager/fetch/component.h"

#include "lib/bytes.h"
#include "lib/progress.h"

#include <stdbool.h>

/* What an origin brought. */
struct brought {
	bool done;
	struct bytes content;
	const char *version;
	const char *name; /* of the file, without directories */
};

/* A fetch under way; arrays have one element per component of the board. */
struct fetch {
	struct arena *arena;
	const struct board *board;
	const char *cache, *share;
	bool update;
	const char **versions; /* that the lock wants; NULL: any */
	struct brought *brought;
	const struct component *have; /* those already there: what is made of others looks here */
	const char *refreshed; /* roots of apt, a line each, whose lists are as new as they get */
	const char *failed; /* roots and packages, a line each, that cannot be had, which is said */
	struct progress *progress;
	struct diags *diags;
};

struct origin {
	const char *prefix; /* "deb" of deb:… */
	bool remote;        /* the cache keeps it; offline it is not asked */
	bool locked;        /* other bytes than the lock's are an error */
	const char *form;   /* of PACKAGE:X/Y origins: what to write; NULL: any text */
	/* Sets fetch->brought[index], and may set others on the way. 0 or -1. */
	int (*bring)(struct fetch *fetch, size_t index);
};

/* The text behind the ':' of an origin that has a row. */
const char *origin_what(const char *text);
/* Whether an origin's text begins with "PREFIX:". */
bool origin_is(const char *text, const char *prefix);
/* The parts of PACKAGE:MIDDLE/REST. -1 when one is missing. */
struct origin_words {
	const char *package, *middle, *rest;
};
int origin_split(struct arena *arena, const char *what, struct origin_words *out);
/* Says IM200 for a component, with the help that its board gives. Returns -1. */
int origin_failed(struct fetch *fetch, size_t index, const char *hint, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

int origin_path_bring(struct fetch *fetch, size_t index);
int origin_deb_bring(struct fetch *fetch, size_t index);
int origin_source_bring(struct fetch *fetch, size_t index);
int origin_fex_bring(struct fetch *fetch, size_t index);
int origin_ramdisk_bring(struct fetch *fetch, size_t index);

#endif
