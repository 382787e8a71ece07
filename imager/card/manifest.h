/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an image was made of, in a file beside it (IMAGE.json): a digest over everything that
 * the bytes of the image follow from, so that an image that is up to date is not made again,
 * and what a user wants to know of it.
 */
#ifndef IMAGER_MANIFEST_H
#define IMAGER_MANIFEST_H

#include "imager/fetch/part.h"

struct manifest {
	const char *board, *entry; /* entry: the default one */
	const char *inputs;        /* SHA-256 over all inputs, 64 digits */
	uint64_t size;             /* bytes of the image */
	int64_t mtime_ns;          /* of the image when it was finished */
};

/* @size  asked for on the command line, 0: none. Includes the program itself. Returns 0 or -1. */
int manifest_make(struct arena *arena, const struct board *board, const struct parts *parts,
                  const char *entry, uint64_t size, uint32_t timestamp, struct manifest *out,
                  struct diags *diags);

/* Whether @image is there, untouched since it was made of the same inputs. */
bool manifest_is_current(struct arena *arena, const struct manifest *manifest, const char *image);

/* Writes IMAGE.json. Call after the image is in place. Returns 0 or -1. */
int manifest_write(struct arena *arena, const struct manifest *manifest, const struct board *board,
                   const struct parts *parts, const char *image, struct diags *diags);

/* Reads IMAGE.json. Returns 0; 1 when there is none or it is not ours. */
int manifest_read(struct arena *arena, const char *image, struct manifest *out);

#endif
