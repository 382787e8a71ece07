/*
 * What a file is, by its content: a table of bidders, each of which looks at the head (and
 * what the head points to) and says "mine" with sizes and addresses, or passes.
 */
#ifndef IMAGER_PAYLOAD_H
#define IMAGER_PAYLOAD_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdint.h>

/* One kind of file; the table in payload.c names them all: zimage image uimage fit elf xen dtb cpio
 * script egon exynos-spl … and unknown. */
struct payload_kind {
	const char *id;
	const char *name; /* "ARM zImage", for people */
};

struct payload {
	const struct payload_kind *kind; /* "unknown" when nobody bid */
	const char *arch;                /* "arm", "arm64", "x86_64" …; NULL: says nothing */
	const char *compression;         /* "gzip", "xz" …; "none" */
	uint64_t file_size;              /* bytes in the file */
	uint64_t memory_size;        /* bytes it takes when it runs, bss included; >= file_size */
	uint64_t load, entry;        /* addresses it asks for; 0: any */
	const char *version;         /* "Linux version 6.1…", "U-Boot 2023.01"; NULL: unknown */
	const char *detail;          /* one line for people: uImage name and type, dtb model … */
	const struct payload *inner; /* what a uImage wraps; NULL */
	unsigned depth;              /* wrappers around it: 0 for the file itself */
};

/* Looks at @file. Always gives an answer; a damaged file of a known kind is said in @diags (IM30x). */
struct payload payload_recognise(struct arena *arena, struct bytes file, struct diags *diags);

/*
 * Refuses a wrong kind in a slot.
 * @allowed  ids separated by '|', "zimage|uimage"
 * @slot     what it was wanted for, "kernel"
 * Returns 0, or -1 and has said what it is and what was wanted (IM300), or the wrong architecture (IM301).
 */
int payload_check(const struct payload *payload, const char *allowed, const char *arch,
                  const char *slot, struct where at, struct diags *diags);

#endif
