/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file is, by its content: the value, and the engine that asks bidders. A bidder looks at the head of
 * a file (and what the head points to) and either passes (1), or takes it and fills in what it knows (0). A
 * file of its kind that is damaged it takes too, and says what is wrong. The table of bidders is payload-table.h.
 */
#ifndef IMAGER_PAYLOAD_H
#define IMAGER_PAYLOAD_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdint.h>

/* One kind of file; the table in payload-table.c names them all: zimage image uimage fit elf xen dtb cpio
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
	const struct bidders *bidders; /* who was asked, and is asked again about what it wraps */
};

typedef int bid_fn(struct arena *arena, struct bytes file, struct payload *out,
                   struct diags *diags);
struct bidder {
	struct payload_kind kind;
	bid_fn *bid;
};
struct bidders {
	const struct bidder *list;
	size_t count;
};

bid_fn bid_xen, bid_zimage, bid_image, bid_elf;        /* payload-kernel.c */
bid_fn bid_script, bid_uimage, bid_fit, bid_dtb;       /* payload-wrapped.c */
bid_fn bid_cpio, bid_packed, bid_text;                 /* payload-packed.c */
bid_fn bid_egon, bid_exynos_spl, bid_u_boot, bid_disk; /* payload-firmware.c */

/* Asks the bidders in order; the first that takes the file wins. @depth: wrappers around it. */
struct payload payload_of(struct arena *arena, const struct bidders *bidders, struct bytes file,
                          unsigned depth, struct diags *diags);

/* What lies within @outer: recognised in its turn; NULL when wrappers are nested too deep. */
const struct payload *payload_inner(struct arena *arena, const struct payload *outer,
                                    struct bytes file, struct diags *diags);

/* Says IM302: the file ends before what its header promises. Returns 0: the bid stands. */
int payload_cut_off(struct bytes file, const char *name, uint64_t promised, struct diags *diags);

#endif
