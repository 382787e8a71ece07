/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xz and the older lzma, by liblzma. */
#include "imager/format/unpack-format.h"

#include <lzma.h>
#include <stdlib.h>

static void *open_decoder(bool alone)
{
	static const lzma_stream fresh = LZMA_STREAM_INIT;
	lzma_stream *stream = malloc(sizeof(*stream));
	if (stream == NULL)
		return NULL;
	*stream = fresh;
	if ((alone ? lzma_alone_decoder(stream, UNPACK_MEMORY)
	           : lzma_stream_decoder(stream, UNPACK_MEMORY, LZMA_TELL_ANY_CHECK)) == LZMA_OK)
		return stream;
	free(stream);
	return NULL;
}

static void *xz_open(struct unpack_state *state)
{
	(void)state;
	return open_decoder(false);
}

static void *lzma_open(struct unpack_state *state)
{
	(void)state;
	return open_decoder(true);
}

/* What the stream's header says about its sums. Linux reads CRC-32 and streams without
 * (Documentation/staging/xz.rst); xz writes CRC-64 unless told otherwise. */
static void note_check(struct unpack_state *state)
{
	lzma_check check = lzma_get_check(state->decoder);
	state->result->checked = check == LZMA_CHECK_NONE    ? NULL
	                         : check == LZMA_CHECK_CRC32 ? "CRC-32"
	                         : check == LZMA_CHECK_CRC64 ? "CRC-64"
	                                                     : "SHA-256";
	if (check != LZMA_CHECK_NONE && check != LZMA_CHECK_CRC32)
		state->result->flavour = UNPACK_XZ_OTHER_CHECK;
}

static enum unpack_step step(struct unpack_state *state)
{
	lzma_stream *stream = state->decoder;
	stream->next_in = state->in.p;
	stream->avail_in = state->in.len;
	stream->next_out = state->room;
	stream->avail_out = state->room_len;
	lzma_ret result = lzma_code(stream, LZMA_RUN);
	unpack_advance(state, state->in.len - stream->avail_in,
	               state->room_len - stream->avail_out);
	switch (result) {
	case LZMA_STREAM_END:
		return UNPACK_END;
	case LZMA_GET_CHECK:
		note_check(state);
		return UNPACK_MORE;
	case LZMA_OK:
	case LZMA_BUF_ERROR:
		return UNPACK_MORE;
	case LZMA_MEMLIMIT_ERROR:
		state->result->flaw = "it needs more than 256 MiB of memory to unpack";
		return UNPACK_FLAW;
	case LZMA_OPTIONS_ERROR:
		state->result->flaw = "it was packed with options that nobody knows";
		return UNPACK_FLAW;
	default:
		state->result->flaw = "its data or its checksum is damaged";
		return UNPACK_FLAW;
	}
}

static void close_decoder(void *decoder)
{
	lzma_end(decoder);
	free(decoder);
}

const struct unpack_format unpack_xz = { "xz", xz_open, step, close_decoder };
const struct unpack_format unpack_lzma = { "lzma", lzma_open, step, close_decoder };
