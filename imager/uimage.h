/*
 * Legacy uImage: 64-byte header, CRC-32 of header and data (U-Boot include/image.h). Writer,
 * reader and the names of mkimage's options.
 */
#ifndef IMAGER_UIMAGE_H
#define IMAGER_UIMAGE_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

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

/* Codes by mkimage's names ("linux", "arm", "kernel", "none"): -1 when there is no such name. */
int uimage_os(const char *name);
int uimage_arch(const char *name);
int uimage_type(const char *name);
int uimage_compression(const char *name);

/* The 64 bytes that go before @data; sizes and sums are counted here. */
void uimage_header(const struct uimage *values, struct bytes data,
                   uint8_t header[UIMAGE_HEADER_SIZE]);
/* Header and data in one new buffer. */
struct bytes uimage_wrap(struct arena *arena, const struct uimage *values, struct bytes data);

/* Reads and checks a header (not the data). 0; 1 no uImage; -1 damaged (IM310 …). */
int uimage_parse(struct bytes file, struct uimage *out, struct diags *diags);

#endif
