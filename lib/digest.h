/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksums: CRC-32 (IEEE 802.3, as zlib and U-Boot count it) by libdeflate, SHA-256 by libcrypto. */
#ifndef LIB_DIGEST_H
#define LIB_DIGEST_H

#include "lib/bytes.h"

#include <stdint.h>

/* Continues from @crc; start with 0. */
uint32_t crc32_of(uint32_t crc, struct bytes data);

#define SHA256_SIZE 32
#define SHA256_HEX  65 /* with the NUL */

struct sha256;
struct sha256 *sha256_open(void);
void sha256_add(struct sha256 *sha256, struct bytes data);
/* Finishes, frees, writes 64 lower-case digits and a NUL. */
void sha256_close(struct sha256 *sha256, char hex[SHA256_HEX]);

void sha256_of(struct bytes data, char hex[SHA256_HEX]);
void sha256_raw(struct bytes data, uint8_t digest[SHA256_SIZE]);

#endif
