/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/verify/verify-uimage.h"

#include "imager/format/uimage.h"

#include "lib/input.h"

#include <string.h>

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
