/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/verify/verify-content.h"

#include "imager/format/uimage.h"
#include "imager/verify/verify-fit.h"
#include "imager/verify/verify-packed.h"

#include <string.h>

static void check_uimage(struct bytes file, struct diags *diags)
{
	struct uimage uimage;
	struct diags ignored = diags_make(diags->arena); /* said when the header was looked at */
	if (uimage_parse(file, &uimage, &ignored) != 0)
		return;
	if (uimage.type == UIMAGE_RAMDISK)
		verify_ramdisk(uimage_payload(file, &uimage), diags);
	else if (uimage.type != UIMAGE_SCRIPT && uimage.type != UIMAGE_MULTI)
		verify_compression(uimage_data(file, &uimage),
		                   uimage_compression_name(uimage.compression),
		                   uimage.type == UIMAGE_KERNEL, diags);
}

void verify_content(struct bytes file, const char *kind, struct diags *diags)
{
	if (strcmp(kind, "uimage") == 0)
		check_uimage(file, diags);
	else if (strcmp(kind, "cpio") == 0)
		verify_ramdisk(file, diags);
	else if (strcmp(kind, "fit") == 0)
		verify_fit(file, diags);
	else if (strcmp(kind, "packed") == 0)
		verify_streams(file, diags);
}
