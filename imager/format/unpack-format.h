/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A compressed format as unpack.h runs it: what a decoder gets and gives. One row per format, in unpack-*.c. */
#ifndef IMAGER_UNPACK_FORMAT_H
#define IMAGER_UNPACK_FORMAT_H

#include "lib/bytes.h"

#include <stdbool.h>
#include <stdint.h>

/* What of a format some readers do not take. */
enum unpack_flavour { UNPACK_PLAIN, UNPACK_LZ4_FRAME, UNPACK_LZ4_LEGACY, UNPACK_XZ_OTHER_CHECK };

struct unpacked {
	const char *format; /* "gzip", "xz" … */
	const char *flaw;   /* what is wrong, lower case; NULL: the stream is whole */
	const char
		*checked; /* "CRC-32" …; NULL: the stream has no checksum, damage may go unseen */
	uint64_t taken;   /* packed bytes up to the stream's end, or to where the flaw was seen */
	uint64_t size;    /* bytes that came out */
	enum unpack_flavour flavour;
};

#define UNPACK_MEMORY ((uint64_t)256 << 20) /* bytes that a decoder may take for its window */

/* One stream under way. A step takes from @in, gives to @room. */
struct unpack_state {
	struct bytes in;
	uint8_t *room;
	size_t room_len, given; /* given: bytes written to room by this step */
	void *decoder;
	struct unpacked *result;
};
/* More may come; the stream is at its end; it is not and result->flaw says why. */
enum unpack_step { UNPACK_MORE, UNPACK_END, UNPACK_FLAW };

/* A row of the table. open() returns NULL when there is no memory. */
struct unpack_format {
	const char *name;
	void *(*open)(struct unpack_state *state);
	enum unpack_step (*step)(struct unpack_state *state);
	void (*close)(void *decoder);
};
extern const struct unpack_format unpack_gzip, unpack_bzip2, unpack_xz, unpack_lzma, unpack_lz4,
	unpack_zstd;

/* Says that @used bytes of the input were taken and @given of the room filled. */
void unpack_advance(struct unpack_state *state, size_t used, size_t given);

#endif
