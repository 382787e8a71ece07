/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file holds, by its kind. */
#ifndef IMAGER_VERIFY_CONTENT_H
#define IMAGER_VERIFY_CONTENT_H

#include "lib/bytes.h"
#include "lib/diag.h"

/* Unpacks what is packed in a file of this kind (payload.h), to its last byte: IM344 damaged, IM345 in a
 * form that its reader does not know, IM346 (warning) followed by something else, IM347 a damaged
 * archive, IM348 packed otherwise than the header says. */
void verify_content(struct bytes file, const char *kind, struct diags *diags);

#endif
