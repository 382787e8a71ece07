/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed files are good when they unpack to their last byte, with their sums, and when those who shall
 * unpack them know the format. */
#include "imager/verify/verify-packed.h"

#include "imager/format/ramdisk.h"
#include "imager/format/unpack.h"

#include "lib/input.h"
#include "lib/number.h"

#include <string.h>

#define PIECE ((size_t)1 << 20) /* bytes looked at before the next hole is asked for */
#define UNPACKED_LIMIT                                                                             \
	((uint64_t)1 << 30) /* bytes: no board of ours has more memory for a ramdisk */

/* Unpacks the stream at @at. Returns the bytes it took; 0 when it is damaged, which is said. */
static uint64_t check_stream(struct bytes file, uint64_t at, uint64_t limit, unpack_sink *sink,
                             void *context, struct unpacked *out, struct diags *diags)
{
	unpack_stream(bytes_at(file, at, UINT64_MAX), limit, sink, context, out);
	if (out->flaw == NULL)
		return out->taken;
	diag_error(diags, "IM344", at_offset(file, at + out->taken),
	           "was it cut off? fetch, copy or make it again",
	           "%s data that does not unpack: %s; %s bytes came out before", out->format,
	           out->flaw, number_commas(diags->arena, out->size));
	return 0;
}

/* ---- what Linux unpacks as its first file system ----------------------------------------------------- */

/* Two formats have forms that their own programs write by default and Linux does not read:
 * Documentation/staging/xz.rst, lib/decompress_unlz4.c. */
static void check_for_linux(struct bytes stream, const struct unpacked *unpacked,
                            struct diags *diags)
{
	if (unpacked->flavour == UNPACK_XZ_OTHER_CHECK)
		diag_no(diags, "IM345", at_offset(stream, 7), "pack it with xz --check=crc32",
		        "packed by xz with a %s sum: Linux unpacks xz with CRC-32 sums only",
		        unpacked->checked);
	if (unpacked->flavour == UNPACK_LZ4_FRAME)
		diag_no(diags, "IM345", at_offset(stream, 0), "pack it with lz4 -l",
		        "packed by lz4 in its frame format: Linux unpacks the legacy one only");
}

static void check_end(const struct ramdisk_stream *archives, struct bytes part, struct diags *diags)
{
	if (archives->damaged)
		diag_error(diags, "IM347", at_offset(part, 0), "make the ramdisk again",
		           "no cpio header where the next one should be, %s bytes into the "
		           "archive that begins here",
		           number_commas(diags->arena, archives->size));
	else if (archives->inside)
		diag_error(diags, "IM347", at_offset(part, 0),
		           "was the disk full when it was made? make the ramdisk again",
		           "the cpio archive that begins here has no end: %s bytes, then nothing",
		           number_commas(diags->arena, archives->size));
}

static void add_unpacked(void *context, struct bytes piece)
{
	struct ramdisk_stream *archives = context;
	if (ramdisk_stream_add(archives, piece) < piece.len)
		archives->damaged = true; /* a packed part holds archives alone */
}

/* A packed part. Returns the bytes it took, 0 when it is damaged. */
static uint64_t check_packed_part(struct bytes file, uint64_t at, struct diags *diags)
{
	struct ramdisk_stream archives = { .have = 0 };
	struct bytes part = bytes_at(file, at, UINT64_MAX);
	struct unpacked unpacked;
	uint64_t taken =
		check_stream(file, at, UNPACKED_LIMIT, add_unpacked, &archives, &unpacked, diags);
	if (taken == 0)
		return 0;
	check_for_linux(part, &unpacked, diags);
	check_end(&archives, part, diags);
	return taken;
}

/* The archives that stand there as they are; holes between them are not read. Returns their bytes. */
static uint64_t add_archives(struct ramdisk_stream *archives, struct bytes rest)
{
	uint64_t at = 0;
	while (at < rest.len) {
		if (!archives->inside && archives->skip == 0)
			at = input_next_data(rest, at);
		struct bytes piece = bytes_at(rest, at, PIECE);
		size_t taken = ramdisk_stream_add(archives, piece);
		at += taken;
		if (taken < piece.len)
			break;
	}
	return at;
}

/* The parts of a ramdisk in their order, each of archives, packed or not, zeros between them. */
void verify_ramdisk(struct bytes file, struct diags *diags)
{
	uint64_t at = 0;
	while (at < file.len) {
		struct ramdisk_stream archives = { .have = 0 };
		struct bytes rest = bytes_at(file, at, UINT64_MAX);
		uint64_t taken = add_archives(&archives, rest);
		check_end(&archives, rest, diags);
		if (archives.damaged)
			return;
		at += taken;
		rest = bytes_at(file, at, UINT64_MAX);
		if (rest.len == 0)
			return;
		if (input_compression(rest) == NULL) {
			diag_warning(diags, "IM346", at_offset(rest, 0),
			             "was something appended to the ramdisk?",
			             "%s bytes that are no archive",
			             number_commas(diags->arena, rest.len));
			return;
		}
		taken = check_packed_part(file, at, diags);
		if (taken == 0)
			return;
		at += taken;
	}
}

/* ---- other packed files ----------------------------------------------------------------------------- */

/* Streams one behind the other, as gzip and its like read them. */
void verify_streams(struct bytes file, struct diags *diags)
{
	struct unpacked unpacked;
	uint64_t at = 0, taken = 1;
	while (taken > 0 && input_compression(bytes_at(file, at, UINT64_MAX)) != NULL) {
		taken = check_stream(file, at, UINT64_MAX, NULL, NULL, &unpacked, diags);
		at += taken;
	}
}

int verify_compression(struct bytes data, const char *said, bool kernel, struct diags *diags)
{
	const char *found = input_compression(data);
	size_t before = diags->count;
	struct unpacked unpacked;
	if (strcmp(said, "none") == 0 && (found == NULL || !kernel))
		return 0;
	if (found == NULL || strcmp(said, found) != 0)
		return diag_error(
			diags, "IM348", at_offset(data, 0),
			"make it again and name the compression that the data has",
			"its header says compression %s, the data is %s: the loader would "
			"%s",
			said, found == NULL ? "none of the known ones" : found,
			strcmp(said, "none") == 0 ? "start the packed bytes" : "fail to unpack it");
	if (check_stream(data, 0, UNPACKED_LIMIT, NULL, NULL, &unpacked, diags) > 0 &&
	    unpacked.flavour == UNPACK_LZ4_LEGACY)
		diag_error(diags, "IM345", at_offset(data, 0), "pack it with lz4 -9, without -l",
		           "packed by lz4 in its legacy format: U-Boot unpacks frames only");
	return diags->count == before ? 0 : -1;
}
