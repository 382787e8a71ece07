/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip (RFC 1952) and bzip2 by zlib and libbz2, zstd (RFC 8878) and lz4 by libzstd and liblz4. */
#include "imager/format/unpack-format.h"

#include <bzlib.h>
#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define IN_MAX ((size_t)1 << 30) /* bytes given at once to decoders that count in 32 bits */

static size_t in_len(const struct unpack_state *state)
{
	return state->in.len < IN_MAX ? state->in.len : IN_MAX;
}

static enum unpack_step flaw(struct unpack_state *state, const char *what)
{
	state->result->flaw = what;
	return UNPACK_FLAW;
}

/* ---- gzip ---- */

static void *gzip_open(struct unpack_state *state)
{
	z_stream *stream = calloc(1, sizeof(*stream));
	state->result->checked = "CRC-32";
	if (stream != NULL && inflateInit2(stream, 16 + MAX_WBITS) == Z_OK)
		return stream;
	free(stream);
	return NULL;
}

static enum unpack_step gzip_step(struct unpack_state *state)
{
	z_stream *stream = state->decoder;
	size_t len = in_len(state);
	stream->next_in = (Bytef *)state->in.p;
	stream->avail_in = (uInt)len;
	stream->next_out = state->room;
	stream->avail_out = (uInt)state->room_len;
	int result = inflate(stream, Z_NO_FLUSH);
	unpack_advance(state, len - stream->avail_in, state->room_len - stream->avail_out);
	if (result == Z_STREAM_END)
		return UNPACK_END;
	if (result == Z_OK || result == Z_BUF_ERROR)
		return UNPACK_MORE;
	return flaw(state, "its data or its checksum is damaged");
}

static void gzip_close(void *decoder)
{
	inflateEnd(decoder);
	free(decoder);
}

const struct unpack_format unpack_gzip = { "gzip", gzip_open, gzip_step, gzip_close };

/* ---- bzip2 ---- */

static void *bzip2_open(struct unpack_state *state)
{
	bz_stream *stream = calloc(1, sizeof(*stream));
	state->result->checked = "CRC-32";
	if (stream != NULL && BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK)
		return stream;
	free(stream);
	return NULL;
}

static enum unpack_step bzip2_step(struct unpack_state *state)
{
	bz_stream *stream = state->decoder;
	size_t len = in_len(state);
	stream->next_in = (char *)state->in.p;
	stream->avail_in = (unsigned)len;
	stream->next_out = (char *)state->room;
	stream->avail_out = (unsigned)state->room_len;
	int result = BZ2_bzDecompress(stream);
	unpack_advance(state, len - stream->avail_in, state->room_len - stream->avail_out);
	if (result == BZ_STREAM_END)
		return UNPACK_END;
	return result == BZ_OK ? UNPACK_MORE : flaw(state, "its data or its checksum is damaged");
}

static void bzip2_close(void *decoder)
{
	BZ2_bzDecompressEnd(decoder);
	free(decoder);
}

const struct unpack_format unpack_bzip2 = { "bzip2", bzip2_open, bzip2_step, bzip2_close };

/* ---- zstd ---- */

static void *zstd_open(struct unpack_state *state)
{
	/* frame header descriptor, bit 2: a checksum follows the data */
	state->result->checked = u8_at(state->in, 4) & 4 ? "XXH64" : NULL;
	return ZSTD_createDStream();
}

static enum unpack_step zstd_step(struct unpack_state *state)
{
	ZSTD_inBuffer in = { state->in.p, state->in.len, 0 };
	ZSTD_outBuffer out = { state->room, state->room_len, 0 };
	size_t result = ZSTD_decompressStream(state->decoder, &out, &in);
	unpack_advance(state, in.pos, out.pos);
	if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge)
		return flaw(state, "it needs more than 128 MiB of memory to unpack, which neither "
		                   "Linux nor U-Boot gives");
	if (ZSTD_isError(result))
		return flaw(state, "its data or its checksum is damaged");
	return result == 0 ? UNPACK_END : UNPACK_MORE;
}

static void zstd_close(void *decoder)
{
	ZSTD_freeDStream(decoder);
}

const struct unpack_format unpack_zstd = { "zstd", zstd_open, zstd_step, zstd_close };

/* ---- lz4: the frame format, and the older one without sums that Linux reads ---- */

#define LZ4_LEGACY_MAGIC 0x184c2102u
#define LZ4_LEGACY_BLOCK ((size_t)8 << 20) /* bytes that a block unpacks to at the most */

struct lz4 {
	LZ4F_dctx *frame; /* NULL: legacy */
	bool begun;
};

static void *lz4_open(struct unpack_state *state)
{
	struct lz4 *lz4 = calloc(1, sizeof(*lz4));
	if (lz4 == NULL)
		return NULL;
	if (le32_at(state->in, 0) == LZ4_LEGACY_MAGIC) {
		state->result->flavour = UNPACK_LZ4_LEGACY;
		return lz4;
	}
	state->result->flavour = UNPACK_LZ4_FRAME;
	/* the descriptor's flags, bit 2: a checksum of the content; bit 4: of each block */
	state->result->checked = u8_at(state->in, 4) & 0x14 ? "XXH32" : NULL;
	if (!LZ4F_isError(LZ4F_createDecompressionContext(&lz4->frame, LZ4F_VERSION)))
		return lz4;
	free(lz4);
	return NULL;
}

/* A block: its size, then its bytes. The end of the file, or what cannot be a size, ends the stream. */
static enum unpack_step lz4_legacy_step(struct unpack_state *state, struct lz4 *lz4)
{
	if (!lz4->begun) {
		lz4->begun = true;
		unpack_advance(state, 4, 0);
	}
	uint32_t size = le32_at(state->in, 0);
	if (state->in.len == 0 ||
	    (state->in.len >= 4 && (size == 0 || size > LZ4_COMPRESSBOUND(LZ4_LEGACY_BLOCK))))
		return UNPACK_END;
	if (!bytes_has(state->in, 4, size)) {
		unpack_advance(state, state->in.len, 0);
		return flaw(state, "it is cut off");
	}
	int given = LZ4_decompress_safe((const char *)state->in.p + 4, (char *)state->room,
	                                (int)size, (int)LZ4_LEGACY_BLOCK);
	if (given < 0)
		return flaw(state, "its data is damaged");
	unpack_advance(state, 4 + (size_t)size, (size_t)given);
	return UNPACK_MORE;
}

static enum unpack_step lz4_step(struct unpack_state *state)
{
	struct lz4 *lz4 = state->decoder;
	if (lz4->frame == NULL)
		return lz4_legacy_step(state, lz4);
	size_t used = state->in.len, given = state->room_len;
	size_t result = LZ4F_decompress(lz4->frame, state->room, &given, state->in.p, &used, NULL);
	if (LZ4F_isError(result))
		return flaw(state, "its data or its checksum is damaged");
	unpack_advance(state, used, given);
	return result == 0 ? UNPACK_END : UNPACK_MORE;
}

static void lz4_close(void *decoder)
{
	struct lz4 *lz4 = decoder;
	if (lz4->frame != NULL)
		LZ4F_freeDecompressionContext(lz4->frame);
	free(lz4);
}

const struct unpack_format unpack_lz4 = { "lz4", lz4_open, lz4_step, lz4_close };
