/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Legacy uImage: 64-byte header, CRC-32 of header and data (U-Boot include/image.h). Writer
 * and reader.
 */
#ifndef IMAGER_UIMAGE_H
#define IMAGER_UIMAGE_H

#include "imager/format/uimage-names.h"

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

#define UIMAGE_HEADER_SIZE 64
#define UIMAGE_MAGIC       0x27051956u
#define UIMAGE_NAME_SIZE   32

struct uimage {
	uint32_t time, load, entry;          /* seconds since 1970; addresses */
	uint32_t size, header_crc, data_crc; /* size: bytes of data behind the header */
	uint8_t os, arch, type, compression;
	char name[UIMAGE_NAME_SIZE + 1];
};

/* The 64 bytes that go before @data; sizes and sums are counted here. */
void uimage_header(const struct uimage *values, struct bytes data,
                   uint8_t header[UIMAGE_HEADER_SIZE]);
/* The same when the data was summed on its way: @size bytes with the CRC-32 @data_crc. */
void uimage_header_of(const struct uimage *values, uint32_t size, uint32_t data_crc,
                      uint8_t header[UIMAGE_HEADER_SIZE]);
/* Header and data in one new buffer. Scripts and multi-file images get a table of one part. */
struct bytes uimage_wrap(struct arena *arena, const struct uimage *values, struct bytes data);

/* Whether data of this type starts with a table of sizes (script, multi). */
bool uimage_has_table(uint8_t type);
/* The table before the parts: their sizes, big endian, then 0. */
struct bytes uimage_table(struct arena *arena, const struct bytes *parts, size_t count);

/* Reads and checks a header (not the data). 0; 1 no uImage; -1 damaged (IM310 cut off, IM311 CRC). */
int uimage_parse(struct bytes file, struct uimage *out, struct diags *diags);
/* The data behind the header, cut to what the file has. */
struct bytes uimage_data(struct bytes file, const struct uimage *uimage);
/* The first part's bytes: of a script or multi-file image what the table says, else all the data. */
struct bytes uimage_payload(struct bytes file, const struct uimage *uimage);
/*
 * Checks the data of a parsed uImage: IM312 shorter than the header says, IM313 CRC, IM314 the table
 * of parts does not fit, IM315 (warning) bytes behind the data. Returns 0 or -1.
 */
int uimage_check_data(struct bytes file, const struct uimage *uimage, struct diags *diags);

/* "ARM Linux kernel, uncompressed, "Linux 6.1", 5,526,016 B, load 0x40008000, entry 0x40008000" */
char *uimage_text(struct arena *arena, const struct uimage *uimage);

#endif
