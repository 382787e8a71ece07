/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives, compressed files, text. */
#include "imager/format/payload-text.h"
#include "imager/format/payload.h"

#include "lib/input.h"

#include <ctype.h>
#include <string.h>

#define HEAD_SIZE ((size_t)4096) /* bytes that show what is inside */

/* The first bytes of what is packed; empty when they cannot be had. */
static struct bytes unpack_head(struct arena *arena, struct bytes file)
{
	struct bytes head = bytes_of(NULL, 0, file.name);
	struct diags ignored = diags_make(arena); /* a head that cannot be unpacked is no cpio */
	if (input_decompress_head(arena, file, HEAD_SIZE, &head, &ignored) != 0)
		head.len = 0;
	return head;
}

/* "newc" with and without sums, and the older portable form: cpio(5). */
static bool is_cpio(struct bytes file)
{
	return bytes_start_with(file, "070701", 6) || bytes_start_with(file, "070702", 6) ||
	       bytes_start_with(file, "070707", 6);
}

int bid_cpio(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	const char *compression = input_compression(file);
	if (compression != NULL && !is_cpio(unpack_head(arena, file)))
		return 1;
	if (compression == NULL && !is_cpio(file))
		return 1;
	if (compression != NULL)
		out->compression = compression;
	return 0;
}

int bid_packed(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	const char *compression = input_compression(file);
	if (compression == NULL)
		return 1;
	struct bytes head = unpack_head(arena, file);
	struct diags ignored = diags_make(arena); /* the head is cut off, of course */
	out->compression = compression;
	out->inner = head.len > 0 ? payload_inner(arena, out, head, &ignored) : NULL;
	out->arch = out->inner == NULL ? NULL : out->inner->arch;
	out->detail =
		arena_printf(arena, "%s%s%s", compression, out->inner == NULL ? "" : ", inside: ",
	                     out->inner == NULL ? "" : out->inner->kind->name);
	return 0;
}

int bid_text(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	struct bytes head = bytes_at(file, 0, HEAD_SIZE);
	for (size_t i = 0; i < head.len; i++)
		if (!isprint(head.p[i]) && !isspace(head.p[i]) && head.p[i] < 0x80)
			return 1;
	if (file.len == 0)
		return 1;
	const char *line = payload_text_at(arena, file, 0);
	out->detail = line == NULL ? NULL : arena_printf(arena, "it starts \"%.40s\"", line);
	return 0;
}
