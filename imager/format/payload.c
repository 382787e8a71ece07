/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/payload.h"

#include "lib/file-kind.h"

#define DEPTH_MAX 4 /* wrappers within wrappers: a uImage of a gzip of a uImage is absurd enough */

static const struct payload_kind unknown = { "unknown", "file of an unknown kind" };

struct payload payload_of(struct arena *arena, const struct bidders *bidders, struct bytes file,
                          unsigned depth, struct diags *diags)
{
	for (size_t i = 0; i < bidders->count; i++) {
		struct payload payload = { .kind = &bidders->list[i].kind,
			                   .compression = "none",
			                   .file_size = file.len,
			                   .memory_size = file.len,
			                   .depth = depth,
			                   .bidders = bidders };
		if (bidders->list[i].bid(arena, file, &payload, diags) == 0)
			return payload;
	}
	return (struct payload){ .kind = &unknown,
		                 .compression = "none",
		                 .file_size = file.len,
		                 .memory_size = file.len,
		                 .depth = depth,
		                 .bidders = bidders,
		                 .detail = file.len == 0 ? "empty" : file_kind(file) };
}

const struct payload *payload_inner(struct arena *arena, const struct payload *outer,
                                    struct bytes file, struct diags *diags)
{
	if (outer->depth >= DEPTH_MAX)
		return NULL;
	struct payload *inner = arena_new(arena, struct payload);
	*inner = payload_of(arena, outer->bidders, file, outer->depth + 1, diags);
	return inner;
}

int payload_cut_off(struct bytes file, const char *name, uint64_t promised, struct diags *diags)
{
	diag_error(diags, "IM302", at_offset(file, file.len),
	           "the file was cut off: fetch or copy it again and compare the sizes",
	           "a %s of %llu bytes according to its header, the file has %zu: %llu are missing",
	           name, (unsigned long long)promised, file.len,
	           (unsigned long long)(promised - file.len));
	return 0;
}
