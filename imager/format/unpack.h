/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compressed streams, unpacked piece by piece: are they whole? Takes as much memory as the format's
 * window, however much comes out, and the checksums that the format has are checked.
 */
#ifndef IMAGER_UNPACK_H
#define IMAGER_UNPACK_H

#include "imager/format/unpack-format.h"

/* Gets the bytes in order; they are valid during the call only. */
typedef void unpack_sink(void *context, struct bytes piece);

/*
 * Unpacks the one stream that @packed begins with; what follows it is left alone.
 * @limit  bytes that may come out
 * @sink   may be NULL
 * Returns 0 and *@out; 1 when no format that is known here begins there.
 */
int unpack_stream(struct bytes packed, uint64_t limit, unpack_sink *sink, void *context,
                  struct unpacked *out);

#endif
