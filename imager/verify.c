#include "imager/verify.h"

#include "imager/payload-table.h"
#include "imager/uimage.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/number.h"

#include <string.h>
#include <unistd.h>

void verify_add(struct arena *arena, struct verify_report *report, struct verify_item item)
{
	report->items = arena_push(arena, report->items, report->count, sizeof(*report->items));
	report->items[report->count++] = item;
	report->faults += !item.good;
}

/* ---- a uImage against the file that it was made of ------------------------------------------------ */

static bool is_named(const char *name, size_t len, const char *wanted)
{
	return strlen(wanted) == len && memcmp(name, wanted, len) == 0;
}

bool verify_is_beside(const char *uimage, const char *candidate)
{
	static const char *const endings[] = { ".uImage", ".uimage", ".uimg" };
	size_t len = strlen(uimage);
	if (strcmp(uimage, "uImage") == 0)
		return strcmp(candidate, "zImage") == 0 || strcmp(candidate, "Image") == 0;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t ending = strlen(endings[i]);
		if (len > ending && strcmp(uimage + len - ending, endings[i]) == 0)
			return is_named(uimage, len - ending, candidate);
	}
	return false;
}

int verify_payload(struct bytes file, struct bytes other, const char *other_name,
                   struct diags *diags)
{
	struct uimage uimage;
	struct diags ignored = diags_make(diags->arena); /* said when the header was looked at */
	if (uimage_parse(file, &uimage, &ignored) != 0)
		return 0;
	struct bytes data = uimage_payload(file, &uimage);
	if (bytes_equal(data, other))
		return 0;
	size_t same = 0;
	while (same < data.len && same < other.len && data.p[same] == other.p[same])
		same++;
	diag_no(diags, "IM316", at_offset(data, same),
	        "was one of them rebuilt? make the uImage again from the newer one",
	        "the payload (%zu bytes) is not %s (%zu bytes): they differ from byte %zu on",
	        data.len, other_name, other.len, same);
	return -1;
}

/* ---- addresses ------------------------------------------------------------------------------------ */

int verify_entry(struct bytes file, struct diags *diags)
{
	struct uimage uimage;
	struct diags ignored = diags_make(diags->arena);
	if (uimage_parse(file, &uimage, &ignored) != 0 || uimage.type != UIMAGE_KERNEL)
		return 0;
	uint64_t end = (uint64_t)uimage.load + uimage.size;
	if (end > (uint64_t)UINT32_MAX + 1)
		return diag_no(diags, "IM319", at_offset(file, 16),
		               "make it again with a load address within the board's RAM",
		               "load address 0x%08x: the data would end at 0x%llx, behind the last "
		               "32-bit address",
		               uimage.load, (unsigned long long)end);
	if (uimage.compression == 0 && (uimage.entry < uimage.load || uimage.entry >= end))
		return diag_no(diags, "IM319", at_offset(file, 20),
		               "make it again with -e within the loaded data",
		               "entry point 0x%08x: the data is at 0x%08x to 0x%08llx",
		               uimage.entry, uimage.load, (unsigned long long)end - 1);
	return 0;
}

/* What bootm does: data from behind the header to the load address, unpacked on its way. */
int verify_addresses(struct bytes file, uint64_t at, struct diags *diags)
{
	struct uimage uimage;
	struct diags ignored = diags_make(diags->arena);
	if (uimage_parse(file, &uimage, &ignored) != 0 || uimage.type != UIMAGE_KERNEL)
		return 0;
	uint64_t from = at + UIMAGE_HEADER_SIZE, from_end = from + uimage.size;
	uint64_t to = uimage.load, to_end = to + uimage.size;
	struct bytes unpacked;
	if (uimage.compression != 0 &&
	    input_decompress(diags->arena, uimage_data(file, &uimage), (uint64_t)1 << 28, &unpacked,
	                     &ignored) == 0)
		to_end = to + unpacked.len;
	if (from == to || to >= from_end || from >= to_end)
		return 0;
	if (uimage.compression != 0)
		return diag_no(diags, "IM317", at_offset(file, 16),
		               arena_printf(diags->arena, "load the file at 0x%08llx or above",
		                            (unsigned long long)align_up(to_end, 1 << 20)),
		               "loaded at 0x%08llx, unpacking to 0x%08x-0x%08llx overwrites the "
		               "packed data at 0x%08llx-0x%08llx",
		               (unsigned long long)at, uimage.load, (unsigned long long)to_end - 1,
		               (unsigned long long)from, (unsigned long long)from_end - 1);
	diag_warning(diags, "IM318", at_offset(file, 16),
	             arena_printf(diags->arena, "load the file at 0x%08llx or above",
	                          (unsigned long long)align_up(to_end, 1 << 20)),
	             "loaded at 0x%08llx, the data is moved over itself to 0x%08x: a second bootm "
	             "finds a damaged file",
	             (unsigned long long)at, uimage.load);
	return 0;
}

/* ---- one file ------------------------------------------------------------------------------------- */

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
		return verify_image(arena, file, options, report, found);
	if (strcmp(kind, "unknown") == 0 || strcmp(kind, "text") == 0)
		return nothing_to_verify(file, &payload, found);
	if (strcmp(kind, "uimage") == 0 || strcmp(kind, "script") == 0)
		verify_uimage(arena, file, options, found);
	verify_packed(file, kind, found);
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

/* ---- printing ------------------------------------------------------------------------------------- */

void verify_print(struct arena *arena, const struct verify_report *report, FILE *to)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct verify_item *item = &report->items[i];
		fprintf(to, "%-4s %-24s %13s  %s%s%s\n", item->good ? "good" : "BAD", item->place,
		        number_commas(arena, item->size), item->kind,
		        item->detail == NULL || *item->detail == '\0' ? "" : ": ",
		        item->detail == NULL ? "" : item->detail);
	}
	if (report->faults == 0)
		fprintf(to, "%s: good\n", report->file);
	else
		fprintf(to, "%s: %zu fault%s\n", report->file, report->faults,
		        report->faults == 1 ? "" : "s");
}

void verify_json(const struct verify_report *report, struct json *json)
{
	json_object(json);
	json_key_string(json, "file", report->file);
	json_key_bool(json, "good", report->faults == 0);
	json_key_array(json, "items");
	for (size_t i = 0; i < report->count; i++) {
		const struct verify_item *item = &report->items[i];
		json_object(json);
		json_key_string(json, "place", item->place);
		json_key_string(json, "kind", item->kind);
		json_key_string(json, "detail", item->detail);
		json_key_u64(json, "size", item->size);
		json_key_bool(json, "good", item->good);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}
