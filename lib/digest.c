/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/digest.h"

#include <libdeflate.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

uint32_t crc32_of(uint32_t crc, struct bytes data)
{
	return data.len == 0 ? crc : libdeflate_crc32(crc, data.p, data.len);
}

/* The pointer is an EVP_MD_CTX; the opaque type keeps OpenSSL's headers out of ours. */
struct sha256 *sha256_open(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	if (context == NULL || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		abort(); /* only without memory */
	return (struct sha256 *)context;
}

void sha256_add(struct sha256 *sha256, struct bytes data)
{
	if (data.len > 0 && EVP_DigestUpdate((EVP_MD_CTX *)sha256, data.p, data.len) != 1)
		abort();
}

static void finish(struct sha256 *sha256, uint8_t digest[SHA256_SIZE])
{
	if (EVP_DigestFinal_ex((EVP_MD_CTX *)sha256, digest, NULL) != 1)
		abort();
	EVP_MD_CTX_free((EVP_MD_CTX *)sha256);
}

void sha256_close(struct sha256 *sha256, char hex[SHA256_HEX])
{
	uint8_t digest[SHA256_SIZE];
	finish(sha256, digest);
	for (size_t i = 0; i < SHA256_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void sha256_of(struct bytes data, char hex[SHA256_HEX])
{
	struct sha256 *sha256 = sha256_open();
	sha256_add(sha256, data);
	sha256_close(sha256, hex);
}

void sha256_raw(struct bytes data, uint8_t digest[SHA256_SIZE])
{
	struct sha256 *sha256 = sha256_open();
	sha256_add(sha256, data);
	finish(sha256, digest);
}
