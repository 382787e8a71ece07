/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What wraps other files or describes them: uImages, FIT images, device trees. */
#include "imager/format/payload-text.h"
#include "imager/format/payload.h"
#include "imager/format/uimage.h"

#include <libfdt.h>
#include <string.h>

/* Fills in what header and data say. A damaged one is said, the bid stands. */
static void fill_uimage(struct arena *arena, struct bytes file, const struct uimage *uimage,
                        struct payload *out, struct diags *diags)
{
	struct bytes data = uimage_payload(file, uimage);
	out->arch = uimage_arch_name(uimage->arch);
	out->compression = uimage_compression_name(uimage->compression);
	out->load = uimage->load;
	out->entry = uimage->entry;
	out->memory_size = uimage->size;
	out->detail = uimage_text(arena, uimage);
	if (uimage_check_data(file, uimage, diags) < 0 || uimage->type == UIMAGE_SCRIPT)
		return;
	out->inner = payload_inner(arena, out, data, diags);
	if (out->inner == NULL)
		return;
	out->version = out->inner->version;
	if (out->inner->memory_size > out->memory_size)
		out->memory_size = out->inner->memory_size;
}

static int bid_wrapped(struct arena *arena, struct bytes file, bool script, struct payload *out,
                       struct diags *diags)
{
	struct uimage uimage = { .type = 0 };
	if (file.len < 4 || be32_at(file, 0) != UIMAGE_MAGIC ||
	    (u8_at(file, 30) == UIMAGE_SCRIPT) != script)
		return 1;
	if (uimage_parse(file, &uimage, diags) == 0)
		fill_uimage(arena, file, &uimage, out, diags);
	return 0;
}

int bid_script(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	return bid_wrapped(arena, file, true, out, diags);
}

int bid_uimage(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	return bid_wrapped(arena, file, false, out, diags);
}

static bool is_tree(struct bytes file)
{
	return file.len >= 4 && be32_at(file, 0) == FDT_MAGIC;
}

/* Whether libfdt can walk all of it. */
static bool is_whole_tree(struct bytes file)
{
	return file.len >= sizeof(struct fdt_header) && be32_at(file, 4) <= file.len &&
	       fdt_check_full(file.p, be32_at(file, 4)) == 0;
}

static const char *root_string(struct arena *arena, struct bytes file, const char *property)
{
	int len = 0;
	const char *value = fdt_getprop(file.p, 0, property, &len);
	if (value == NULL || len <= 0)
		return NULL;
	return payload_text_at(arena, bytes_of(value, (size_t)len, file.name), 0);
}

int bid_fit(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	if (!is_tree(file) || !is_whole_tree(file) || fdt_path_offset(file.p, "/images") < 0)
		return 1;
	out->memory_size = be32_at(file, 4);
	out->detail = root_string(arena, file, "description");
	return 0;
}

int bid_dtb(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	if (!is_tree(file))
		return 1;
	uint32_t size = be32_at(file, 4);
	if (size > file.len)
		return payload_cut_off(file, "device tree", size, diags);
	if (!is_whole_tree(file)) {
		diag_error(diags, "IM303", at_offset(file, 0),
		           "compile it again with dtc, or fetch it again",
		           "looks like a device tree, but its structure is damaged");
		return 0;
	}
	out->memory_size = size;
	out->detail = root_string(arena, file, "model");
	return 0;
}
