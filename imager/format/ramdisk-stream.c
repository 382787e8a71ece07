/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ramdisk's archives, piece by piece: do they end as they should? */
#include "imager/format/ramdisk.h"

#include <string.h>

#define TRAILER      "TRAILER!!!"
#define TRAILER_SIZE 11 /* with its NUL */

/* Takes up to @wanted bytes into the head. Returns how many. */
static size_t collect(struct ramdisk_stream *stream, struct bytes piece, size_t wanted)
{
	size_t missing = wanted - stream->have;
	size_t taken = piece.len < missing ? piece.len : missing;
	memcpy(stream->head + stream->have, piece.p, taken);
	stream->have += taken;
	return taken;
}

/* A whole header is there, and the name if it may be the trailer's. */
static void take_header(struct ramdisk_stream *stream, uint64_t name_size, uint64_t file_size)
{
	bool is_trailer = name_size == TRAILER_SIZE &&
	                  memcmp(stream->head + RAMDISK_HEADER_SIZE, TRAILER, TRAILER_SIZE) == 0;
	stream->skip = align_up(RAMDISK_HEADER_SIZE + name_size, 4) - stream->have +
	               (is_trailer ? 0 : align_up(file_size, 4));
	stream->inside = !is_trailer;
	stream->have = 0;
}

/* Goes on with a header. Returns the bytes taken; 0 when it is none. */
static size_t read_header(struct ramdisk_stream *stream, struct bytes piece)
{
	size_t taken = 0;
	uint64_t name_size, file_size;
	stream->inside = true;
	if (stream->have < RAMDISK_HEADER_SIZE)
		taken = collect(stream, piece, RAMDISK_HEADER_SIZE);
	if (stream->have < RAMDISK_HEADER_SIZE)
		return taken;
	if (ramdisk_header(bytes_of(stream->head, RAMDISK_HEADER_SIZE, ""), &name_size,
	                   &file_size) < 0) {
		stream->damaged = true;
		return 0;
	}
	if (name_size == TRAILER_SIZE) {
		size_t whole = RAMDISK_HEADER_SIZE + TRAILER_SIZE;
		taken += collect(stream, bytes_at(piece, taken, UINT64_MAX), whole);
		if (stream->have < whole)
			return taken;
	}
	take_header(stream, name_size, file_size);
	return taken;
}

/* Passes over names, files and padding. Returns the bytes taken. */
static size_t skip(struct ramdisk_stream *stream, struct bytes piece)
{
	size_t taken = piece.len < stream->skip ? piece.len : (size_t)stream->skip;
	stream->skip -= taken;
	return taken;
}

/* Zeros between archives. Returns how many there are at the start of @piece. */
static size_t count_zeros(struct bytes piece)
{
	static const uint8_t zeros[4096];
	size_t at = 0;
	while (piece.len - at >= sizeof(zeros) && memcmp(piece.p + at, zeros, sizeof(zeros)) == 0)
		at += sizeof(zeros);
	while (at < piece.len && piece.p[at] == 0)
		at++;
	return at;
}

size_t ramdisk_stream_add(struct ramdisk_stream *stream, struct bytes piece)
{
	size_t at = 0;
	while (at < piece.len && !stream->damaged) {
		struct bytes rest = bytes_at(piece, at, UINT64_MAX);
		if (stream->skip > 0)
			at += skip(stream, rest);
		else if (stream->inside || rest.p[0] == '0')
			at += read_header(stream, rest);
		else if (rest.p[0] == 0)
			at += count_zeros(rest);
		else
			break;
	}
	stream->size += at;
	return at;
}
