/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/verify/verify.h"

#include "imager/format/payload-table.h"
#include "imager/format/uimage.h"
#include "imager/verify/verify-content.h"
#include "imager/verify/verify-image.h"
#include "imager/verify/verify-uimage.h"

#include "lib/digest.h"
#include "lib/input.h"

#include <string.h>
#include <unistd.h>

/* The zImage beside a uImage on disk, where there is one. */
static int check_beside(struct arena *arena, struct bytes file, struct diags *diags)
{
	const char *slash = strrchr(file.name, '/');
	const char *name = slash == NULL ? file.name : slash + 1;
	const char *stem = arena_strndup(arena, name, strcspn(name, "."));
	const char *candidates[] = { "zImage", "Image", stem };
	for (size_t i = 0; i < 3; i++) {
		struct bytes other;
		char *path = arena_printf(arena, "%.*s%s", (int)(name - file.name), file.name,
		                          candidates[i]);
		struct diags ignored = diags_make(arena);
		if (!verify_is_beside(name, candidates[i]) || access(path, R_OK) != 0 ||
		    input_map(arena, path, &other, &ignored) < 0)
			continue;
		int result = verify_payload(file, other, path, diags);
		input_unmap(other);
		return result;
	}
	return 0;
}

static int verify_uimage(struct arena *arena, struct bytes file,
                         const struct verify_options *options, struct diags *diags)
{
	int result = verify_entry(file, diags);
	if (options->has_at)
		result |= verify_addresses(file, options->at, diags);
	if (options->against.len > 0)
		result |= verify_payload(file, options->against, options->against.name, diags);
	else
		result |= check_beside(arena, file, diags);
	return result;
}

/* What is wrong with a file is an answer here, not wrong use. */
static size_t as_answers(const struct diags *found, struct diags *diags)
{
	size_t faults = 0;
	for (size_t i = 0; i < found->count; i++) {
		struct diag diag = found->list[i];
		if (diag.severity == DIAG_ERROR)
			diag.severity = DIAG_NO;
		faults += diag.severity == DIAG_NO;
		diag_add(diags, &diag);
	}
	return faults;
}

/* A uImage whose header is right but for its first four bytes. */
static bool has_lost_its_magic(struct bytes file)
{
	uint8_t header[UIMAGE_HEADER_SIZE];
	if (file.len < UIMAGE_HEADER_SIZE)
		return false;
	memcpy(header, file.p, sizeof(header));
	put_be32(header, UIMAGE_MAGIC);
	memset(header + 4, 0, 4);
	return crc32_of(0, bytes_of(header, sizeof(header), "")) == be32_at(file, 4);
}

static int nothing_to_verify(struct bytes file, const struct payload *payload, struct diags *diags)
{
	if (has_lost_its_magic(file))
		return diag_error(diags, "IM343", at_offset(file, 0),
		                  "copy the file again, or make it again with imager uimage",
		                  "a uImage whose first four bytes are damaged: 0x%08x should be "
		                  "0x%08x",
		                  be32_at(file, 0), UIMAGE_MAGIC);
	return diag_error(
		diags, "IM341", at_file(file.name),
		"uImages, FIT images, ramdisks, loaders, kernels, device trees and card images can be verified",
		"a %s%s%s: there is nothing in it to verify", payload->kind->name,
		payload->detail == NULL ? "" : ", ",
		payload->detail == NULL ? "" : payload->detail);
}

static int verify_kind(struct arena *arena, struct bytes file, const struct verify_options *options,
                       struct verify_report *report, struct diags *found)
{
	struct payload payload = payload_recognise(arena, file, found);
	const char *kind = payload.kind->id;
	const char *version = payload.version == NULL ? "" : payload.version;
	if (strcmp(kind, "disk") == 0)
		return verify_image(arena, file, options->board, report, found);
	if (strcmp(kind, "unknown") == 0 || strcmp(kind, "text") == 0)
		return nothing_to_verify(file, &payload, found);
	if (strcmp(kind, "uimage") == 0 || strcmp(kind, "script") == 0)
		verify_uimage(arena, file, options, found);
	verify_content(file, kind, found);
	verify_add(
		arena, report,
		(struct verify_item){ .place = file.name,
	                              .kind = payload.kind->name,
	                              .detail = payload.detail == NULL ? version : payload.detail,
	                              .size = file.len,
	                              .good = !diags_failed(found) });
	return 0;
}

int verify_file(struct arena *arena, struct bytes file, const struct verify_options *options,
                struct verify_report *out, struct diags *diags)
{
	struct diags found = diags_make(arena);
	*out = (struct verify_report){ .file = file.name };
	verify_kind(arena, file, options, out, &found);
	out->faults = as_answers(&found, diags);
	return out->faults == 0 ? 0 : -1;
}
