/* Packed files are good when they unpack: every gzip member to its last byte, with its sum. */
#include "verify.h"

#include <libdeflate.h>
#include <string.h>

#define UNPACKED_LIMIT ((size_t)1 << 30) /* bytes: no board of ours has more memory for a ramdisk */

static const char *result_text(enum libdeflate_result result)
{
	return result == LIBDEFLATE_INSUFFICIENT_SPACE ? "it unpacks to more than 1 GiB"
	                                               : "its data or its checksum is damaged";
}

/* Unpacks one member into a buffer that grows. Returns its packed size in *@used. */
static enum libdeflate_result unpack_member(struct arena *arena,
                                            struct libdeflate_decompressor *decompressor,
                                            struct bytes member, size_t *used)
{
	size_t room = le32_at(member, member.len - 4) + (size_t)1; /* right for the last member */
	if (room > member.len * 1032 + 1) /* more than deflate can pack: no size at all */
		room = member.len;
	for (;; room *= 2) {
		size_t unpacked;
		if (room > UNPACKED_LIMIT)
			return LIBDEFLATE_INSUFFICIENT_SPACE;
		enum libdeflate_result result = libdeflate_gzip_decompress_ex(
			decompressor, member.p, member.len, arena_alloc(arena, room), room, used,
			&unpacked);
		if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
			return result;
	}
}

int verify_gzip(struct bytes file, struct diags *diags)
{
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	uint64_t at = 0;
	int result = 0;
	while (decompressor != NULL && result == 0 &&
	       bytes_start_with(bytes_at(file, at, 3), "\x1f\x8b\x08", 3)) {
		size_t used = 0;
		struct arena *arena = arena_open();
		enum libdeflate_result unpacked =
			unpack_member(arena, decompressor, bytes_at(file, at, UINT64_MAX), &used);
		arena_close(arena);
		if (unpacked != LIBDEFLATE_SUCCESS)
			result = diag_error(diags, "IM344", at_offset(file, at),
			                    "was it cut off? fetch, copy or make it again",
			                    "a gzip file that does not unpack: %s",
			                    result_text(unpacked));
		at += used;
	}
	libdeflate_free_decompressor(decompressor);
	return result;
}
