/*
 * Inside of payload recognition: bidders and what they share. A bidder looks at a file and
 * either passes (1), or takes it and fills in what it knows (0). A file of its kind that is
 * damaged it takes too, and says what is wrong.
 */
#ifndef IMAGER_PAYLOAD_BID_H
#define IMAGER_PAYLOAD_BID_H

#include "imager/payload.h"

struct bidder {
	struct payload_kind kind;
	int (*bid)(struct arena *arena, struct bytes file, struct payload *out,
	           struct diags *diags);
};

typedef int bid_fn(struct arena *arena, struct bytes file, struct payload *out,
                   struct diags *diags);
bid_fn bid_xen, bid_zimage, bid_image, bid_elf;        /* payload-kernel.c */
bid_fn bid_script, bid_uimage, bid_fit, bid_dtb;       /* payload-wrapped.c */
bid_fn bid_cpio, bid_packed, bid_text;                 /* payload-packed.c */
bid_fn bid_egon, bid_exynos_spl, bid_u_boot, bid_disk; /* payload-firmware.c */

/* What lies within @outer: recognised in its turn; NULL when wrappers are nested too deep. */
const struct payload *payload_inner(struct arena *arena, const struct payload *outer,
                                    struct bytes file, struct diags *diags);

/* Says IM302: the file ends before what its header promises. Returns 0: the bid stands. */
int payload_cut_off(struct bytes file, const char *name, uint64_t promised, struct diags *diags);

/* Copies the printable text at @start up to the first other character; NULL when it is empty. */
const char *payload_text_at(struct arena *arena, struct bytes file, uint64_t start);
/* The text that starts with @prefix, followed by a digit; NULL when there is none. */
const char *payload_version(struct arena *arena, struct bytes file, const char *prefix);

#endif
